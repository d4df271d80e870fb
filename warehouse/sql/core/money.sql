-- The amount in force of each cost cell, in 千円. Grain: fiscal year × category × line × column.
-- A blank or what cannot be read takes no amount's place. Amounts are answered with the last round; once that is signed, what came later waits for an unlock.
with received as (
    select money.*, submission.ordinal, submission.received_at, submission.file_name, submission.sha256, submission.purpose
    from raw.money as money
    join core.submission as submission using (submission)
    left join core.lock as lock
        on submission.purpose = 'return'
        and lock.university = submission.university
        and lock.fiscal_year = money.fiscal_year
        and lock.round = (select max(round) from core.round)
    where submission.is_effective
        and (submission.purpose <> 'plan' or submission.submission in (select submission from core.plan))
        and (lock.ordinal is null or not lock.is_locked or submission.ordinal <= lock.ordinal)
)
select * from received
qualify row_number() over (
    partition by fiscal_year, category, line, "column"
    order by state = 'blank', state = 'error', ordinal desc
) = 1
