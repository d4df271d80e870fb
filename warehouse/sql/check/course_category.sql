-- 科目区分 is one of the form's words. Grain: university × list with such words × course with a category.
select
    * exclude (cell), cells['category'] as cell, texts['category'] as value, array_to_string(category_order, '・') as expected,
    list_contains(category_order, trim(texts['category'])) as is_met
from examined.course
where len(category_order) > 0 and texts['category'] is not null
