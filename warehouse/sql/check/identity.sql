-- What the form's arithmetic says across rows, one identity of the definition ($identity). Grain: university × fiscal year × kind.
-- Nothing to check until both sides are known. A sum that was overwritten counts by its parts: that slip has a rule of its own.
with identity as (
    select identity.* from def.identity as identity
    join core.definition using (definition)
    where identity.identity = $identity
),
fact as (
    select
        fact.* replace (case when computed.is_complete then computed.expected else fact.value end as value),
        coalesce('（' || computed.parts_ja || '）', '') as made_ja, coalesce(' (' || computed.parts_en || ')', '') as made_en
    from examined.fact as fact
    left join examined.computed as computed using (university, row, fiscal_year, kind)
    where fact.is_in_scope and fact.row in (select unnest(list_append(right_rows, left_row)) from identity)
),
right_side as (
    select
        fact.university, fact.fiscal_year, fact.kind, sum(coalesce(fact.value, 0)) as expected,
        count(*) filter (where fact.state in ('value', 'zero', 'not_applicable')) = len(any_value(identity.right_rows)) as is_complete,
        string_agg(
            case when fact.item = split_part(identity.left_row, '.', 1) then fact.label_ja else fact.what_ja end
            || ' ' || examined.shown(fact.value) || fact.unit, '、' order by fact.position
        ) as parts_ja,
        string_agg(
            case when fact.item = split_part(identity.left_row, '.', 1) then fact.label_en else fact.what_en end
            || ' ' || examined.shown(fact.value), ', ' order by fact.position
        ) as parts_en
    from fact
    join identity on list_contains(identity.right_rows, fact.row)
    group by all
)
select
    fact.*, right_side.expected, right_side.parts_ja, right_side.parts_en,
    case
        when not right_side.is_complete then null
        when identity.relation = 'equal_to' then fact.value = right_side.expected
        else fact.value <= right_side.expected
    end as is_met
from identity
join fact on fact.row = identity.left_row
join right_side using (university, fiscal_year, kind)
where identity.applies_to = 'every' or fact.role = 'lead'
