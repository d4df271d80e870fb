-- Ratios of two rows of one year, and 令和5年度比. Grain: university (or TOTAL) × ratio row × fiscal year × kind.
-- tenths: the percentage in tenths, half up, exact (121.3 % is 1213); null and state undefined where nothing divides.
with fact as (
    select university, row, fiscal_year, kind, value, state, status from out.fact
),
ratio_row as (
    select * from core.row where ratio_of is not null
),
growth_row as (
    select * from core.row where growth_of is not null
),
share as (
    select
        ratio_row.row, fact.university, fact.fiscal_year, fact.kind, ratio_row.ratio_of as of_row, ratio_row.ratio_to as to_row,
        fact.fiscal_year as to_fiscal_year, fact.kind as to_kind, fact.value as numerator, base.value as denominator, fact.status
    from ratio_row
    join fact on fact.row = ratio_row.ratio_of
    join fact as base
        on base.row = ratio_row.ratio_to
        and base.university = fact.university
        and base.fiscal_year = fact.fiscal_year
        and base.kind = fact.kind
),
growth as (
    select
        growth_row.row, fact.university, fact.fiscal_year, fact.kind, growth_row.growth_of as of_row,
        growth_row.growth_of as to_row, base.fiscal_year as to_fiscal_year, base.kind as to_kind,
        fact.value as numerator, base.value as denominator, fact.status
    from growth_row
    join fact on fact.row = growth_row.growth_of and fact.kind <> 'baseline'
    join fact as base
        on base.row = growth_row.growth_of and base.university = fact.university and base.kind = 'baseline'
),
divided as (
    select * from share
    union all by name
    select * from growth
)
select
    divided.university, core_row.item, divided.row, core_row.measure, core_row.label_ja, core_row.label_en, core_row.position,
    core_row.basis, core_row.counting, divided.fiscal_year, divided.kind, divided.of_row, divided.to_row, divided.to_fiscal_year, divided.to_kind,
    divided.numerator, divided.denominator, divided.status,
    case
        when divided.denominator > 0 then
            ((2000 * divided.numerator * 10000)::hugeint + (divided.denominator * 10000)::hugeint)
            // (2 * (divided.denominator * 10000)::hugeint)
    end::bigint as tenths,
    case
        when divided.numerator is null or divided.denominator is null then 'pending'
        when divided.denominator = 0 then 'undefined'
        else 'value'
    end as state,
    cell.file_name, cell.sha256, cell.sheet, cell.cell
from divided
join core.row as core_row on core_row.row = divided.row
left join core.ratio_cell as cell
    on cell.row = divided.row
    and cell.university = divided.university
    and cell.fiscal_year = divided.fiscal_year
    and cell.kind = divided.kind
