-- Every value of every university with what the definition says of its row, in the words of a sentence.
-- Grain: university × row × fiscal year × kind. Blank: not written.
select
    fact.university, university.name as who, university.role, university.is_sgu, university.position as university_position,
    fact.item, fact.row, fact.position, fact.fiscal_year, fact.kind, fact.basis, fact.unit, fact.decimals,
    fact.item || ') ' || ltrim(fact.label_ja, '・') as what_ja, fact.item || ') ' || fact.label_en as what_en,
    ltrim(fact.label_ja, '・') as label_ja, fact.label_en,
    fact.value, fact.state, fact.status, fact.is_computed, fact.text, fact.note, fact.formula,
    fact.file_name as file, fact.sheet, fact.cell,
    form_row.parts, form_row.within_row, form_row.total_rule, form_row.reported_by, len(form_row.parts) = 0 as is_input
from out.university_fact as fact
join core.university as university using (university)
join core.row as form_row on form_row.row = fact.row
