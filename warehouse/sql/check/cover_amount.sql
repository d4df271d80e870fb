-- Amounts on the Word cover against the cost sheets, in 千円. Grain: fiscal year × column on the cover. No cover: no row.
with cover as (
    select cover.*, plan.file_name from raw.cover as cover
    join core.plan as plan using (submission)
    where cover.fiscal_year is not null and cover.value is not null
),
sheet as (
    select
        fiscal_year, "column", any_value(column_ja) as column_ja, any_value(university) as university, any_value(who) as who,
        any_value(sheet) as sheet, any_value(file) as file, max(cell) filter (where level = 'year') as cell,
        coalesce(max(value) filter (where level = 'year'), sum(value) filter (where level = 'leaf')) as value
    from examined.cost
    group by fiscal_year, "column"
)
select
    sheet.university, sheet.who, cover.fiscal_year, coalesce(sheet.column_ja, cover."column") as column_ja, cover."column" as what_en,
    cover.value, sheet.value as expected, coalesce(cover.place, '計画調書 基本情報') as cover_place,
    sheet.file, sheet.sheet, sheet.cell, cover.value = sheet.value as is_met
from cover
left join sheet using (fiscal_year, "column")
