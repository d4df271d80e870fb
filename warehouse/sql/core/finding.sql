-- What was found and still stands (確認事項), explained or not. Grain: one row per finding. scope: plan or the fiscal year.
-- What was found while reading is in core.intake_finding. One of a check stays until the next run of its scope, that of a
-- question until it is answered. rule_version: of the rule of a check as it was run; blank for what was found while reading.
with of_intake as (
    select * from core.intake_finding
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
