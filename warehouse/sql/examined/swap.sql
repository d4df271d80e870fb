-- Rows of one table that fit history far better if their values change places. Grain: university × row × fiscal year × kind.
-- other_*: the row that it was likely swapped with.
with swap as (
    select
        one.university, one.row, one.fiscal_year, one.kind, other.row as other_row, other.what_ja as other_ja, other.what_en as other_en,
        other.value as other_value, other.cell as other_cell,
        least(
            abs(ln((one.value + 2) / (one.previous + 2))) + abs(ln((other.value + 2) / (other.previous + 2))),
            abs(ln((one.value + 2) / (one.planned + 2))) + abs(ln((other.value + 2) / (other.planned + 2)))
        ) as as_written,
        least(
            abs(ln((one.value + 2) / (other.previous + 2))) + abs(ln((other.value + 2) / (one.previous + 2))),
            abs(ln((one.value + 2) / (other.planned + 2))) + abs(ln((other.value + 2) / (one.planned + 2)))
        ) as if_swapped
    from examined.ranged as one
    join examined.ranged as other using (university, item, basis, unit, fiscal_year, kind)
    where one.row <> other.row and one.value <> other.value and greatest(one.value, other.value) >= 10
)
select * from swap
where as_written > 0.6 and if_swapped < 0.3 * as_written
qualify row_number() over (partition by university, row, fiscal_year, kind order by if_swapped) = 1
