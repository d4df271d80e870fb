-- At least one own indicator is set. Grain: the plan in force, at most one row.
select
    lead.university, lead.name as who, lead.role, '8' as item, plan.file_name as file,
    exists (select 1 from core.own_indicator) as is_met
from core.plan as plan
cross join (select * from core.university where role = 'lead') as lead
