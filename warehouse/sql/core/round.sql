-- The rounds of a year's collection in force, with the rows of the form that each asks. Grain: round × row.
-- A growth row belongs where the row stands that it compares.
with round as (
    select round.* from def.round as round
    join core.definition using (definition)
),
form_row as (
    select one.row, coalesce(one.basis, compared.basis) as basis
    from core.row as one
    left join core.row as compared on compared.row = one.growth_of
)
select round.round, round.name_ja, form_row.row
from round
join form_row on list_contains(round.bases, form_row.basis)
