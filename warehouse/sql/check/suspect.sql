-- Values that experience doubts in one way ($suspicion). Grain: university × input row × fiscal year × kind with a history.
-- In a plan one slip makes its neighbours look odd, so only one point of a row is named:
-- the one without which the others agree best. Both rows of a swap are one finding.
with ranked as (
    select
        *, row_number() over (
            partition by university, row, kind = 'actual' order by suspicion is null, others_change, distance desc, fiscal_year
        ) as place_in_row
    from examined.suspect
)
select
    * replace (round(low) as low, round(high) as high, round(previous, 1) as previous, round(planned, 1) as planned),
    '令和' || (previous_fy - 2018) || '年度' as previous_ja, 'FY' || previous_fy as previous_en,
    coalesce(
        suspicion is distinct from $suspicion
        or kind <> 'actual' and place_in_row > 1
        or suspicion = 'swapped' and row > other_row,
        true
    ) as is_met
from ranked
order by distance desc
