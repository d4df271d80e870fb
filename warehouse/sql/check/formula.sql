-- Rows that the form computes: the reported value against its parts. Grain: university × computed row × fiscal year × kind.
-- $parts: several (a sum) or one (the same number as another row). Nothing to check until every part is known.
with part as (
    select
        whole.university, whole.row, whole.fiscal_year, whole.kind,
        sum(coalesce(part.value, 0)) as expected,
        count(*) filter (where part.state in ('value', 'zero', 'not_applicable')) = len(any_value(whole.parts)) as is_complete,
        string_agg(case when part.item = whole.item then part.label_ja else part.what_ja end || ' ' || examined.shown(part.value) || part.unit, '、' order by part.position) as parts_ja,
        string_agg(case when part.item = whole.item then part.label_en else part.what_en end || ' ' || examined.shown(part.value), ', ' order by part.position) as parts_en
    from examined.fact as whole
    join examined.fact as part
        on list_contains(whole.parts, part.row)
        and part.university = whole.university
        and part.fiscal_year = whole.fiscal_year
        and part.kind = whole.kind
    where whole.is_in_scope
    group by all
)
select
    whole.*, part.expected, part.parts_ja, part.parts_en,
    case when part.is_complete then whole.value = part.expected end as is_met
from examined.fact as whole
join part using (university, row, fiscal_year, kind)
where whole.is_in_scope
    and not whole.is_computed
    and whole.state in ('value', 'zero')
    and (len(whole.parts) = 1) = ($parts = 'one')
