-- A 内訳一覧 counts what was reported. Grain: university × list × row of the form that the list may carry.
-- 該当なし agrees with a list without such lines; a number that is not there yet is asked for elsewhere.
select
    counted.university, university.name as who, university.role, counted.item, counted.row, counted.fiscal_year,
    'actual' as kind, counted.item || ') ' || ltrim(counted.label_ja, '・') as what_ja,
    counted.item || ') ' || counted.label_en as what_en, coalesce(counted.reported, 0) as value, counted.unit,
    counted.name_ja as list_ja, counted.name_en as list_en, counted.counted as expected, counted.lines, counted.different,
    case when counted.counting = 'cumulative' then 'のべ' when counted.lines > counted.different then '重複を除いて' else '' end as way_ja,
    case when counted.counting = 'cumulative' then ' in all' when counted.lines > counted.different then ' without duplicates' else '' end
        as way_en,
    case when len(counted.doubled) = 0 then '' else '。2回以上の記入：' || array_to_string(counted.doubled[:5], '、')
        || case when len(counted.doubled) > 5 then 'ほか' || (len(counted.doubled) - 5) || '件' else '' end end as doubled_ja,
    case when len(counted.doubled) = 0 then '' else '; written twice: ' || array_to_string(counted.doubled[:5], ', ')
        || case when len(counted.doubled) > 5 then ' and ' || (len(counted.doubled) - 5) || ' more' else '' end end as doubled_en,
    counted.file_name || coalesce(' シート「' || counted.sheet || '」', '') as list_place,
    counted.reported_file as file, counted.reported_sheet as sheet, counted.reported_cell as cell,
    coalesce(counted.reported, 0) = counted.counted as is_met
from out.listed_count as counted
join core.university as university using (university)
where counted.fiscal_year = $scope_fy::integer and counted.state in ('value', 'zero', 'not_applicable')
