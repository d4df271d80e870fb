-- Where the money stands, in 千円. Grain: fiscal year. ceiling: the taper's share of the initial year's grant, truncated.
-- remaining: 交付決定額 − 執行額; blank until both are known.
with by_year as (
    select
        fiscal_year, sum("grant") as "grant", sum(own) as own, sum(scale) as scale,
        sum(granted) as granted, sum(executed) as executed
    from out.budget_line
    group by fiscal_year
),
taper as (
    select taper.* from def.taper as taper
    join core.definition using (definition)
),
initial as (
    select by_year."grant" from by_year
    join taper on taper.initial_fy = by_year.fiscal_year
    limit 1
)
select
    by_year.*, taper.share_pct,
    (initial."grant"::hugeint * taper.share_pct // 100)::bigint as ceiling,
    by_year.granted - by_year.executed as remaining,
    case when by_year.scale > 0 then ((2000 * by_year.own)::hugeint + by_year.scale::hugeint) // (2 * by_year.scale::hugeint) end::bigint
        as own_share_tenths
from by_year
left join taper using (fiscal_year)
left join initial on true
