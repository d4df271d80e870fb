-- Answers of which every value equals an earlier column ($column): last_year, or target (a year's answers equal a planned year).
-- Grain: university × fiscal year × kind × earlier column × part. A part is an item, what an item counts at one base date, or all
-- that is counted at one date; in a plan the item alone (students on 1 May hardly change), for target all answers together. A part
-- within one asked about is left out.
-- Asked where chance does not explain it: a value is equal by chance the less often, the larger it is and the more it moves
-- from year to year (by the plan); the powers of ten of all values add up to $least_surprise. In a plan: $least_values of some size.
-- excess: how many cells are equal.
with value as (
    select
        fact.* replace (greatest(fact.value, 0)::double as value), least(1, coalesce(expected.planned_change, 1) / 0.3) as liveliness
    from examined.fact as fact
    left join examined.expected as expected using (university, row, fiscal_year, kind)
    where fact.is_input and fact.state in ('value', 'zero')
),
paired as (
    select
        value.*, earlier.value as earlier_value, earlier.fiscal_year as earlier_fy,
        case when $column = 'target' then earlier.fiscal_year end as column_fy,
        log10(1 + 2.5 * case when value.value % 1 = 0 then 1 else 10 end * (
            (0.005 + 0.045 * value.liveliness) * value.value + (0.1 + 0.4 * value.liveliness) * sqrt(value.value)
        )) as surprise
    from value
    join value as earlier on earlier.university = value.university and earlier.row = value.row
    where value.is_in_scope
        and case
            when $column = 'target' then value.kind = 'actual' and earlier.kind = 'target'
            when value.kind = 'actual' then earlier.kind <> 'target' and earlier.fiscal_year < value.fiscal_year
            else earlier.kind <> 'actual' and earlier.fiscal_year < value.fiscal_year
        end
    qualify row_number() over (
        partition by value.university, value.row, value.fiscal_year, value.kind, column_fy
        order by earlier.fiscal_year desc, earlier.kind = 'target'
    ) = 1
),
compared as (
    select
        university, who, role, fiscal_year, kind, column_fy, part, case when contains(part, 'date') then basis end as date,
        arg_min(item, position) as item, string_agg(distinct item || ')', '、' order by item || ')') as items,
        arg_min(row, position) as row, any_value(file) as file, arg_min(sheet, position) as sheet, arg_min(cell, position) as cell,
        '令和' || (max(earlier_fy) - 2018) || '年度' as earlier_ja, 'FY' || max(earlier_fy) as earlier_en, count(*) as excess, count(*) as cells,
        string_agg(case when part = 'date' then what_ja else label_ja end || ' ' || examined.shown(value) || unit, '、' order by position) as parts_ja,
        string_agg(case when part = 'date' then what_en else label_en end || ' ' || examined.shown(value), ', ' order by position) as parts_en,
        not (
            bool_and(value = earlier_value)
            and case
                when kind = 'actual' then sum(surprise) >= $least_surprise::double
                else count(*) filter (where value > 0) >= $least_values::integer and sum(log10(greatest(value, 1))) >= 2.5
            end
        ) as is_met
    from paired
    cross join (select unnest(case when $column = 'target' then ['all'] else ['item', 'item, date', 'date'] end) as part) as part
    where kind = 'actual' or part = 'item'
    group by
        university, who, role, fiscal_year, kind, column_fy, part,
        case when contains(part, 'item') then item end, case when contains(part, 'date') then basis end
)
select * from compared
where not exists (
    select 1 from compared as other
    where not other.is_met and other.university = compared.university and other.fiscal_year = compared.fiscal_year
        and other.kind = compared.kind
        and (
            compared.part = 'item, date' and other.part = 'item' and other.item = compared.item
            or compared.part = 'date' and contains(other.part, 'item') and contains(compared.items, other.items)
        )
)
