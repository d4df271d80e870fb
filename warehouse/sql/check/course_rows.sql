-- A course list has no more rows than the form. Grain: university × list.
select
    university, who, role, list_ja, most_rows, count(*) as value, any_value(file) as file, any_value(sheet) as sheet,
    count(*) <= most_rows as is_met
from examined.course
group by university, who, role, list_ja, most_rows
