-- Every finding there ever was (確認事項), as it stands or last stood, with its history. Grain: one row per finding that stands;
-- of those that are gone, one per id and scope. state: as in out.open_finding, or closed (解消).
-- first_seen, last_seen: the first and the last run (or file) that said it; closed_at: the next run or answer after it, which no
-- longer did. Blank closed_at: it stands. written: what the cell holds. Times in UTC.
with open_finding as (
    select * from out.open_finding
),
run as (
    select * from raw.check_run
    where ran_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp) and as_of is null
),
received as (
    select *, case when purpose = 'plan' then 'plan' else fiscal_year::varchar end as scope from core.submission
),
said as (
    select 'check' as origin, run.scope, run.ran_at as seen_at, outcome.version as rule_version, finding.* exclude (run)
    from raw.check_finding as finding
    join run using (run)
    left join raw.outcome as outcome on outcome.run = finding.run and outcome.rule = finding.rule
    union all by name
    select
        'intake' as origin, received.scope, received.received_at as seen_at,
        finding.* exclude (submission) replace (coalesce(finding.university, received.university) as university)
    from raw.finding as finding
    join received using (submission)
),
history as (
    select id, scope, min(seen_at) as first_seen, max(seen_at) as last_seen from said group by all
),
-- what the newest run of a check says stands, also where what was said while reading is shown in its place
standing as (
    select id, scope from open_finding
    union
    select finding.id, newest.scope from raw.check_finding as finding join core.run as newest using (run)
),
gone as (
    select said.* exclude (seen_at)
    from said
    anti join standing using (id, scope)
    qualify row_number() over (partition by said.id, said.scope order by said.seen_at desc, said.file, said.sheet, said.cell) = 1
),
closed as (
    select
        gone.*, 'closed' as state, explanation.reason as explanation, explanation.who as explained_by,
        explanation.acted_at as explained_at, explanation.bound, explanation.expires_on,
        coalesce(
            case
                when gone.origin = 'check' then
                    (select min(run.ran_at) from run where run.scope = gone.scope and run.ran_at > history.last_seen)
                else
                    (
                        select min(later.received_at) from received as later
                        where later.scope = gone.scope and later.received_at > history.last_seen
                            and coalesce(later.university = gone.university, true)
                    )
            end,
            history.last_seen
        ) as closed_at
    from gone
    join history using (id, scope)
    left join core.explanation as explanation on explanation.finding = gone.id
),
every as (
    select * from open_finding
    union all by name
    select * from closed
)
select
    every.* exclude (run, found_at), history.first_seen, history.last_seen, university.name as university_name,
    university.position as university_position, form_row.label_ja, form_row.label_en, cell.text as written
from every
join history using (id, scope)
left join core.university as university using (university)
left join core.row as form_row on form_row.row = every.row
left join out.written_cell as cell
    on cell.file = every.file and cell.sheet is not distinct from every.sheet and cell.cell = every.cell
order by every.scope, university.position, every.item, every.row, every.fiscal_year, every.rule, every.file, every.sheet, every.cell
