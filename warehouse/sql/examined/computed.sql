-- Rows that the form computes, worked out from their parts. Grain: university × computed row × fiscal year × kind in scope.
-- expected is complete only where every part is known (a part that is 該当なし adds nothing).
with part_of as (
    select row as whole_row, unnest(parts) as row from core.row
)
select
    whole.university, whole.row, whole.fiscal_year, whole.kind,
    sum(coalesce(part.value, 0)) as expected,
    count(*) filter (where part.state in ('value', 'zero', 'not_applicable')) = len(any_value(whole.parts)) as is_complete,
    string_agg(
        case when part.item = whole.item then part.label_ja else part.what_ja end || ' ' || examined.shown(part.value) || part.unit,
        '、' order by part.position
    ) as parts_ja,
    string_agg(
        case when part.item = whole.item then part.label_en else part.what_en end || ' ' || examined.shown(part.value),
        ', ' order by part.position
    ) as parts_en
from examined.fact as whole
join part_of on part_of.whole_row = whole.row
join examined.fact as part
    on part.row = part_of.row
    and part.university = whole.university
    and part.fiscal_year = whole.fiscal_year
    and part.kind = whole.kind
where whole.is_in_scope
group by all
