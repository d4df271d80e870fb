-- An indicator whose every value equals the year before. Grain: university × item × base date × fiscal year × kind with such a year;
-- a whole item where its base dates are several. In a plan the item alone is looked at: students on 1 May hardly change.
-- Asked when the equal values are many or large enough that chance does not explain it: $least_values, or $least_digits in all.
-- excess: how many cells are equal.
with value as (
    select * from examined.fact where is_input and state in ('value', 'zero')
),
before as (
    select
        value.university, value.row, value.fiscal_year, value.kind,
        arg_max(earlier.value, (earlier.fiscal_year, earlier.kind <> 'target')) as earlier_value,
        max(earlier.fiscal_year) as earlier_fy
    from value
    join value as earlier
        on earlier.university = value.university
        and earlier.row = value.row
        and earlier.fiscal_year < value.fiscal_year
        and (value.kind <> 'actual' or earlier.kind <> 'target')
        and (value.kind = 'actual' or earlier.kind <> 'actual')
    where value.is_in_scope
    group by all
),
compared as (
    select
        value.university, value.who, value.role, value.item, value.fiscal_year, value.kind, part.part,
        arg_min(value.row, value.position) as row, any_value(value.file) as file, arg_min(value.sheet, value.position) as sheet,
        arg_min(value.cell, value.position) as cell,
        '令和' || (max(before.earlier_fy) - 2018) || '年度' as earlier_ja, 'FY' || max(before.earlier_fy) as earlier_en, count(*) as excess,
        string_agg(value.label_ja || ' ' || examined.shown(value.value) || value.unit, '、' order by value.position) as parts_ja,
        string_agg(value.label_en || ' ' || examined.shown(value.value), ', ' order by value.position) as parts_en,
        not (
            bool_and(value.value = before.earlier_value)
            and (
                count(*) filter (where value.value > 0) >= $least_values::integer
                and sum(log10(greatest(value.value, 1)::double)) >= 2.5
                or value.kind = 'actual' and sum(log10(greatest(value.value, 1)::double)) >= $least_digits::double
            )
        ) as is_met
    from value
    join before using (university, row, fiscal_year, kind)
    cross join (select unnest(['item', 'date']) as part) as part
    where part.part = 'item' or value.kind = 'actual'
    group by value.university, value.who, value.role, value.item, value.fiscal_year, value.kind, part.part, case when part.part = 'date' then value.basis end
)
-- of an item that is copied as a whole nothing more is said
select *
from compared
where part = 'item' or not exists (
    select 1 from compared as whole
    where whole.part = 'item' and not whole.is_met
        and whole.university = compared.university and whole.item = compared.item
        and whole.fiscal_year = compared.fiscal_year and whole.kind = compared.kind
)
