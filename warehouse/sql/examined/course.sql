-- The course lists of the plan, one row a course. Grain: university × list × number. Blank: not written.
-- file, sheet and cell are those of the first written cell; cells: each column's own address.
select
    course.list, course.university, university.name as who, university.role, course.no,
    any_value(course_list.name_ja) as list_ja, any_value(course_list.most_rows) as most_rows,
    any_value(course_list.most_characters) as most_characters, any_value(course_list.also_printed) as also_printed,
    any_value(course_list.category_order) as category_order,
    any_value(course.file_name) as file, any_value(course.sheet) as sheet, arg_min(course.cell, (len(course.cell), course.cell)) as cell,
    map_from_entries(list((course."column", course.cell))) as cells,
    map_from_entries(list((course."column", course.text))) as texts,
    map_from_entries(list((course."column", course.value))) as "values",
    map_from_entries(list((course."column", course.text)))['name'] as name
from out.course as course
join core.university as university using (university)
left join examined.course_list as course_list on course_list.list = course.list
where trim(course.text) <> ''
group by all
