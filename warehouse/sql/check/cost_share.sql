-- The share of one line ($line) in the grant applied for, against the ceiling of the definition. Grain: fiscal year with a grant.
-- Amounts are truncated to 千円: a line of 100 is anything from 100 to below 101, and only what no such amounts satisfy is too much.
-- excess: how much it lies above the ceiling, in 千円.
select
    part.university, part.who, part.role, part.fiscal_year, part.what_ja, part.what_en, part.value, position."grant" as whole,
    (1000 * part.value // position."grant") // 10 || '.' || (1000 * part.value // position."grant")::integer % 10 || '%' as share,
    $equipment_ceiling_pct as ceiling_pct, part.file, part.sheet, part.cell,
    part.value - position."grant" * $equipment_ceiling_pct / 100 as excess,
    part.value * 100 < (position."grant" + 1) * $equipment_ceiling_pct as is_met
from out.budget_position as position
join examined.cost as part using (fiscal_year)
where part.is_in_scope and part."column" = 'grant' and part.line = $line and position."grant" > 0
