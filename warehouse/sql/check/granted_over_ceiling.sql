-- 交付決定額 of the year within the taper's ceiling, in 千円. Grain: the year in scope, once it is known.
-- How a tapered amount is rounded to 千円 is not verified, so 1 千円 more may be its rounding up.
select
    cost.university, cost.who, cost.role, position.fiscal_year, position.granted as value, position.ceiling as expected,
    position.share_pct, cost.file, cost.sheet, cost.cell, position.granted <= position.ceiling + (position.share_pct < 100)::integer as is_met
from out.budget_position as position
join (
    select fiscal_year, university, who, role, any_value(file) as file, any_value(sheet) as sheet, max(cell) as cell
    from examined.cost where is_in_scope and "column" = 'granted' group by all
) as cost using (fiscal_year)
where position.ceiling is not null
