-- 要件 on the planned last year, tested unrounded. Grain: university (or TOTAL) × requirement. No threshold known: nothing to check.
-- excess: how many more are needed, by the nearest alternative (where all must hold, by the farthest).
-- $verdict: met (whether it is met, but for what rounding hides) or rounded (whether it is met by more than rounding).
with told as (
    select
        university, requirement, fiscal_year, kind,
        string_agg(
            ja || '：' || coalesce(tenths // 10 || '.' || tenths % 10 || '%', '－')
            || '（' || examined.shown(numerator) || ' ÷ ' || coalesce(examined.shown(denominator), '－')
            || coalesce('、あと' || examined.shown(nullif(missing, 0)), '') || '）', '、' order by position
        ) as tested_ja,
        string_agg(
            en || ': ' || coalesce(tenths // 10 || '.' || tenths % 10 || '%', '-')
            || ' (' || examined.shown(numerator) || ' / ' || coalesce(examined.shown(denominator), '-')
            || coalesce(', ' || examined.shown(nullif(missing, 0)) || ' more needed', '') || ')', ', ' order by position
        ) as tested_en,
        arg_min(of_row, position) as of_row,
        case when bool_or(case when is_sgu then needs_all_sgu else needs_all_other end) then max(missing) else min(missing) end as excess
    from out.requirement_alternative
    where threshold_numerator is not null
    group by all
)
select
    requirement.university, coalesce(university.name, '合計') as who, requirement.role, requirement.item, told.of_row as row,
    requirement.fiscal_year, requirement.kind, told.tested_ja, told.tested_en, fact.sheet, fact.cell, fact.file_name as file,
    told.excess,
    requirement.item || ') ' || ltrim(form_row.label_ja, '・') as what_ja, requirement.item || ') ' || form_row.label_en as what_en,
    case
        when requirement.is_met is null then null
        when $verdict = 'rounded' then not requirement.is_met_only_rounded
        else requirement.is_met or requirement.is_met_only_rounded
    end as is_met
from out.requirement as requirement
join told using (university, requirement, fiscal_year, kind)
join core.row as form_row on form_row.row = told.of_row
left join core.university as university using (university)
left join out.fact as fact
    on fact.university = requirement.university
    and fact.row = told.of_row
    and fact.fiscal_year = requirement.fiscal_year
    and fact.kind = requirement.kind
where requirement.fiscal_year = $final_fy
    and requirement.kind = case when $scope_fy::integer is null then 'target' else 'actual' end
    and ($scope_fy::integer is null or $scope_fy::integer = $final_fy)
