-- Cells that hold something else than a number ($state: error, pending or not_applicable). Grain: university × written cell.
-- told: what was written instead, with its remark (7月確定予定), in brackets; empty where nothing was.
select
    fact.*, fact.state <> $state as is_met,
    coalesce('（' || nullif(concat_ws('、', nullif(trim(fact.text), ''), nullif(trim(fact.note), '')), '') || '）', '') as told
from examined.fact as fact
where fact.is_in_scope and fact.state <> 'blank' and not fact.is_computed
