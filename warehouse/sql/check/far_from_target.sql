-- A year's actual far from its target, either way. Grain: university × input row of a year that has a target.
-- Values that are doubted already (a digit too many, swapped rows) are left to those rules.
select
    fact.*, target.value as target,
    (2000 * fact.value // target.value + 1)::bigint // 2 // 10 as achieved_pct,
    abs(fact.value - target.value) < $least_gap::integer
    or (fact.value * 100 >= target.value * $least_pct::integer and fact.value * 100 <= target.value * $most_pct::integer) as is_met
from examined.fact as fact
join examined.fact as target
    on target.university = fact.university
    and target.row = fact.row
    and target.fiscal_year = fact.fiscal_year
    and target.kind = 'target'
left join examined.suspect as suspect
    on suspect.university = fact.university
    and suspect.row = fact.row
    and suspect.fiscal_year = fact.fiscal_year
    and suspect.kind = fact.kind
where suspect.suspicion is null and fact.is_in_scope and fact.kind = 'actual' and fact.is_input and fact.state in ('value', 'zero') and target.value > 0
