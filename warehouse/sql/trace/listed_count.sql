-- What the 内訳一覧 behind facts ($facts: their keys) count. Grain: fact × university × list. Of a total: of all who report for it.
with wanted as (
    select fact, string_split(fact, '/') as part from (select unnest($facts::varchar[]) as fact)
)
select wanted.fact, university.name as university_name, counted.*
from wanted
join out.listed_count as counted
    on wanted.part[2] = counted.row
    and wanted.part[3] = counted.fiscal_year::varchar
    and wanted.part[4] = 'actual'
    and wanted.part[1] in (counted.university, 'TOTAL')
join core.university as university on university.university = counted.university
left join out.reporter as reporter
    on reporter.university = counted.university and reporter.fiscal_year = counted.fiscal_year and reporter.kind = 'actual'
where wanted.part[1] <> 'TOTAL' or reporter.university is not null
order by wanted.fact, university.position, counted.position
