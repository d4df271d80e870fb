-- Cells that hold something else than a number ($state: error, pending or not_applicable). Grain: university × written cell.
select fact.*, fact.state <> $state as is_met
from examined.fact as fact
where fact.is_in_scope and fact.state <> 'blank' and not fact.is_computed
