-- An indicator whose every value equals another university's. Grain: university × item × fiscal year × kind.
-- Asked of the one whose values fit its own other years worse (of both where neither does, or nothing is known of them).
-- Few or small values coincide by chance, the more so among many universities: $least_digits grows with their pairs.
-- excess: how many cells are equal.
with answer as (
    select
        fact.university, fact.who, fact.role, fact.university_position, fact.item, fact.fiscal_year, fact.kind,
        string_agg(fact.row || '=' || fact.value, ' ' order by fact.row) as "values", count(*) filter (where fact.value > 0) as count, count(*) as excess,
        sum(log10(greatest(fact.value, 1)::double)) as digits, coalesce(avg(suspect.distance), 0) as misfit,
        arg_min(fact.row, fact.position) as row, any_value(fact.file) as file,
        arg_min(fact.sheet, fact.position) as sheet, arg_min(fact.cell, fact.position) as cell,
        string_agg(fact.label_ja || ' ' || examined.shown(fact.value) || fact.unit, '、' order by fact.position) as parts_ja,
        string_agg(fact.label_en || ' ' || examined.shown(fact.value), ', ' order by fact.position) as parts_en
    from examined.fact as fact
    left join examined.suspect as suspect using (university, row, fiscal_year, kind)
    where fact.is_in_scope and fact.is_input and fact.state in ('value', 'zero') and fact.reported_by = 'every'
    group by all
),
alike as (
    select
        *, count(*) over same as universities, max(misfit) over same as most_misfit,
        first_value(who) over same_in_order as first_who, last_value(who) over same_in_order as last_who
    from answer
    window
        same as (partition by item, fiscal_year, kind, "values"),
        same_in_order as (
            partition by item, fiscal_year, kind, "values" order by university_position
            rows between unbounded preceding and unbounded following
        )
)
select
    *, case when who = first_who then last_who else first_who end as other,
    universities = 1
    or most_misfit > 0.15 and misfit < 0.8 * most_misfit
    or count < $least_values::integer
    or digits < $least_digits::double + 2 * log10((select count(*) from core.university)) as is_met
from alike
