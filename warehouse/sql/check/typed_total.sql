-- 合計 as typed in the plan against the recomputed one. Grain: row × fiscal year × kind, each typed cell. No total typed: no row.
-- A value with decimals stands for all that are rounded to it, so the sum of several may differ by half a unit each; counts are exact.
-- Not judged where a university's value came later (a correction): the plan's 合計 adds what was there before it.
-- $is_own: own indicators without a declared rule may be filled in by hand there, so they are examined apart.
with typed as (
    select datum.*, plan.file_name, plan.ordinal
    from raw.datum as datum
    join core.plan as plan using (submission)
    where datum.university = 'TOTAL' and datum.state in ('value', 'zero')
),
undeclared as (
    select row from core.own_indicator where not is_rule_declared
),
printed as (
    select row, fiscal_year, kind, max(len(rtrim(split_part(value::varchar, '.', 2), '0'))) as decimals
    from examined.fact where value is not null group by all
),
compared as (
    select
        typed.*, printed.decimals,
        greatest(
            len(rtrim(split_part(typed.value::varchar, '.', 2), '0')), len(regexp_extract(typed.text, '[.．]([0-9０-９]+)', 1))
        ) as places
    from typed
    left join printed using (row, fiscal_year, kind)
)
select
    'TOTAL' as university, '合計' as who, total.item, total.row, typed.fiscal_year, typed.kind, total.unit,
    total.item || ') ' || ltrim(total.label_ja, '・') as what_ja, total.item || ') ' || total.label_en as what_en,
    typed.value, total.value as expected,
    (
        select string_agg(
            fact.who || ' ' || examined.shown(fact.value) || coalesce('（' || fact.sheet || ' ' || fact.cell || '）', ''),
            '、' order by fact.university_position
        )
        from examined.fact as fact
        where fact.row = typed.row and fact.fiscal_year = typed.fiscal_year and fact.kind = typed.kind
    ) as parts_ja,
    typed.file_name as file, typed.sheet, typed.cell,
    typed.value = total.value
    or greatest(typed.places, typed.decimals) > 0
    and abs(typed.value - total.value) * 2
        < power(10, -typed.places) + if(typed.decimals > 0, total.expected * power(10, -typed.decimals), 0) as is_met
from compared as typed
join out.total as total using (row, fiscal_year, kind)
where (typed.row in (select row from undeclared)) = ($is_own = 'yes')
    and not exists (
        select 1 from out.university_fact as later
        where later.row = typed.row and later.fiscal_year = typed.fiscal_year and later.kind = typed.kind
            and later.ordinal > typed.ordinal
    )
