-- Courses stand in the guide's order of 科目区分 (必修, 選択必修, 選択). Grain: university × course with a known category.
with ranked as (
    select *, texts['category'] as value, list_position(category_order, trim(texts['category'])) as rank
    from examined.course
)
select
    * exclude (cell), cells['category'] as cell,
    category_order[max(rank) over earlier] as earlier,
    array_to_string(category_order, '→') as expected,
    rank >= coalesce(max(rank) over earlier, 0) as is_met
from ranked
where rank > 0
window earlier as (partition by university, list order by no rows between unbounded preceding and 1 preceding)
