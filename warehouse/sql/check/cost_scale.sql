-- プログラム規模 is 補助金申請額 + 大学負担額, in 千円. Grain: fiscal year × line, subtotal or total where a scale is written.
select
    scale.*, coalesce("grant".value, 0) + coalesce(own.value, 0) as expected,
    examined.shown(coalesce("grant".value, 0)) as granted, examined.shown(coalesce(own.value, 0)) as own,
    scale.value = coalesce("grant".value, 0) + coalesce(own.value, 0) as is_met
from examined.cost as scale
left join examined.cost as "grant"
    on "grant".fiscal_year = scale.fiscal_year and "grant".category = scale.category and "grant".line = scale.line and "grant"."column" = 'grant'
left join examined.cost as own
    on own.fiscal_year = scale.fiscal_year and own.category = scale.category and own.line = scale.line and own."column" = 'own'
where scale.is_in_scope and scale."column" = 'scale'
