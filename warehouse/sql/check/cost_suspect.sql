-- Amounts out of line with the same line of other years, or with all other lines together (a digit, or 円 for 千円).
-- Grain: fiscal year × leaf × column with an amount. In the plan it is held against the other years' ($times as much or as
-- little, where three are known); of a year's actuals the amount granted is held against the plan's.
with leaf as (
    select * from examined.cost where level = 'leaf' and value > 0
),
other as (
    select
        leaf.fiscal_year, leaf.category, leaf.line, leaf."column", count(*) as years, min(other.value) as least, max(other.value) as most
    from leaf
    join leaf as other
        on other.category = leaf.category and other.line = leaf.line
        and case
            when leaf."column" = 'granted' then other."column" = 'grant' and other.fiscal_year = leaf.fiscal_year
            else other."column" = leaf."column" and other.fiscal_year <> leaf.fiscal_year
        end
    where leaf.is_in_scope
    group by all
),
beside as (
    select fiscal_year, "column", sum(value) as value from leaf group by all
)
select
    leaf.*, examined.shown(other.least) || '～' || examined.shown(other.most) as others, examined.shown(beside.value - leaf.value) as rest,
    not (
        leaf.value >= $least::integer
        and (
            beside.value > leaf.value and leaf.value > 5 * (beside.value - leaf.value)
            or (other.years >= 3 or leaf."column" = 'granted') and leaf.value >= $times::integer * other.most
        )
        or (other.years >= 3 or leaf."column" = 'granted') and other.least >= $least::integer and leaf.value * $times::integer <= other.least
    ) as is_met
from leaf
join other using (fiscal_year, category, line, "column")
join beside using (fiscal_year, "column")
where leaf.is_in_scope and leaf."column" in ('grant', 'own', 'granted')
