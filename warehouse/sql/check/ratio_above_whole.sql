-- Shares above 100 %. Grain: university × ratio row × fiscal year × kind. Left out: shares of a part in its whole, which
-- have a rule of their own (part, or an identity that compares the same two rows).
-- excess: how far the numerator lies above the denominator.
with compared as (
    select left_row as of_row, right_rows[1] as to_row from def.identity as identity
    join core.definition using (definition)
    where identity.relation = 'at_most'
    union
    select row, within_row from core.row where within_row is not null
)
select
    ratio.university, university.name as who, university.role, ratio.item, ratio.row, ratio.fiscal_year, ratio.kind,
    ratio.item || ') ' || ratio.label_ja as what_ja, ratio.item || ') ' || ratio.label_en as what_en,
    examined.shown(ratio.numerator) || ' ÷ ' || examined.shown(ratio.denominator) as parts_ja,
    ratio.tenths // 10 || '.' || ratio.tenths % 10 || '%' as expected,
    fact.file, fact.sheet, fact.cell, ratio.numerator - ratio.denominator as excess,
    ratio.numerator <= ratio.denominator as is_met
from out.ratio as ratio
join core.university as university using (university)
join core.row as form_row on form_row.row = ratio.row and form_row.growth_of is null
join examined.fact as fact
    on fact.row = ratio.of_row
    and fact.university = ratio.university
    and fact.fiscal_year = ratio.fiscal_year
    and fact.kind = ratio.kind
left join compared on compared.of_row = ratio.of_row and compared.to_row = ratio.to_row
where fact.is_in_scope and ratio.denominator > 0 and compared.of_row is null
