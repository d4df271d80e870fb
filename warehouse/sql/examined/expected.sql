-- What each input value in scope is expected to be, and from which history. Grain: university × input row × fiscal year × kind.
-- A return: last year's actual (or the baseline) and the point between the plan's years. A plan: the row's other years.
-- low and high span what both foresee; the slack is widened by $-parameters of each rule later. Blank: no history.
with value as (
    select * from examined.fact where is_input and state in ('value', 'zero')
),
subject as (
    select * from value where is_in_scope
),
point as (
    select university, row, fiscal_year, value from value where kind <> 'actual'
),
last_actual as (
    select university, row, max(fiscal_year) as actual_fy, arg_max(value, fiscal_year) as value
    from value
    where kind = 'actual' and fiscal_year < $scope_fy::integer
    group by all
),
baseline as (
    select university, row, fiscal_year as baseline_fy, value from value where kind = 'baseline'
),
around as (
    select
        subject.university, subject.row, subject.fiscal_year, subject.kind,
        max(point.fiscal_year) filter (where point.fiscal_year <= subject.fiscal_year) as lower_fy,
        arg_max(point.value, point.fiscal_year) filter (where point.fiscal_year <= subject.fiscal_year)::double as lower,
        min(point.fiscal_year) filter (where point.fiscal_year >= subject.fiscal_year) as upper_fy,
        arg_min(point.value, point.fiscal_year) filter (where point.fiscal_year >= subject.fiscal_year)::double as upper,
        abs(ln(
            nullif(arg_max(point.value, point.fiscal_year)::double, 0) / nullif(arg_min(point.value, point.fiscal_year)::double, 0)
        )) as planned_change
    from subject
    join point using (university, row)
    where subject.kind = 'actual'
    group by all
),
of_return as (
    select
        subject.university, subject.row, subject.fiscal_year, subject.kind,
        coalesce(last_actual.value, baseline.value)::double as previous, coalesce(last_actual.actual_fy, baseline.baseline_fy) as previous_fy,
        case
            when around.upper_fy > around.lower_fy then
                around.lower + (around.upper - around.lower) * (subject.fiscal_year - around.lower_fy) / (around.upper_fy - around.lower_fy)
            else coalesce(around.lower, around.upper)
        end as planned,
        coalesce(around.planned_change, 1) as planned_change
    from subject
    left join last_actual using (university, row)
    left join baseline using (university, row)
    left join around using (university, row, fiscal_year, kind)
    where subject.kind = 'actual'
),
plan_point as (
    select
        university, row, fiscal_year, kind, value::double as value,
        lag(value::double) over years as before, lead(value::double) over years as after,
        lag(fiscal_year) over years as before_fy, lead(fiscal_year) over years as after_fy,
        lag(value::double, 2) over years as before_that, lead(value::double, 2) over years as after_that
    from subject
    where kind <> 'actual'
    window years as (partition by university, row order by fiscal_year)
),
of_plan as (
    -- An end point continues the growth of the other two, more or less: by its power 0.25 to 2.5.
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
)
select university, row, fiscal_year, kind, previous, previous_fy, planned,
    least(coalesce(previous, planned), coalesce(planned, previous)) as low,
    greatest(coalesce(previous, planned), coalesce(planned, previous)) as high,
    least(0.35, 0.12 + 0.5 * planned_change) as slack
from of_return
where coalesce(previous, planned) is not null
union all
select university, row, fiscal_year, kind, previous, previous_fy, planned, list_min(foreseen), list_max(foreseen), 0.35
from of_plan
where foreseen is not null and value > 0 -- what starts from nothing has no history
