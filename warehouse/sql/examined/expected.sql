-- What each input value in scope is expected to be, and from which history. Grain: university × input row × fiscal year × kind.
-- low and high span what history and plan foresee; slack is what may lie beyond them, as a share. No history: no row.
select
    university, row, fiscal_year, kind, previous, previous_fy, planned,
    least(coalesce(previous, planned), coalesce(planned, previous)) as low,
    greatest(coalesce(previous, planned), coalesce(planned, previous)) as high,
    least(0.35, 0.12 + 0.5 * planned_change) as slack
from examined.expected_of_return
where coalesce(previous, planned) is not null
union all
select university, row, fiscal_year, kind, previous, previous_fy, planned, list_min(foreseen), list_max(foreseen), 0.35
from examined.expected_of_plan
where foreseen is not null and value > 0 -- what starts from nothing has no history
