-- Where the grant tapers the university's own share does not fall. Grain: fiscal year whose taper is below the year before.
-- Amounts are truncated to 千円: a share fell only where none of the amounts that these may stand for says otherwise.
-- excess: how much own money is missing to last year's share, in 千円.
with year as (
    select
        *, lag(share_pct) over (order by fiscal_year) as share_before, lag(own) over (order by fiscal_year) as own_before,
        lag(scale) over (order by fiscal_year) as scale_before
    from out.budget_position
)
select
    cost.university, cost.who, year.fiscal_year, cost.file, cost.sheet, cost.cell,
    examined.shown(year.own) as value, examined.shown(year.scale) as whole,
    examined.shown(year.own_before) as before, examined.shown(year.scale_before) as whole_before,
    ceil(year.own_before * year.scale / year.scale_before) - year.own as excess,
    (year.own + 1) * (year.scale_before + 1) > year.own_before * year.scale as is_met
from year
join (
    select fiscal_year, university, who, any_value(file) as file, any_value(sheet) as sheet, max(cell) filter (where level = 'year') as cell
    from examined.cost where "column" = 'own' group by all
) as cost using (fiscal_year)
where year.share_pct < year.share_before and year.scale > 0 and year.scale_before > 0
