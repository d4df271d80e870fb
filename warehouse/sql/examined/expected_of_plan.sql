-- What a row's other years foresee for each input value of the plan. Grain: university × input row × fiscal year × kind.
-- A point between two lies between them; an end point continues their growth, more or less: by its power 0.25 to 2.5.
with plan_point as (
    select
        university, row, fiscal_year, kind, value::double as value,
        lag(value::double) over years as before, lead(value::double) over years as after,
        lag(fiscal_year) over years as before_fy, lead(fiscal_year) over years as after_fy,
        lag(value::double, 2) over years as before_that, lead(value::double, 2) over years as after_that
    from examined.fact
    where is_in_scope and is_input and value >= 0 and kind <> 'actual'
    window years as (partition by university, row order by fiscal_year)
)
select
    university, row, fiscal_year, kind, value, coalesce(before, after) as previous, coalesce(before_fy, after_fy) as previous_fy,
    coalesce(after, before) as planned,
    case
        when before > 0 and after > 0 then [before, after]
        when before > 0 and before_that > 0 then
            [before * power(before / before_that, 0.25), before * power(before / before_that, 2.5), before]
        when after > 0 and after_that > 0 then
            [after * power(after / after_that, 0.25), after * power(after / after_that, 2.5), after]
    end as foreseen
from plan_point
