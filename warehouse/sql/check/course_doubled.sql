-- A course stands once in a list. Grain: university × list × course with a name.
select
    * exclude (cell), cells['name'] as cell, min(no) over same as first_no,
    no = min(no) over same as is_met
from examined.course
where name is not null
window same as (
    partition by university, list, regexp_replace(name, '[\s　]', '', 'g'), texts['level'], texts['faculty'], texts['grade'], texts['term']
)
