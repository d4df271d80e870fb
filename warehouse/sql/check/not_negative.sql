-- Counts are not negative. Grain: university × row × fiscal year × kind.
select fact.*, fact.value >= 0 as is_met
from examined.fact as fact
where fact.is_in_scope and fact.value is not null and not fact.is_computed
