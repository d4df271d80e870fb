-- What a 内訳一覧 lists was also answered as a number. Grain: university × list × row with lines of its own.
select
    counted.university, university.name as who, university.role, counted.item, counted.row, counted.fiscal_year,
    'actual' as kind, counted.item || ') ' || ltrim(counted.label_ja, '・') as what_ja,
    counted.item || ') ' || counted.label_en as what_en, counted.lines,
    case counted.state when 'pending' then '集計中' when 'error' then '要修正' else '空欄' end as value,
    case counted.state when 'pending' then 'still being compiled' when 'error' then 'to be corrected' else 'blank' end as value_en,
    counted.name_ja as list_ja, counted.name_en as list_en, counted.file_name as file, counted.sheet, counted.cell,
    counted.state in ('value', 'zero', 'not_applicable') as is_met
from out.listed_count as counted
join core.university as university using (university)
where counted.fiscal_year = $scope_fy::integer and counted.lines > 0
