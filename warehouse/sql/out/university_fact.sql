-- What each university reports. Grain: university × row × fiscal year × kind. Ratio rows are in out.ratio.
-- A row that the form computes is made of its parts (is_computed) where it was not reported, or is older than they (core.made):
-- such an older cell is not shown. ordinal, submissions: the newest and all of the files that the value comes from.
with made as (
    select * from core.made
),
datum as (
    select * from core.datum
    anti join (select * from made where is_stale) as stale using (university, row, fiscal_year, kind)
),
form_row as (
    select * from core.row where ratio_of is null and growth_of is null
),
asked as (
    select distinct university, fiscal_year, kind from core.datum
)
select
    asked.university, form_row.item, form_row.row, form_row.measure, form_row.label_ja, form_row.label_en,
    form_row.position, asked.fiscal_year, asked.kind, form_row.basis, form_row.counting, form_row.unit, form_row.decimals,
    case when made.row is null then datum.value else made.value end as value,
    coalesce(made.state, datum.state, 'blank') as state,
    coalesce(made.status, datum.status, 'provisional') as status,
    made.row is not null as is_computed,
    datum.file_name, datum.sha256, datum.sheet, datum.cell, datum.submission, datum.definition, datum.received_at,
    datum.text, datum.formula, datum.desk, datum.note, datum.evidence,
    coalesce(made.ordinal, datum.ordinal) as ordinal,
    coalesce(made.submissions, case when datum.submission is not null then [datum.submission] end) as submissions
from asked
join core.university as university using (university)
join form_row
    on (form_row.reported_by = 'every' or university.role = 'lead')
    and (form_row.from_fy is null or form_row.from_fy <= asked.fiscal_year)
left join datum
    on datum.university = asked.university
    and datum.row = form_row.row
    and datum.fiscal_year = asked.fiscal_year
    and datum.kind = asked.kind
left join made
    on made.university = asked.university
    and made.row = form_row.row
    and made.fiscal_year = asked.fiscal_year
    and made.kind = asked.kind
