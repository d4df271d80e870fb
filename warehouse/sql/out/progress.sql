-- A year's actual beside the plan. Grain: university (or TOTAL) × row × fiscal year with actuals.
-- achievement_tenths: 達成率 (実績 ÷ 目標), only for years that have a target; growth_tenths: 令和5年度比. Half up, in tenths of a per cent.
with fact as (
    select * from out.fact
),
actual as (
    select * from fact where kind = 'actual'
),
target as (
    select university, row, fiscal_year, value from fact where kind = 'target'
),
baseline as (
    select university, row, value from fact where kind = 'baseline'
)
select
    actual.university, actual.item, actual.row, actual.measure, actual.label_ja, actual.label_en, actual.position, actual.unit,
    actual.decimals, actual.fiscal_year, actual.value, actual.state, actual.status, target.value as target, baseline.value as baseline,
    case
        when target.value > 0 and actual.value is not null then
            ((2000 * actual.value * 10000)::hugeint + (target.value * 10000)::hugeint) // (2 * (target.value * 10000)::hugeint)
    end::bigint as achievement_tenths,
    case
        when baseline.value > 0 and actual.value is not null then
            ((2000 * actual.value * 10000)::hugeint + (baseline.value * 10000)::hugeint) // (2 * (baseline.value * 10000)::hugeint)
    end::bigint as growth_tenths
from actual
left join target using (university, row, fiscal_year)
left join baseline using (university, row)
