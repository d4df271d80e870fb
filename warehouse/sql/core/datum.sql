-- The value in force of each cell. Grain: university × row × fiscal year × kind.
-- A return supersedes cell by cell; 確定 is not replaced by 速報 without a reason; plan values come from the plan in force.
with received as (
    select
        datum.*, submission.ordinal, submission.received_at, submission.file_name, submission.sha256,
        submission.purpose, submission.channel, submission.definition,
        submission.reason is not null as has_reason
    from raw.datum as datum
    join core.submission as submission using (submission)
    where submission.is_effective
        and (submission.purpose <> 'plan' or submission.submission in (select submission from core.plan))
        and datum.university <> 'TOTAL'
),
ranked as (
    select
        *,
        max(case when status <> 'provisional' and state <> 'blank' then ordinal end) over (
            partition by university, row, fiscal_year, kind
        ) as last_final,
        max(case when state <> 'blank' then ordinal end) over (
            partition by university, row, fiscal_year, kind
        ) as last_filled
    from received
)
select * exclude (last_final, last_filled, has_reason)
from ranked
where status <> 'provisional' or last_final is null or ordinal <= last_final or has_reason
qualify row_number() over (
    partition by university, row, fiscal_year, kind
    order by state = 'blank', ordinal desc
) = 1
