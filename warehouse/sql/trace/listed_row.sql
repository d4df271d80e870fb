-- The lines of the 内訳一覧 behind facts ($facts: their keys). Grain: fact × university × list × no.
-- also_at: the codes of the other universities that list the same. Blank: none, or the list cannot tell.
with wanted as (
    select fact, string_split(fact, '/') as part from (select unnest($facts::varchar[]) as fact)
)
select
    wanted.fact, line.university, line.list, line.no, line.label, line.word_ja, line.columns, line.texts,
    line.file_name, line.sha256, line.kept, line.sheet, line.cell, line.received_at,
    list_filter(overlap.universities, lambda other: other <> line.university) as also_at
from wanted
join core.listed_row as line
    on wanted.part[2] = line.row
    and wanted.part[3] = line.fiscal_year::varchar
    and wanted.part[4] = 'actual'
    and wanted.part[1] in (line.university, 'TOTAL')
left join out.listed_overlap as overlap
    on overlap.fiscal_year = line.fiscal_year and overlap.list = line.list and overlap.row = line.row
    and overlap.across_key = line.across_key
order by wanted.fact, line.university, line.list, line.no
