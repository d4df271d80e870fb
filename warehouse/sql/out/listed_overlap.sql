-- What stands in the 内訳一覧 of two universities or more. Grain: fiscal year × list × row × name (normalised).
-- universities: their codes; label: as the first of them writes it. A list that cannot tell has none.
select
    line.fiscal_year, line.list, line.row, line.across_key, any_value(line.name_ja) as name_ja,
    any_value(line.name_en) as name_en, list(distinct line.university order by line.university) as universities,
    count(distinct line.university) as times, arg_min(line.label, (university.position, line.no)) as label,
    arg_min(line.file_name, (university.position, line.no)) as file_name,
    arg_min(line.sheet, (university.position, line.no)) as sheet, arg_min(line.cell, (university.position, line.no)) as cell
from core.listed_row as line
join core.university as university using (university)
where line.across_key is not null
group by all
having count(distinct line.university) > 1
