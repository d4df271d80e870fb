-- Typed sums of the cost table against its lines, in 千円. Grain: fiscal year × (category | year: $level) × column with a typed sum.
with leaf as (
    select * from examined.cost where level = 'leaf'
),
typed as (
    select * from examined.cost where is_in_scope and level = $level
),
added as (
    select
        typed.fiscal_year, typed.category, typed."column", sum(leaf.value) as expected,
        string_agg(leaf.what_ja || ' ' || examined.shown(leaf.value), '、' order by len(leaf.cell), leaf.cell, leaf.what_ja) as parts_ja
    from typed
    join leaf
        on leaf.fiscal_year = typed.fiscal_year
        and leaf."column" = typed."column"
        and (typed.category = '' or leaf.category = typed.category)
    group by all
)
select typed.*, added.expected, added.parts_ja, typed.value = added.expected as is_met
from typed
join added using (fiscal_year, category, "column")
