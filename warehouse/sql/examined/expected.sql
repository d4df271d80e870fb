-- What each input value in scope is expected to be, and from which history. Grain: university × input row × fiscal year × kind.
-- low and high span what history and plan foresee; slack is what may lie beyond them, as a share. No history: no row.
-- smooth: what the last point of a plan would be if it grew as before (blank elsewhere); others_change: see expected_of_plan.
-- planned_change: see expected_of_return.
select
    university, row, fiscal_year, kind, previous, previous_fy, planned,
    least(coalesce(previous, planned), coalesce(planned, previous), coalesce(carried, previous, planned)) as low,
    greatest(coalesce(previous, planned), coalesce(planned, previous), coalesce(carried, previous, planned)) as high,
    carried, least(0.3, 0.1 + 0.4 * planned_change) as slack, null::double as smooth, null::double as others_change,
    planned_change
from examined.expected_of_return
where coalesce(previous, planned) is not null
union all
select
    university, row, fiscal_year, kind, previous, previous_fy, planned, list_min(foreseen), list_max(foreseen), null,
    least(0.35, 0.1 + 0.4 * coalesce(between_change, 1)), smooth, others_change, null
from examined.expected_of_plan
where foreseen is not null and value > 0 -- what starts from nothing has no history
