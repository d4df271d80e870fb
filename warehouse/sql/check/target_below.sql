-- Targets that fall. Grain: university × input row × target year, for rows with an earlier value of the plan.
-- $against: baseline, or target (the one before). Down to $least_pct of it counts as unchanged (student numbers drift).
with value as (
    select * from examined.fact where is_in_scope and state in ('value', 'zero') and is_input
)
select
    later.*, earlier.value as earlier_value, earlier.fiscal_year as earlier_fy, earlier.cell as earlier_cell,
    '令和' || (earlier.fiscal_year - 2018) || '年度' as earlier_ja,
    later.value * 100 >= earlier.value * $least_pct::integer or earlier.value - later.value <= $least_fall::integer as is_met
from value as later
join value as earlier
    on earlier.university = later.university
    and earlier.row = later.row
    and earlier.fiscal_year < later.fiscal_year
    and earlier.kind = $against
where later.kind = 'target'
