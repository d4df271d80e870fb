-- A ratio as reported against the ratio of the reported counts. Grain: university (or TOTAL) × ratio row × fiscal year × kind.
-- A printed number stands for an interval of half a unit in its last place, both ends included (a tie may have been rounded
-- either way): only a ratio of the reported counts outside it is wrong. The last place is that of the text: 11.0% is not 11%.
-- Judged within what one file says: not where a count came later, or where that file gave a count which is not in force.
-- A number without a % sign is shown by the form's cell to a tenth of a per cent (0.1 as 10.0%), so that it stands for no less.
with typed as (
    select * from core.ratio_cell
    where value is not null
        and case when $scope_fy::integer is null then kind <> 'actual' else kind = 'actual' and fiscal_year = $scope_fy::integer end
),
places as (
    select
        *,
        greatest(
            case when regexp_matches(text, '[%％]') then 0 else 3 end, len(rtrim(split_part(value::varchar, '.', 2), '0')),
            len(regexp_extract(text, '[.．]([0-9０-９]+)', 1)) + case when regexp_matches(text, '[%％]') then 2 else 0 end
        ) as decimals
    from typed
),
later as (
    select distinct typed.university, typed.row, typed.fiscal_year, typed.kind
    from typed
    join out.ratio as ratio using (university, row, fiscal_year, kind)
    join out.university_fact as fact
        on typed.university in (fact.university, 'TOTAL')
        and (fact.row, fact.fiscal_year, fact.kind)
        in ((ratio.of_row, ratio.fiscal_year, ratio.kind), (ratio.to_row, ratio.to_fiscal_year, ratio.to_kind))
    left join raw.datum as said
        on said.submission = typed.submission
        and said.university = fact.university
        and said.row = fact.row
        and said.fiscal_year = fact.fiscal_year
        and said.kind = fact.kind
    where fact.ordinal > typed.ordinal
        or said.submission is not null and len(list_filter(fact.submissions, lambda each: each <> typed.submission)) > 0
)
select
    places.university, coalesce(university.name, '合計') as who, coalesce(university.role, 'total') as role, ratio.item, places.row,
    places.fiscal_year, places.kind,
    ratio.item || ') ' || ratio.label_ja as what_ja, ratio.item || ') ' || ratio.label_en as what_en,
    examined.shown(places.value * 100) || '%' as value, ratio.tenths // 10 || '.' || ratio.tenths % 10 || '%' as expected,
    examined.shown(ratio.numerator) || ' ÷ ' || examined.shown(ratio.denominator) as parts_ja,
    places.file_name as file, places.sheet, places.cell,
    case
        when ratio.denominator > 0 then
            abs(places.value::double - ratio.numerator::double / ratio.denominator::double)
            <= greatest(0.5 * power(10, -places.decimals), 1e-9) * (1 + 1e-9)
    end as is_met
from places
join out.ratio as ratio using (university, row, fiscal_year, kind)
anti join later on later.university = places.university and later.row = places.row
    and later.fiscal_year = places.fiscal_year and later.kind = places.kind
left join core.university as university using (university)
