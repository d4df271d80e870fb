-- Each way of meeting a 要件, tested unrounded. Grain: university (or TOTAL) × requirement × alternative × fiscal year × kind.
-- margin = numerator × threshold denominator − denominator × threshold numerator, over that denominator: ≥ 0 is met.
-- missing: how many more would be needed; is_met_only_rounded: the printed percentage reaches it, the value does not.
with alternative as (
    select alternative.* from def.alternative as alternative
    join core.definition using (definition)
),
fact as (
    select university, row, fiscal_year, kind, value, state from out.fact
),
scope as (
    select university, role, is_sgu from core.university
    union all
    select 'TOTAL', 'total', false
),
tested as (
    select
        alternative.*, scope.university, scope.role, scope.is_sgu, fact.fiscal_year, fact.kind,
        fact.value as numerator, base.value as denominator
    from alternative
    cross join scope
    join fact on fact.row = alternative.of_row and fact.university = scope.university and fact.kind <> 'baseline'
    left join fact as base
        on base.university = scope.university
        and base.row = alternative.to_row
        and case
            when alternative.is_growth then base.kind = 'baseline'
            else base.kind = fact.kind and base.fiscal_year = fact.fiscal_year
        end
    where alternative.applies_to = 'every' or scope.role = 'lead'
)
select
    university, role, is_sgu, requirement, item, alternative, position, ja, en, of_row, to_row, is_growth, fiscal_year, kind,
    numerator, denominator, threshold_numerator, threshold_denominator, is_verified, needs_all_sgu, needs_all_other,
    case
        when threshold_numerator is null or numerator is null or coalesce(denominator, 0) <= 0 then null
        else numerator * threshold_denominator >= denominator * threshold_numerator
    end as is_met,
    case
        when denominator > 0 then
            ((2000 * numerator * 10000)::hugeint + (denominator * 10000)::hugeint) // (2 * (denominator * 10000)::hugeint)
    end::bigint as tenths,
    case
        when threshold_numerator is not null and numerator is not null and denominator > 0 then
            greatest(0, ceil((denominator * threshold_numerator - numerator * threshold_denominator)::double / threshold_denominator))
    end::bigint as missing,
    case
        when threshold_numerator is null or numerator is null or coalesce(denominator, 0) <= 0 then false
        else numerator * threshold_denominator < denominator * threshold_numerator
            and ((2000 * numerator * 10000)::hugeint + (denominator * 10000)::hugeint)
                // (2 * (denominator * 10000)::hugeint) * threshold_denominator >= 1000 * threshold_numerator
    end as is_met_only_rounded
from tested
