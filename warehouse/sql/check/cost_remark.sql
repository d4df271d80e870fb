-- Remarks of lines with an own share that name another subsidy ($words, a regular expression). Grain: fiscal year × line with an
-- own share and a remark.
select
    own.* replace (remark.sheet as sheet, remark.cell as cell, remark.text as text),
    regexp_extract(remark.text, $words) as found,
    not regexp_matches(remark.text, $words) as is_met
from examined.cost as own
join core.money as remark using (fiscal_year, category, line)
where own.is_in_scope and own."column" = 'own' and own.value > 0 and remark."column" = 'remark' and trim(remark.text) <> ''
