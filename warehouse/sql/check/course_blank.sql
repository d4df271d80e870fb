-- Every course has its $column. Grain: university × list × course.
select *, coalesce(trim(texts[$column]), '') <> '' as is_met
from examined.course
