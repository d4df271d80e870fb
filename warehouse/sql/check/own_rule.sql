-- Own indicators whose 集計方法 is declared. Grain: own indicator. One without is summed.
select
    lead.university, lead.name as who, lead.role, '8' as item, own.row, own.label as what_ja,
    own.is_rule_declared as is_met
from core.own_indicator as own
cross join (select * from core.university where role = 'lead') as lead
where exists (select 1 from core.university where role = 'partner')
