-- Counts are whole numbers. Grain: university × row without decimals × fiscal year × kind, own indicators left out.
select fact.*, fact.value = trunc(fact.value) as is_met
from examined.fact as fact
where fact.is_in_scope and fact.decimals = 0 and fact.basis <> 'own' and fact.value is not null and not fact.is_computed
