-- What was received since the newest 決裁 and says something else. Grain: university × row × fiscal year.
-- is_in_force: the return was unlocked, so that the new value counts. signed_state blank: the cell was empty when it was signed.
with standing as (
    select * from core.standing_datum where signed_ordinal is not null
),
signed as (
    select * from standing where is_signed
)
select
    now.university, now.row, now.fiscal_year, now.kind, now.round,
    coalesce(signed.state, 'blank') as signed_state, signed.value as signed_value, signed.submission as signed_submission,
    signed.file_name as signed_file, signed.sheet as signed_sheet, signed.cell as signed_cell,
    now.state, now.value, now.status, now.submission, now.file_name, now.sheet, now.cell, now.received_at,
    not now.is_locked as is_in_force
from standing as now
left join signed using (university, row, fiscal_year, kind)
where not now.is_signed
    and (now.state <> coalesce(signed.state, 'blank') or now.value is distinct from signed.value)
