-- The partners' sheets stand in the order of the cover. Grain: partner on the cover or sheet of a partner. No cover: no row.
-- The order is that of those who stand on both: one sheet that is missing does not put all later ones out of order.
with cover as (
    select row_number() over (order by cover.position) as number, cover.text, regexp_replace(cover.text, '[\s　]', '', 'g') as name
    from raw.cover as cover
    join core.plan as plan on plan.submission = cover.submission
    where cover.field = 'partner' and cover.text not in ('', '該当なし')
),
sheet as (
    select
        row_number() over (order by sheet.position) as number, sheet.sheet, plan.file_name as file,
        coalesce(university.name, sheet.university_text) as text,
        regexp_replace(coalesce(university.name, sheet.university_text), '[\s　]', '', 'g') as name
    from raw.sheet as sheet
    join core.plan as plan on plan.submission = sheet.submission
    left join core.university as university on university.university = sheet.university
    where sheet.role = 'partner'
        and coalesce(sheet.university, sheet.university_text) is not null
        and sheet.university in (select university from examined.fact where is_in_scope and state <> 'blank')
),
cover_place as (
    select *, name in (select name from sheet) as is_on_both, row_number() over (partition by name in (select name from sheet) order by number) as place
    from cover
),
sheet_place as (
    select *, name in (select name from cover) as is_on_both, row_number() over (partition by name in (select name from cover) order by number) as place
    from sheet
)
select
    lead.university, coalesce(sheet.number, cover.number) as number, coalesce(cover.text, '（なし）') as expected,
    coalesce(sheet.text, '（なし）') as value, sheet.file, sheet.sheet,
    coalesce(cover.name = sheet.name, false) as is_met
from cover_place as cover
full join sheet_place as sheet on sheet.place = cover.place and sheet.is_on_both and cover.is_on_both
cross join (select university from core.university where role = 'lead') as lead
where exists (select 1 from cover)
