-- A part is at most its whole (うち…). Grain: university × row that lies within another × fiscal year × kind.
-- Left out: parts of a formula of the form, whose sum is checked anyway.
select
    part.*, whole.what_ja as whole_ja, whole.what_en as whole_en, whole.value as whole_value, whole.cell as whole_cell,
    part.value <= whole.value as is_met
from examined.fact as part
join examined.fact as whole
    on whole.row = part.within_row
    and whole.university = part.university
    and whole.fiscal_year = part.fiscal_year
    and whole.kind = part.kind
where part.is_in_scope
    and not list_contains(whole.parts, part.row)
