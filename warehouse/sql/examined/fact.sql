-- Every value of every university with what the definition says of its row. Grain: university × row × fiscal year × kind.
-- is_in_scope: what this run examines (the plan where $scope_fy is null, else that fiscal year's actuals). Blank: not written.
select
    fact.university, university.name as who, university.role, university.is_sgu, university.position as university_position,
    fact.item, fact.row, fact.position, fact.fiscal_year, fact.kind, fact.basis, fact.unit, fact.decimals,
    fact.item || ') ' || ltrim(fact.label_ja, '・') as what_ja, fact.item || ') ' || fact.label_en as what_en,
    ltrim(fact.label_ja, '・') as label_ja, fact.label_en,
    fact.value, fact.state, fact.status, fact.is_computed, fact.text, fact.note, fact.formula,
    fact.file_name as file, fact.sheet, fact.cell,
    form_row.parts, form_row.within_row, form_row.total_rule, form_row.reported_by, len(form_row.parts) = 0 as is_input,
    case
        when $scope_fy::integer is null then fact.kind <> 'actual'
        else fact.kind = 'actual' and fact.fiscal_year = $scope_fy::integer
    end as is_in_scope
from out.university_fact as fact
join core.university as university using (university)
join core.row as form_row on form_row.row = fact.row
