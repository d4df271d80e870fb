-- Targets of courses are whole, not negative numbers. Grain: university × list × course × target that is a number.
with target as (
    select unnest(['target_r7', 'target_r8', 'target_r11']) as "column"
)
select
    course.* exclude (cell), course.cells[target."column"] as cell, course."values"[target."column"] as value,
    course."values"[target."column"] = trunc(course."values"[target."column"]) and course."values"[target."column"] >= 0 as is_met
from examined.course as course
cross join target
