-- The columns ($columns) of a course that must be filled in. Grain: university × list ($list) × course × such a column.
with course as (
    select * from examined.course where list = $list
)
select
    course.* exclude (cell), field.cell, field."column" as column_id,
    case when coalesce(trim(field.text), '') = '' then '空欄' else field.text end as value,
    coalesce(trim(field.text), '') <> '' as is_met
from course
join out.course as field using (university, list, no)
where list_contains(string_split($columns, ' '), field."column")
