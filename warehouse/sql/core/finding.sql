-- What was found and still stands (確認事項), explained or not. Grain: one row per finding. scope: plan or the fiscal year.
-- A finding made while reading stays until it is answered: one about a row, until the same university answers that row anew; one
-- about a file, until that file is answered anew (core.answered_anew); one of a 内訳一覧, until that list comes anew (and lists alone
-- answer nothing else). One of a check stays until the next run of its scope, that of a question until it is answered.
-- rule_version: of the rule of a check as it was run; blank for what was found while reading.
with submission as (
    select *, submission in (select submission from core.list_sheet where is_alone) as is_lists_alone
    from core.submission
    where is_effective
),
list_of as (
    select submission, sheet, list from core.list_sheet where list is not null
),
listed as (
    select distinct submission, list from raw.listed_row
),
answered as (
    select distinct submission, university, row from raw.datum where state <> 'blank'
),
of_intake as (
    select
        'intake' as origin, case when received.purpose = 'plan' then 'plan' else received.fiscal_year::varchar end as scope,
        received.submission as run, received.received_at as found_at, finding.* exclude (submission) replace (coalesce(finding.university, received.university) as university)
    from raw.finding as finding
    join submission as received using (submission)
    left join list_of on list_of.submission = finding.submission and list_of.sheet is not distinct from finding.sheet
    where not exists (
        select 1 from submission as later
        left join answered on answered.submission = later.submission and answered.row = finding.row
            and answered.university = coalesce(finding.university, answered.university)
        left join listed on listed.submission = later.submission and listed.list = list_of.list
        where later.ordinal > received.ordinal
            and later.purpose = received.purpose
            and later.fiscal_year = received.fiscal_year
            and case
                when later.purpose = 'plan' then true
                when list_of.list is not null then later.university = received.university and listed.list is not null
                when finding.row is null or received.university is null then not later.is_lists_alone
                    and (received.submission, later.submission) in (select (submission, later) from core.answered_anew)
                else later.university = received.university and not later.is_lists_alone and answered.row is not null
            end
    )
    and (finding.submission, finding.sheet, finding.cell) not in (
        select (question.submission, question.sheet, question.cell)
        from raw.question as question
        join core.answer using (question)
    )
),
of_check as (
    select 'check' as origin, run.scope, run.run, run.ran_at as found_at, outcome.version as rule_version, finding.* exclude (run)
    from raw.check_finding as finding
    join core.run as run using (run)
    left join raw.outcome as outcome on outcome.run = finding.run and outcome.rule = finding.rule
    -- what was said of the same value while it was read is not said again
    where not exists (
        select 1 from of_intake
        where of_intake.severity = finding.severity
            and of_intake.severity <> 'explain'
            and of_intake.scope = run.scope
            and (
                (
                    of_intake.file = finding.file
                    and of_intake.cell = finding.cell
                    and of_intake.sheet is not distinct from finding.sheet
                )
                or (
                    of_intake.university = finding.university
                    and of_intake.row = finding.row
                    and of_intake.fiscal_year = finding.fiscal_year
                )
            )
    )
)
select * from of_intake
union all by name
select * from of_check
