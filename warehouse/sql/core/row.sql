-- The rows of the form in force, with the own indicators that came with the plan. Grain: row, in the form's order.
with declared as (
    select row.* exclude (definition) from def.row as row
    join core.definition using (definition)
),
own as (
    select
        900 + row_number() over (order by row) as position, '8' as item, row,
        'own_indicator_' || split_part(row, '.', 2) as measure, label as label_ja, label as label_en, unit, 'own' as basis,
        'persons' as counting, []::varchar[] as parts, null as within_row, null as ratio_of, null as ratio_to,
        null as growth_of, 'every' as reported_by, total_rule, decimals, null as from_fy, null as desk
    from core.own_indicator
)
select * from declared
union all by name
select * from own
