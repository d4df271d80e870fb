-- Every value of every university, as `out.described_fact` has it. Grain: university × row × fiscal year × kind.
-- is_in_scope: what this run examines (the plan where scope_fy is null, else that fiscal year's actuals). It is a view.
select
    *,
    case
        when getvariable('scope_fy')::integer is null then kind <> 'actual'
        else kind = 'actual' and fiscal_year = getvariable('scope_fy')::integer
    end as is_in_scope
from out.described_fact
