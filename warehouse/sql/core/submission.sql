-- What had been received by the moment asked for. Grain: submission.
-- A plan is frozen: a second one counts only as an amendment, with a reason and an approver (is_effective).
with received as (
    select * from raw.submission
    where received_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp)
)
select
    *,
    purpose <> 'plan'
    or (reason is not null and approver is not null)
    or row_number() over (partition by purpose order by ordinal) = 1 as is_effective
from received
