-- What an answer says otherwise than the one before it (差替え). Grain: submission × university × row (or cost cell) × fiscal year.
-- Only what a university types itself. category, line and "column" are set for an amount of money, row for everything else.
-- is_in_force: it took the other's place; where not, that one is 確定 and no reason was given, or is signed, or this one cannot be read.
-- needs_reason: not where a 速報 became 確定, or where one of the two could not be read or the earlier was 集計中.
with typed as (
    select
        datum.submission, datum.university, datum.row, datum.fiscal_year, null as category, null as line, null as "column",
        datum.state, datum.value, datum.status, datum.sheet, datum.cell, form_row.label_ja, form_row.unit, form_row.position
    from raw.datum as datum
    join core.row as form_row on form_row.row = datum.row and form_row.parts = []::varchar[] and form_row.ratio_of is null
    where datum.kind = 'actual'
    union all
    select
        money.submission, submission.university, null as row, money.fiscal_year, money.category, money.line, money."column",
        money.state, money.value, money.status, money.sheet, money.cell, null as label_ja, '千円' as unit, 10000 as position
    from raw.money as money
    join core.submission as submission using (submission)
    join (select distinct category, line from def.cost_line) as leaf using (category, line)
),
answered as (
    select typed.*, submission.ordinal, submission.file_name, submission.sha256, submission.received_at, submission.channel, submission.reason
    from typed
    join core.submission as submission using (submission)
    where submission.purpose = 'return' and submission.is_effective and typed.state <> 'blank'
    qualify row_number() over (
        partition by submission, typed.university, row, category, line, "column", typed.fiscal_year order by sheet, cell
    ) = 1
),
compared as (
    select
        *,
        lag(columns('^(submission|state|value|status|sheet|cell|file_name|sha256|received_at)$')) over earlier as "earlier_\1"
    from answered
    window earlier as (partition by university, row, category, line, "column", fiscal_year order by ordinal)
),
in_force as (
    select submission, university, row, null as category, null as line, null as "column", fiscal_year
    from core.datum
    where kind = 'actual'
    union all
    select money.submission, submission.university, null as row, money.category, money.line, money."column", money.fiscal_year
    from core.money as money
    join core.submission as submission using (submission)
)
select
    compared.*, in_force.submission is not null as is_in_force,
    state <> 'error' and earlier_state not in ('pending', 'error') and not (earlier_status = 'provisional' and status = 'final') as needs_reason
from compared
left join in_force
    on in_force.submission = compared.submission
    and in_force.university = compared.university
    and in_force.fiscal_year = compared.fiscal_year
    and in_force.row is not distinct from compared.row
    and in_force.category is not distinct from compared.category
    and in_force.line is not distinct from compared.line
    and in_force."column" is not distinct from compared."column"
where earlier_state is not null
    and (compared.state <> earlier_state or compared.value is distinct from earlier_value)
