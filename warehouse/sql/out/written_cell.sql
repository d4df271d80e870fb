-- What stands in each received cell, as text. Grain: file × sheet × cell, the newest of that name.
with cell as (
    select submission, sheet, cell, text from raw.datum
    union all
    select submission, sheet, cell, text from raw.money
    union all
    select submission, sheet, cell, text from raw.course
)
select submission.file_name as file, cell.sheet, cell.cell, arg_max(cell.text, submission.ordinal) as text
from cell
join core.submission as submission using (submission)
where cell.cell is not null
group by all
