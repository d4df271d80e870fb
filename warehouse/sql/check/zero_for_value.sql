-- A zero or 該当なし ($state) where the same row had a value before: not asked, or really none?
-- Grain: university × input row with an earlier value. In a plan the years before are the plan's own.
with earlier as (
    select
        fact.university, fact.row, fact.fiscal_year, fact.kind, arg_max(before.value, (before.fiscal_year, before.kind)) as value,
        max(before.fiscal_year) as earlier_fy
    from examined.fact as fact
    join examined.fact as before
        on before.university = fact.university
        and before.row = fact.row
        and before.fiscal_year < fact.fiscal_year
        and (before.kind <> 'target' or $scope_fy::integer is null)
    where fact.is_in_scope and before.value > 0
    group by all
)
select
    fact.*, earlier.value as earlier_value, '令和' || (earlier.earlier_fy - 2018) || '年度' as earlier_ja,
    'FY' || earlier.earlier_fy as earlier_en,
    fact.state <> $state or earlier.value < $least::integer as is_met
from examined.fact as fact
join earlier using (university, row, fiscal_year, kind)
where fact.is_in_scope and fact.is_input and fact.state in ('value', 'zero', 'not_applicable')
