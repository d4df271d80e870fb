-- The 部局別内訳 behind reported values ($facts: their keys). Grain: fact × column of the breakdown, the deduction last.
select
    university || '/' || row || '/' || fiscal_year || '/actual' as fact, part, faculty, state, value, text, sheet, cell, note,
    file_name, sha256, received_at
from core.breakdown
where university || '/' || row || '/' || fiscal_year || '/actual' = any($facts::varchar[])
order by fact, part desc, position
