-- What a 内訳一覧 counts beside what was reported. Grain: university × fiscal year × list × row that the list may carry.
-- lines: as written; different: without duplicates (a line that names nothing counts as one); counted: the one of both that
-- the row counts (persons or のべ). doubled: what is written twice, with its cells. Every row of a list that was given is there.
with line as (
    select * from core.listed_row
),
given as (
    select
        university, fiscal_year, list, any_value(position) as position, any_value(name_ja) as name_ja,
        any_value(name_en) as name_en, any_value(file_name) as file_name, any_value(sha256) as sha256,
        any_value(sheet) as sheet, arg_min(cell, no) as cell
    from line
    group by all
),
asked as (
    select distinct list, row from core.listed
),
counted as (
    select
        university, fiscal_year, list, row, count(*) as lines,
        count(distinct same_key) + count(*) filter (where same_key is null) as different
    from line
    group by all
),
doubled as (
    select university, fiscal_year, list, row, list(label || '（' || cells || '）' order by first_no) as doubled
    from (
        select
            university, fiscal_year, list, row, same_key, arg_min(label, no) as label, min(no) as first_no,
            string_agg(cell, '・' order by no) as cells
        from line
        where same_key is not null
        group by all
        having count(*) > 1
    )
    group by all
)
select
    given.*, asked.row, form_row.item, form_row.label_ja, form_row.label_en, form_row.unit, form_row.counting,
    coalesce(counted.lines, 0) as lines, coalesce(counted.different, 0) as different,
    coalesce(case when form_row.counting = 'cumulative' then counted.lines else counted.different end, 0) as counted,
    coalesce(doubled.doubled, []) as doubled, fact.value as reported, coalesce(fact.state, 'blank') as state,
    fact.file_name as reported_file, fact.sheet as reported_sheet, fact.cell as reported_cell
from given
join asked using (list)
join core.row as form_row using (row)
left join counted using (university, fiscal_year, list, row)
left join doubled using (university, fiscal_year, list, row)
left join out.university_fact as fact
    on fact.university = given.university and fact.row = asked.row
    and fact.fiscal_year = given.fiscal_year and fact.kind = 'actual'
