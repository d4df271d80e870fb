-- A part is at most its whole (うち…). Grain: university × row that lies within another × fiscal year × kind.
-- Left out: parts whose sum is checked anyway (a formula of the form, or an identity that asks for a reason).
with broken_down as (
    select identity.left_row, unnest(identity.right_rows) as row
    from def.identity as identity
    join core.definition using (definition)
    where identity.relation = 'equal_to'
)
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
    and not exists (
        select 1 from broken_down
        where broken_down.left_row = whole.row and broken_down.row = part.row
    )
