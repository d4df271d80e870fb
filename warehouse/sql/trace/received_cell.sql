-- Every cell of a received file ($file by name or SHA-256) from which something was read. Grain: file name × sheet × cell.
-- is_blank: nothing stood there. sheet is blank for a file without sheets, cell where nothing was read from the file.
with cell as (
    select submission, sheet, cell, state = 'blank' as is_blank from raw.datum
    union all
    select submission, sheet, cell, state = 'blank' from raw.money
    union all
    select submission, sheet, cell, state = 'blank' from raw.breakdown
    union all
    select submission, sheet, cell, false from raw.course
    union all
    select submission, sheet, cell, false from raw.listed_row
    union all
    select submission, sheet, cell, false from raw.own_indicator
)
select submission.file_name, coalesce(cell.sheet, '') as sheet, cell.cell, bool_and(cell.is_blank) as is_blank
from raw.submission as submission
left join cell using (submission)
where submission.file_name = $file or (length($file) >= 8 and starts_with(submission.sha256, lower($file)))
group by all
