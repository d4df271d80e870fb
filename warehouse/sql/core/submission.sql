-- What had been received by the moment asked for. Grain: submission.
-- A plan is frozen: a second one counts only as an amendment, with a reason and an approver (is_effective). A plan from which
-- no value could be read counts only as long as there is no other. The same workbook again, now with its cover, is the same plan.
-- A file that was set aside (対象外) does not count: it was nobody's answer.
with received as (
    select
        *, submission in (select submission from raw.datum) as has_data
    from raw.submission
    where received_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp)
)
select
    * exclude (has_data),
    submission not in (
        select submission from raw.set_aside
        where acted_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp)
    )
    and (
        purpose <> 'plan'
        or (has_data and reason is not null and approver is not null)
        or sha256 = first_value(sha256) over (partition by purpose order by not has_data, ordinal)
    ) as is_effective
from received
