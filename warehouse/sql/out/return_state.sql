-- How far each return is. Grain: university × fiscal year × round, for each year with an answer from anybody.
-- state: draft (nothing came), submitted, checked (a run of the checks after the newest answer), signed (決裁), accepted (受理).
-- prepared_* and confirmed_*: blank also where an answer came after them. open_block: without what was released for the return.
with round as (
    select distinct round, name_ja from core.round
),
expected as (
    select university, fiscal_year from out.reporter where kind = 'actual'
),
answer as (
    select
        datum.university, datum.fiscal_year, round.round, min(submission.received_at) as first_received_at,
        max(submission.received_at) as received_at, max(submission.ordinal) as ordinal
    from raw.datum as datum
    join core.submission as submission using (submission)
    join core.round as round using (row)
    where submission.purpose = 'return' and submission.is_effective and datum.kind = 'actual' and datum.state <> 'blank'
    group by all
),
signature as (
    select signature.*, coalesce(lock.is_locked, false) or signature.ordinal >= answer.ordinal as is_current
    from core.signature as signature
    left join core.lock as lock using (university, fiscal_year, round)
    join answer using (university, fiscal_year, round)
),
act as (
    select
        university, fiscal_year, round,
        any_value(columns('^(who|post|decision|acted_at)$')) filter (where act = 'prepared' and is_current) as "prepared_\1",
        any_value(columns('^(who|post|decision|acted_at)$')) filter (where act = 'confirmed' and is_current) as "confirmed_\1",
        any_value(columns('^(who|post|decision|acted_at|number)$')) filter (where act = 'decided') as "decided_\1",
        any_value(columns('^(who|post|decision|acted_at|number)$')) filter (where act = 'accepted') as "accepted_\1"
    from signature
    group by all
),
finding as (
    select
        university, scope,
        count(*) filter (where severity = 'block' and id not in (select id from out.release where document = 'return')) as open_block,
        count(*) filter (where severity = 'explain' and state = 'open') as open_explain
    from out.open_finding
    group by all
),
changed as (
    select university, fiscal_year, round, count(*) as changed_since_signing from out.changed_since_signing
    group by all
)
select
    university.university, university.name, university.role, university.position, expected.fiscal_year, round.round,
    round.name_ja as round_ja,
    case
        when act.accepted_number > act.decided_number then 'accepted'
        when act.decided_number is not null then 'signed'
        when answer.ordinal is null then 'draft'
        when run.ran_at >= answer.received_at then 'checked'
        else 'submitted'
    end as state,
    answer.first_received_at, answer.received_at, run.ran_at as checked_at,
    act.* exclude (university, fiscal_year, round, decided_number, accepted_number),
    coalesce(finding.open_block, 0) as open_block, coalesce(finding.open_explain, 0) as open_explain,
    coalesce(changed.changed_since_signing, 0) as changed_since_signing
from expected
join core.university as university using (university)
cross join round
left join answer
    on answer.university = expected.university and answer.fiscal_year = expected.fiscal_year and answer.round = round.round
left join core.run as run on run.scope = expected.fiscal_year::varchar
left join act
    on act.university = expected.university and act.fiscal_year = expected.fiscal_year and act.round = round.round
left join finding on finding.university = expected.university and finding.scope = expected.fiscal_year::varchar
left join changed
    on changed.university = expected.university and changed.fiscal_year = expected.fiscal_year and changed.round = round.round
