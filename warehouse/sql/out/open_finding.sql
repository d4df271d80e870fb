-- What is open now (確認事項). Grain: one row per finding. scope: plan or the fiscal year.
-- A finding made while reading stays until the same university answers anew; one of a check, until the next run of its scope.
with submission as (
    select * from core.submission
    where is_effective
    qualify row_number() over (
        partition by purpose, fiscal_year, coalesce(university, file_name)
        order by ordinal desc
    ) = 1
),
of_intake as (
    select
        'intake' as origin, case when submission.purpose = 'plan' then 'plan' else submission.fiscal_year::varchar end as scope,
        submission.submission as run, submission.received_at as found_at, finding.* exclude (submission)
    from raw.finding as finding
    join submission using (submission)
),
of_check as (
    select 'check' as origin, run.scope, run.run, run.ran_at as found_at, finding.* exclude (run)
    from raw.check_finding as finding
    join core.run as run using (run)
)
select * from of_intake
union all by name
select * from of_check
