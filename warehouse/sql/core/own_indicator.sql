-- Own indicators as the lead's sheet declares them, with the rule for the total. Grain: row.
-- rokunen.yaml only overrides; one without a rule is summed (is_rule_declared says so).
with lead as (
    select university from core.university where role = 'lead'
),
declared as (
    select own.* from raw.own_indicator as own
    where own.submission in (select submission from core.plan)
        and own.university in (select university from lead)
),
rules as (
    select * from def.own_rule
    where roster in (select roster from core.university)
)
select
    declared.row,
    coalesce(rules.label, declared.label) as label,
    coalesce(rules.unit, declared.unit) as unit,
    coalesce(rules.decimals, declared.decimals) as decimals,
    coalesce(rules.total_rule, 'sum') as total_rule,
    rules.row is not null as is_rule_declared,
    declared.definition,
    declared.basis_note
from declared
left join rules using (row)
