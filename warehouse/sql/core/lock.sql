-- The newest 決裁 of a return, and whether its values are still locked (確定). Grain: university × fiscal year × round.
-- ordinal: the newest submission that was signed. An unlock leaves the row, with is_locked false.
with known as (
    select * from raw.signature
    where act in ('decided', 'unlocked')
        and acted_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp)
)
select
    university, fiscal_year, round,
    max(number) filter (where act = 'decided') as number,
    arg_max(ordinal, number) filter (where act = 'decided') as ordinal,
    arg_max(acted_at, number) filter (where act = 'decided') as signed_at,
    arg_max(act, number) = 'decided' as is_locked
from known
group by all
having count(*) filter (where act = 'decided') > 0
