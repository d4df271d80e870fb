-- A ratio as reported against the ratio of the reported counts. Grain: university (or TOTAL) × ratio row × fiscal year × kind.
-- A printed number stands for an interval of half a unit in its last place, both ends included (a tie may have been rounded
-- either way): only a ratio of the reported counts outside it is wrong. The last place is that of the text: 11.0% is not 11%.
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
left join core.university as university using (university)
