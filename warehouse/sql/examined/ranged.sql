-- Input values in scope with the range in which experience expects them. Grain: university × input row × fiscal year × kind with a history.
-- low, high: the range, with slack by share and by size; points: what history and plan foresee; typical: the middle of it.
with ranged as (
    select
        fact.*, expected.previous, expected.previous_fy, expected.planned, expected.carried, expected.smooth, expected.slack,
        expected.others_change,
        greatest(0, expected.low / (1 + expected.slack) - 2 * sqrt(expected.low) - 3) as low,
        expected.high * (1 + expected.slack) + 2 * sqrt(expected.high) + 3 as high,
        sqrt((expected.low + 1) * (expected.high + 1)) as typical
    from examined.fact as fact
    join examined.expected as expected using (university, row, fiscal_year, kind)
    where fact.is_in_scope and fact.is_input and fact.value >= 0
)
select
    *,
    list_filter(case when kind = 'actual' then [previous, planned, carried] else [smooth] end, lambda point: point is not null) as points
from ranged
