-- The received cells behind facts ($facts: their keys). Grain: fact × cell. text: as written; value: as read.
-- Of a total: the cells of all who report for it; of a sum that nobody wrote: those of its parts; of a blank: none.
with wanted as (
    select fact, string_split(fact, '/') as part from (select unnest($facts::varchar[]) as fact)
),
asked as (
    select fact, part[1] as university, part[2] as row, part[3]::integer as fiscal_year, part[4] as kind
    from wanted
    where part[1] not in ('MONEY', 'COURSE')
),
of_university as (
    select * from asked where university <> 'TOTAL'
    union all
    select asked.* replace (reporter.university as university)
    from asked
    join out.reporter as reporter using (fiscal_year, kind)
    join core.row as form_row using (row)
    join core.university as university on university.university = reporter.university
    where asked.university = 'TOTAL' and (form_row.total_rule = 'sum' or university.role = 'lead')
),
reported as (
    select of_university.*, coalesce(fact.is_computed, false) as is_computed
    from of_university
    left join out.university_fact as fact using (university, row, fiscal_year, kind)
),
of_row as (
    select fact, university, row, fiscal_year, kind from reported where not is_computed
    union all
    select reported.fact, reported.university, unnest(form_row.parts), reported.fiscal_year, reported.kind
    from reported
    join core.row as form_row using (row)
    where reported.is_computed
),
cell as (
    select
        of_row.fact, of_row.university || '/' || of_row.row || '/' || of_row.fiscal_year || '/' || of_row.kind as leaf,
        datum.submission, datum.sheet, datum.cell, datum.text, datum.value, datum.state, datum.status, datum.formula,
        datum.is_recomputed, datum.remarks, datum.desk, datum.note, datum.evidence
    from of_row
    join core.datum as datum using (university, row, fiscal_year, kind)
    where datum.state <> 'blank'
    union all by name
    select
        wanted.fact, wanted.fact as leaf, money.submission, money.sheet, money.cell, money.text, money.value, money.state,
        money.status
    from wanted
    join core.money as money
        on wanted.part[1] = 'MONEY'
        and money.category || case when money.line = '' then '' else '.' || money.line end = wanted.part[2]
        and money.fiscal_year = wanted.part[3]::integer
        and money."column" = wanted.part[4]
    union all by name
    select wanted.fact, wanted.fact as leaf, course.submission, course.sheet, course.cell, course.text, course.value, 'value' as state
    from wanted
    join out.course as course
        on wanted.part[1] = 'COURSE'
        and course.university || '.' || course.list || '.' || course.no || '.' || course."column" = wanted.part[2]
)
select
    cell.*, submission.file_name, submission.sha256, submission.kept, submission.received_at, submission.channel,
    submission.purpose, submission.university as answered_by, submission.reason, submission.approver,
    submission.came_from
from cell
join core.submission as submission using (submission)
order by cell.fact, cell.leaf, submission.ordinal
