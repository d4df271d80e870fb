-- 要件 whose threshold could not be read: shown as not verified, nothing is judged. Grain: requirement, said of the lead.
with lead as (
    select university, name, role from core.university where role = 'lead'
)
select distinct
    lead.university, lead.name as who, lead.role, alternative.item, alternative.requirement as name,
    string_agg(alternative.ja, '、' order by alternative.position) over (partition by alternative.requirement) as tested_ja,
    string_agg(alternative.en, ', ' order by alternative.position) over (partition by alternative.requirement) as tested_en,
    bool_or(alternative.threshold_numerator is not null) over (partition by alternative.requirement) as is_met
from def.alternative as alternative
join core.definition using (definition)
cross join lead
where exists (select 1 from core.plan)
