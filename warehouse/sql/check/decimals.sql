-- Own indicators are written to one decimal place. Grain: university × own indicator × fiscal year × kind.
select fact.*, fact.value * 10 = trunc(fact.value * 10) as is_met
from examined.fact as fact
where fact.is_in_scope and fact.basis = 'own' and fact.value is not null
