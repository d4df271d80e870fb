-- What facts ($facts: their keys) said at the moment asked for. Grain: fact. Blank: nothing was written.
with wanted as (
    select fact, string_split(fact, '/') as part from (select unnest($facts::varchar[]) as fact)
),
amount as (
    select category || case when line = '' then '' else '.' || line end as line, fiscal_year, "column", value, state, status
    from core.money
),
field as (
    select university || '.' || list || '.' || no || '.' || "column" as field, value from out.course
)
select
    wanted.fact,
    coalesce(fact.value, amount.value, field.value) as value,
    coalesce(fact.state, amount.state, case when field.value is not null then 'value' end, 'blank') as state,
    coalesce(fact.status, amount.status) as status, fact.unit, fact.label_ja, fact.label_en,
    coalesce(fact.is_computed, false) as is_computed
from wanted
left join out.fact as fact
    on fact.university = wanted.part[1] and fact.row = wanted.part[2]
    and fact.fiscal_year = wanted.part[3]::integer and fact.kind = wanted.part[4]
left join amount
    on wanted.part[1] = 'MONEY' and amount.line = wanted.part[2]
    and amount.fiscal_year = wanted.part[3]::integer and amount."column" = wanted.part[4]
left join field on wanted.part[1] = 'COURSE' and field.field = wanted.part[2]
