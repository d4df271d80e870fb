-- The cost cells in force with the words of their line, in 千円. Grain: fiscal year × category × line × column with a number.
-- level: leaf, category (a typed subtotal) or year (a typed total). is_in_scope: the plan's columns, or a year's actuals.
with chart as (
    select cost_line.* from def.cost_line as cost_line
    join core.definition using (definition)
),
category as (
    select category, any_value(category_label) as label, any_value(category_en) as en, bool_or(line <> '') as has_lines
    from chart group by category
),
lead as (
    select university, name, role from core.university where role = 'lead'
)
select
    lead.university, lead.name as who, lead.role, money.fiscal_year, money.category, money.line, money."column", money.value,
    money.text, money.file_name as file, money.sheet, money.cell,
    case money."column"
        when 'grant' then '補助金申請額' when 'own' then '大学負担額' when 'scale' then 'プログラム規模'
        when 'granted' then '交付決定額' else '執行額'
    end as column_ja,
    case
        when money.category = '' then '合計'
        else '【' || category.label || '】' || coalesce(chart.line_label, case when category.has_lines then '計' else '' end)
    end as what_ja,
    case when money.category = '' then 'total' else category.en || coalesce(' / ' || nullif(chart.line_en, ''), '') end as what_en,
    case
        when money.category = '' then 'year'
        when money.line = '' and category.has_lines then 'category'
        else 'leaf'
    end as level,
    case
        when $scope_fy::integer is null then money."column" in ('grant', 'own', 'scale')
        else money."column" in ('granted', 'executed') and money.fiscal_year = $scope_fy::integer
    end as is_in_scope
from core.money as money
cross join lead
left join category on category.category = money.category
left join chart on chart.category = money.category and chart.line = money.line and money.line <> ''
where money.value is not null and money."column" <> 'remark'
