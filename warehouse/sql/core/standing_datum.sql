-- What each cell says by all that was received, and what it said when it was signed. Grain: cell × is_signed;
-- a cell is university × row × fiscal year × kind. A return supersedes cell by cell; 確定 is not replaced by 速報 without a
-- reason; plan values come from the plan in force. What cannot be read takes no readable value's place, is
-- never 確定, and may be mended without a reason (is_mended). (is_locked says nothing new among the keys: who asks for the locked alone
-- is answered without looking at the others.)
with signed_row as (
    select lock.university, lock.fiscal_year, round.row, lock.round, lock.ordinal as signed_ordinal, lock.is_locked
    from core.lock as lock
    join core.round as round using (round)
),
received as (
    select
        datum.*, submission.ordinal, submission.received_at, submission.file_name, submission.sha256,
        submission.purpose, submission.channel, submission.definition,
        submission.reason is not null as has_reason,
        signed_row.round, signed_row.signed_ordinal, coalesce(signed_row.is_locked, false) as is_locked
    from raw.datum as datum
    join core.submission as submission using (submission)
    left join signed_row
        on datum.kind = 'actual'
        and signed_row.university = datum.university
        and signed_row.fiscal_year = datum.fiscal_year
        and signed_row.row = datum.row
    where submission.is_effective
        and (submission.purpose <> 'plan' or submission.submission in (select submission from core.plan))
        and datum.university <> 'TOTAL'
),
reading as (
    select *, false as is_signed from received
    union all
    select *, true from received where ordinal <= signed_ordinal
),
ranked as (
    select
        *,
        max(case when status <> 'provisional' and state not in ('blank', 'error') then ordinal end) over cell as last_final,
        state in ('value', 'zero', 'not_applicable')
        and coalesce(lag(state) over (partition by university, row, fiscal_year, kind, is_signed, is_locked, state = 'blank' order by ordinal) = 'error', false) as is_mended
    from reading
    window cell as (partition by university, row, fiscal_year, kind, is_signed, is_locked)
)
select * exclude (last_final, has_reason, is_mended)
from ranked
where status <> 'provisional' or last_final is null or ordinal <= last_final or has_reason or is_mended
qualify row_number() over (
    partition by university, row, fiscal_year, kind, is_signed, is_locked
    order by state = 'blank', state = 'error', ordinal desc
) = 1
