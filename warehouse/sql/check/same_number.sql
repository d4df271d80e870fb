-- A count ($one_row) that is exactly the count of another population or date ($other_row). Grain: university × fiscal year × kind
-- with both. Small counts are equal by chance: asked from $least on.
select
    fact.*, other.what_ja as other_ja, other.what_en as other_en,
    fact.value <> other.value or fact.value < $least::integer as is_met
from examined.fact as fact
join examined.fact as other using (university, fiscal_year, kind)
where fact.is_in_scope and fact.row = $one_row and other.row = $other_row
