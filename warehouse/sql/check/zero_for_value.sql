-- A zero where the same row had a value before: not asked, or really none? Grain: university × input row with an earlier value.
with earlier as (
    select university, row, arg_max(value, (fiscal_year, kind)) as value, max(fiscal_year) as fiscal_year
    from examined.fact
    where not is_in_scope and kind <> 'target' and value > 0 and fiscal_year < coalesce($scope_fy::integer, 0)
    group by all
)
select
    fact.*, earlier.value as earlier_value, '令和' || (earlier.fiscal_year - 2018) || '年度' as earlier_ja,
    'FY' || earlier.fiscal_year as earlier_en,
    fact.state <> 'zero' or earlier.value < $least::integer as is_met
from examined.fact as fact
join earlier using (university, row)
where fact.is_in_scope and fact.is_input and fact.state in ('value', 'zero')
