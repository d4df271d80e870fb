-- The value in force of each cell. Grain: university × row × fiscal year × kind.
-- Signed values are locked (確定): what was received later waits for an unlock, unless it says the same (速報 becomes 確定).
with locked as (
    select
        *,
        count(*) over cell = 2
        and min(state) over cell = max(state) over cell
        and min(value) over cell is not distinct from max(value) over cell as is_same
    from core.standing_datum
    where is_locked
    window cell as (partition by university, row, fiscal_year, kind)
)
select * exclude (is_signed, is_locked, round, signed_ordinal)
from core.standing_datum
where not is_signed and not is_locked
union all
select * exclude (is_same, is_signed, is_locked, round, signed_ordinal)
from locked
where is_signed <> is_same
