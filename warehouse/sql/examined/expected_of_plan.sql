-- What a row's other years foresee for each input value of the plan. Grain: university × input row × fiscal year × kind.
-- A point between two lies between them; the first or last continues their growth, more or less. smooth: growth as before.
-- others_change: how much the two other points differ, as a logarithm, falling ones counted threefold (targets grow):
-- the point without which the others agree best is the odd one.
-- between_change: how much a middle point's neighbours differ: rows that hardly change are held more tightly.
with plan_point as (
    select
        university, row, fiscal_year, kind, value::double as value,
        lag(value::double) over years as before, lead(value::double) over years as after,
        lag(fiscal_year) over years as before_fy, lead(fiscal_year) over years as after_fy,
        lag(value::double, 2) over years as before_that, lead(value::double, 2) over years as after_that
    from examined.fact
    where is_in_scope and is_input and value >= 0 and kind <> 'actual'
    window years as (partition by university, row order by fiscal_year)
),
grown as (
    select
        *,
        case
            when before > 0 and after > 0 then ln(after / before)
            when before > 0 and before_that > 0 then ln(before / before_that)
            when after > 0 and after_that > 0 then ln(after_that / after)
        end as growth
    from plan_point
)
select
    university, row, fiscal_year, kind, value, coalesce(before, after) as previous, coalesce(before_fy, after_fy) as previous_fy,
    coalesce(after, before) as planned,
    case
        when before > 0 and after > 0 then [before, after]
        when before > 0 and before_that > 0 then
            [before * exp(0.25 * growth), before * exp(1.3 * greatest(growth, 0.25) - 0.15), before]
        when after > 0 and after_that > 0 then [after / exp(0.25 * growth), after / exp(2.5 * growth), after]
    end as foreseen,
    case when before > 0 and after > 0 then abs(growth) end as between_change,
    case when after is null and before > 0 then before * exp(growth) end as smooth,
    case when growth >= -0.05 then growth else 1 - 3 * growth end as others_change
from grown
