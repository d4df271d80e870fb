-- A description is about as long as the guide says. Grain: university × list × course with a description.
select
    * exclude (cell), cells['description'] as cell, length(texts['description']) as value,
    length(texts['description']) <= most_characters as is_met
from examined.course
where texts['description'] is not null
