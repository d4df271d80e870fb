-- 合計, always recomputed. Grain: row × fiscal year × kind. Blank (pending) while one of those expected has not reported.
-- 該当なし counts as nothing to add. Rows of the lead alone have no total.
with fact as (
    select * from out.university_fact
),
form_row as (
    select * from core.row
    where ratio_of is null and growth_of is null and reported_by = 'every' and total_rule in ('sum', 'lead')
),
expected as (
    select
        form_row.row, reporter.fiscal_year, reporter.kind, reporter.university
    from form_row
    cross join out.reporter as reporter
    join core.university as university using (university)
    where (form_row.total_rule = 'sum' or university.role = 'lead')
        and (form_row.from_fy is null or form_row.from_fy <= reporter.fiscal_year)
),
added as (
    select
        expected.row, expected.fiscal_year, expected.kind,
        sum(fact.value) as value,
        count(*) as expected,
        count(*) filter (where fact.state in ('value', 'zero', 'not_applicable')) as reported,
        count(*) filter (where fact.state in ('value', 'zero')) as valued,
        bool_or(fact.status = 'provisional') as is_provisional
    from expected
    left join fact using (university, row, fiscal_year, kind)
    group by all
),
typed as (
    select datum.*, plan.file_name, plan.sha256
    from raw.datum as datum
    join core.plan as plan using (submission)
    where datum.university = 'TOTAL'
    qualify row_number() over (partition by datum.row, datum.fiscal_year, datum.kind order by datum.sheet, datum.cell) = 1
)
select
    'TOTAL' as university, form_row.item, form_row.row, form_row.measure, form_row.label_ja, form_row.label_en,
    form_row.position, added.fiscal_year, added.kind, form_row.basis, form_row.counting, form_row.unit, form_row.decimals,
    case when added.reported = added.expected and added.valued > 0 then added.value end as value,
    case
        when added.reported < added.expected then 'pending'
        when added.valued = 0 then 'not_applicable'
        when added.value = 0 then 'zero'
        else 'value'
    end as state,
    case when added.is_provisional then 'provisional' else 'final' end as status,
    true as is_computed,
    typed.file_name, typed.sha256, typed.sheet, typed.cell, typed.submission,
    added.reported, added.expected
from added
join form_row using (row)
left join typed on typed.row = added.row and typed.fiscal_year = added.fiscal_year and typed.kind = added.kind
