-- Targets that grow more than $most_times from one year of the list to the next. Grain: university × list × course × such a pair.
with pair as (
    select unnest([('target_r7', 'target_r8'), ('target_r8', 'target_r11')]) as pair
)
select
    course.* exclude (cell), course.cells[pair[2]] as cell, course."values"[pair[1]] as earlier_value, course."values"[pair[2]] as value,
    course."values"[pair[2]] <= course."values"[pair[1]] * $most_times::integer
    or course."values"[pair[2]] < $least::integer as is_met
from examined.course as course
cross join pair
where course."values"[pair[1]] > 0
