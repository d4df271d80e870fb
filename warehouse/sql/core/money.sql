-- The amount in force of each cost cell, in 千円. Grain: fiscal year × category × line × column.
with received as (
    select money.*, submission.ordinal, submission.received_at, submission.file_name, submission.sha256, submission.purpose
    from raw.money as money
    join core.submission as submission using (submission)
    where submission.is_effective
        and (submission.purpose <> 'plan' or submission.submission in (select submission from core.plan))
)
select * from received
qualify row_number() over (
    partition by fiscal_year, category, line, "column"
    order by state = 'blank', ordinal desc
) = 1
