-- Own indicators are the lead's, word for word. Grain: 連携校 with plan values × own indicator of the lead.
-- $field: label, unit or definition. $slip: differs (written, but not the lead's) or missing (not written at all).
-- A partner that has no own indicator of that number is told so under label, where it counts as different.
with lead as (
    select own.* from raw.own_indicator as own
    join core.plan as plan on plan.submission = own.submission
    join core.university as university on university.university = own.university
    where university.role = 'lead'
),
partner as (
    select university, name, role from core.university
    where role = 'partner' and university in (select university from examined.fact where is_in_scope and state <> 'blank')
),
compared as (
    select
        partner.university, partner.name as who, partner.role, lead.row, plan.file_name as file, own.sheet, own.cell,
        case $field when 'label' then lead.label when 'unit' then lead.unit else lead.definition end as expected,
        case $field when 'label' then own.label when 'unit' then own.unit else own.definition end as value,
        own.row is null as is_missing, lead.label as what_ja
    from lead
    cross join partner
    cross join core.plan as plan
    left join raw.own_indicator as own
        on own.submission = lead.submission and own.university = partner.university and own.row = lead.row
)
select
    * replace (coalesce(value, '（なし）') as value), '8' as item,
    case
        when $slip = 'missing' then is_missing or expected is null or coalesce(value, '') <> ''
        when value is null and (not is_missing or $field <> 'label') then null
        else regexp_replace(coalesce(value, ''), '[\s　]', '', 'g') = regexp_replace(coalesce(expected, ''), '[\s　]', '', 'g')
    end as is_met
from compared
