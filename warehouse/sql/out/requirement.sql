-- Whether a 要件 is met. Grain: university (or TOTAL) × requirement × fiscal year × kind.
-- Usually one alternative is enough; where the definition says so, all must hold (7: SGU universities). Null: not known.
with alternative as (
    select
        *,
        case when is_sgu then needs_all_sgu else needs_all_other end as needs_all
    from out.requirement_alternative
)
select
    university, role, requirement, item, fiscal_year, kind,
    case
        when needs_all then case
            when bool_or(is_met = false) then false
            when bool_and(is_met is not null) then true
        end
        when bool_or(is_met) then true
        when bool_or(is_met = false) then false
    end as is_met,
    coalesce(bool_or(is_met_only_rounded), false) and not coalesce(bool_or(is_met), false) as is_met_only_rounded,
    list(alternative order by position) filter (where is_met) as met_by
from alternative
group by university, role, requirement, item, fiscal_year, kind, needs_all
