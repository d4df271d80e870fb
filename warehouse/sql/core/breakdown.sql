-- The 部局別内訳 in force: of each row the newest that was received. Grain: university × row × fiscal year × part × position.
with received as (
    select breakdown.*, submission.ordinal, submission.file_name, submission.sha256, submission.received_at
    from raw.breakdown as breakdown
    join core.submission as submission using (submission)
    where submission.is_effective
)
select * from received
qualify ordinal = max(ordinal) over (partition by university, row, fiscal_year)
