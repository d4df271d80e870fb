-- Values that experience doubts, each with the likeliest slip. Grain: university × input row × fiscal year × kind with a history.
-- suspicion: swapped (with another row of the table), magnitude (a digit too many or too few), transposed (two digits), jump;
-- blank where the value lies in what is expected. distance ranks them: how far outside, as a ratio in logarithms.
with ranged as (
    select
        fact.*, expected.previous, expected.previous_fy, expected.planned, expected.slack,
        greatest(0, expected.low / (1 + expected.slack) - 2 * sqrt(expected.low) - 3) as low,
        expected.high * (1 + expected.slack) + 2 * sqrt(expected.high) + 3 as high,
        sqrt((expected.low + 1) * (expected.high + 1)) as typical
    from examined.fact as fact
    join examined.expected as expected using (university, row, fiscal_year, kind)
    where fact.is_in_scope and fact.is_input and fact.value >= 0
),
swap as (
    select
        one.university, one.row, one.fiscal_year, one.kind, other.row as other_row, other.what_ja as other_ja, other.what_en as other_en,
        other.value as other_value, other.cell as other_cell,
        least(
            abs(ln((one.value + 2) / (one.previous + 2))) + abs(ln((other.value + 2) / (other.previous + 2))),
            abs(ln((one.value + 2) / (one.planned + 2))) + abs(ln((other.value + 2) / (other.planned + 2)))
        ) as as_written,
        least(
            abs(ln((one.value + 2) / (other.previous + 2))) + abs(ln((other.value + 2) / (one.previous + 2))),
            abs(ln((one.value + 2) / (other.planned + 2))) + abs(ln((other.value + 2) / (one.planned + 2)))
        ) as if_swapped
    from ranged as one
    join ranged as other using (university, item, basis, unit, fiscal_year, kind)
    where one.row <> other.row and one.value <> other.value and greatest(one.value, other.value) >= 10
),
best_swap as (
    select * from swap
    where as_written > 0.6 and if_swapped < 0.3 * as_written
    qualify row_number() over (partition by university, row, fiscal_year, kind order by if_swapped) = 1
),
candidate as (
    select
        ranged.*, best_swap.other_row, best_swap.other_ja, best_swap.other_en, best_swap.other_value, best_swap.other_cell,
        value not between low and high as is_outside,
        list_filter([10, 100, 1000, 0.1, 0.01, 0.001], lambda factor: value > 0 and value::double * factor between low and high)[1] as factor,
        list_transform(
            range(1, case when value >= 10 then len(trunc(value)::bigint::varchar) else 1 end),
            lambda spot: (
                left(trunc(value)::bigint::varchar, spot - 1) || substr(trunc(value)::bigint::varchar, spot + 1, 1)
                || substr(trunc(value)::bigint::varchar, spot, 1) || substr(trunc(value)::bigint::varchar, spot + 2)
            )::bigint
        ) as turns,
        abs(ln((value + 1) / (typical + 1))) as distance,
        least(abs(ln((value + 1) / (previous + 1))), abs(ln((value + 1) / (planned + 1)))) as deviation
    from ranged
    left join best_swap using (university, row, fiscal_year, kind)
),
turned as (
    -- Two digits turned: what was meant lies in the range, or it fits history far better than what is written.
    select
        *,
        list_filter(turns, lambda turn: turn between low and high)[1] as turn_in_range,
        list_filter(
            turns,
            lambda turn: kind = 'actual' and deviation > 0.5 * slack + 1.5 / sqrt(value)
                and least(abs(ln((turn + 1) / (previous + 1))), abs(ln((turn + 1) / (planned + 1)))) < 0.15 * deviation
        )[1] as better_turn
    from candidate
)
select
    * exclude (is_outside, turns, turn_in_range, better_turn, slack), coalesce(better_turn, turn_in_range) as turned,
    case
        when other_row is not null then 'swapped'
        when is_outside and factor is not null then 'magnitude'
        when better_turn is not null or is_outside and turn_in_range is not null then 'transposed'
        when not is_outside then null
        else 'jump'
    end as suspicion,
    value::double * factor as meant
from turned
