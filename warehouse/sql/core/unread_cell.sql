-- Received cells that cannot be read, and the earlier answer that stands meanwhile. Grain: submission × sheet × cell with one.
-- number: as a sentence quotes it; unit: of the row.
select
    unread.submission, unread.sheet, unread.cell, standing.file_name, core_row.unit,
    case
        when standing.value = trunc(standing.value) then format('{:,}', standing.value::bigint)
        else rtrim(standing.value::varchar, '0')
    end as number
from raw.datum as unread
join core.datum as standing using (university, row, fiscal_year, kind)
join core.row as core_row on core_row.row = unread.row
where unread.state = 'error' and standing.value is not null and standing.submission <> unread.submission
