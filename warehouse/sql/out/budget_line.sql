-- The cost table by leaf, in 千円. Grain: fiscal year × category × line (leaf). Blank where nothing was written; a remark 該当なし is blank.
with cost_line as (
    select cost_line.* from def.cost_line as cost_line
    join core.definition using (definition)
),
money as (
    select * from core.money
),
years as (
    select distinct fiscal_year from money
)
select
    years.fiscal_year, cost_line.position, cost_line.category, cost_line.category_label, cost_line.category_en, cost_line.line,
    nullif(cost_line.line_label, '') as line_label, cost_line.line_en,
    max(money.value) filter (where money."column" = 'grant') as "grant",
    max(money.value) filter (where money."column" = 'own') as own,
    coalesce(
        max(money.value) filter (where money."column" = 'grant'), 0
    ) + coalesce(max(money.value) filter (where money."column" = 'own'), 0) as scale,
    max(money.value) filter (where money."column" = 'scale') as scale_reported,
    max(money.value) filter (where money."column" = 'granted') as granted,
    max(money.value) filter (where money."column" = 'executed') as executed,
    max(money.text) filter (where money."column" = 'remark' and money.state <> 'not_applicable') as remark,
    max(money.sheet) filter (where money."column" in ('grant', 'own')) as sheet,
    max(money.file_name) filter (where money."column" in ('grant', 'own')) as file_name
from years
cross join cost_line
left join money
    on money.fiscal_year = years.fiscal_year
    and money.category = cost_line.category
    and money.line = cost_line.line
group by all
