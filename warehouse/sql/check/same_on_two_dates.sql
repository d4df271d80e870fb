-- A count of the full year ($year_row) that is exactly the count of 1 May ($day_row). Grain: university × fiscal year × kind with both.
select
    fact.*, other.what_ja as other_ja, other.what_en as other_en,
    fact.value <> other.value or fact.value < $least::integer as is_met
from examined.fact as fact
join examined.fact as other using (university, fiscal_year, kind)
where fact.is_in_scope and fact.row = $day_row and other.row = $year_row
