-- The grant applied for is within the taper's share of the initial year's, truncated to 千円. Grain: fiscal year after the first.
-- $years: tapered (a share below 100 %) or full (100 %). How a tapered amount is rounded to 千円 is not verified, so 1 千円 more
-- may be its rounding up; an amount that is not tapered has nothing to round.
select
    cost.university, cost.who, cost.role, position.fiscal_year, position."grant" as value, position.ceiling as expected,
    position.share_pct, cost.file, cost.sheet, cost.cell, cost.kind,
    position."grant" <= position.ceiling + (position.share_pct < 100)::integer as is_met
from out.budget_position as position
join (
    select fiscal_year, university, who, role, any_value(file) as file, any_value(sheet) as sheet,
        max(cell) filter (where level = 'year') as cell, null as kind
    from examined.cost where "column" = 'grant' group by all
) as cost using (fiscal_year)
where position.ceiling is not null
    and position.fiscal_year > $first_fy
    and (position.share_pct < 100) = ($years = 'tapered')
