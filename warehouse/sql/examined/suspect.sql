-- Values that experience doubts, each with the likeliest slip. Grain: university × input row × fiscal year × kind with a history.
-- suspicion: swapped (with another row of the table), magnitude (a digit too many or too few), transposed (two digits),
-- included (another part of the same sum counted as well), jump; blank where the value lies in what is expected.
-- distance ranks them: how far outside, as a ratio in logarithms. deviation: how far from the nearest thing foreseen.
with beside as (
    select part.university, part.row, part.fiscal_year, part.kind, sum(other.value) as value
    from examined.ranged as part
    join core.row as whole on len(whole.parts) > 1 and list_contains(whole.parts, part.row)
    join examined.ranged as other using (university, fiscal_year, kind)
    where other.row <> part.row and list_contains(whole.parts, other.row)
    group by all
),
candidate as (
    select
        ranged.*, swap.other_row, swap.other_ja, swap.other_en, swap.other_value, swap.other_cell,
        ranged.value not between low and high as is_outside,
        case when beside.value > 0 and ranged.value > beside.value then (ranged.value - beside.value)::bigint end as without,
        list_filter(
            [10, 100, 1000, 0.1, 0.01, 0.001],
            lambda factor: ranged.value > 0 and ranged.value::double * factor between low and high and (
                factor > 1 or ranged.decimals > 0 or ranged.value::double * factor >= 10
                -- a count of a few is made of whole tens: 30 of 3, but neither 22 of 2.2 nor 20 of 2
                or ranged.value::double * factor >= 3 and round(ranged.value::double * factor, 6) = round(ranged.value::double * factor)
            )
        )[1] as factor,
        list_transform(
            range(1, case when ranged.value >= 10 then len(trunc(ranged.value)::bigint::varchar) else 1 end),
            lambda spot: (
                left(trunc(ranged.value)::bigint::varchar, spot - 1) || substr(trunc(ranged.value)::bigint::varchar, spot + 1, 1)
                || substr(trunc(ranged.value)::bigint::varchar, spot, 1) || substr(trunc(ranged.value)::bigint::varchar, spot + 2)
            )::bigint
        ) as turns,
        abs(ln((ranged.value + 1) / (typical + 1))) as distance,
        list_min(list_transform(points, lambda point: abs(ln((ranged.value + 1) / (point + 1))))) as deviation
    from examined.ranged as ranged
    left join examined.swap as swap using (university, row, fiscal_year, kind)
    left join beside using (university, row, fiscal_year, kind)
),
weighed as (
    -- What else may have been meant, if it fits history far better than what is written. The last point of a plan is held
    -- only against growing much faster than before: plans differ widely in how they grow.
    select
        *,
        case
            when kind = 'actual' then deviation > 0.4 * slack + 1.2 / sqrt(value)
            else value > smooth and deviation > 0.2 + 1 / sqrt(value)
        end as is_far,
        list_filter(turns, lambda turn: turn between low and high)[1] as turn_in_range,
        list_filter(
            turns,
            lambda turn: list_min(list_transform(points, lambda point: abs(ln((turn + 1) / (point + 1))))) < 0.2 * deviation
        )[1] as better_turn,
        coalesce(
            list_min(list_transform(points, lambda point: abs(ln((without + 1) / (point + 1))))) < 0.35 * deviation, false
        ) as is_better_without
    from candidate
)
select
    * exclude (is_outside, is_far, turns, turn_in_range, better_turn, is_better_without, slack, points, carried, smooth),
    coalesce(case when is_far then better_turn end, turn_in_range) as turned,
    case
        when other_row is not null then 'swapped'
        when is_outside and factor is not null then 'magnitude'
        when is_far and better_turn is not null or is_outside and turn_in_range is not null then 'transposed'
        when is_far and is_better_without then 'included'
        when not is_outside then null
        else 'jump'
    end as suspicion,
    round(value::double * factor, decimals) as meant
from weighed
