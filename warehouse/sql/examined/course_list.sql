-- The course lists of the form with their limits. Grain: list. category_order: the order that the guide asks for.
create or replace table examined.course_list (
    list varchar, name_ja varchar, most_rows integer, most_characters integer, also_printed integer, category_order varchar[]
)
