-- Amounts are whole, not negative 千円 (fractions are truncated). Grain: fiscal year × line × column.
select *, value = trunc(value) and value >= 0 as is_met
from examined.cost
where is_in_scope
