-- Nothing stands in the 内訳一覧 of two universities. Grain: list × row that two universities or more have listed.
-- Only lists that can tell (names, not pseudonymous numbers). The total is told beside what it is without the overlap.
with listed as (
    select fiscal_year, list, row, any_value(name_ja) as list_ja, any_value(name_en) as list_en
    from core.listed_row
    where across_key is not null and fiscal_year = $scope_fy::integer
    group by all
    having count(distinct university) > 1
),
overlap as (
    select
        fiscal_year, list, row, count(*) as overlapping, sum(times - 1) as surplus, list(label order by label) as labels,
        arg_min(file_name, label) as file, arg_min(sheet, label) as sheet, arg_min(cell, label) as cell
    from out.listed_overlap
    group by all
),
told as (
    select
        listed.*, overlap.* exclude (fiscal_year, list, row), form_row.item, form_row.label_ja, form_row.label_en,
        form_row.unit, total.value as total, array_to_string(overlap.labels[:5], '、') as named,
        greatest(len(overlap.labels) - 5, 0) as more
    from listed
    join core.row as form_row using (row)
    left join overlap using (fiscal_year, list, row)
    left join out.total as total on total.row = listed.row and total.fiscal_year = listed.fiscal_year and total.kind = 'actual'
)
select
    'TOTAL' as university, item, row, fiscal_year, 'actual' as kind, item || ') ' || ltrim(label_ja, '・') as what_ja,
    item || ') ' || label_en as what_en, coalesce(overlapping, 0) as value, list_ja, list_en,
    named || case when more > 0 then 'ほか' || more || '件' else '' end as named_ja,
    named || case when more > 0 then ' and ' || more || ' more' else '' end as named_en,
    case when total is null then '' else '。合計' || examined.shown(total) || unit || 'は各大学の値の和で、重複を除くと'
        || examined.shown(total - surplus) || unit || 'です' end as total_ja,
    case when total is null then '' else '; the total ' || examined.shown(total) || ' adds them up, without the overlap it is '
        || examined.shown(total - surplus) end as total_en,
    file, sheet, cell, overlapping is null as is_met
from told
