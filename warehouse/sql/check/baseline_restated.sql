-- A return that says a plan value again, differently: the plan is frozen. Grain: each such cell of a return of the year in scope.
-- A number with decimals stands for all that are rounded to it: 12.3 and 12.34 may be the same, 12.3 and 12.4 are not.
with restated as (
    select datum.*, submission.file_name
    from raw.datum as datum
    join core.submission as submission using (submission)
    where submission.is_effective
        and submission.purpose = 'return'
        and submission.fiscal_year = $scope_fy::integer
        and datum.state in ('value', 'zero')
        and (datum.kind <> 'actual' or datum.fiscal_year = $baseline_fy)
    qualify row_number() over (
        partition by datum.university, datum.row, datum.fiscal_year, datum.kind order by submission.ordinal desc
    ) = 1
),
planned as (
    select datum.* from raw.datum as datum
    join core.plan using (submission)
    where datum.state in ('value', 'zero')
)
select
    restated.university, university.name as who, university.role, form_row.item, restated.row, restated.fiscal_year, planned.kind,
    form_row.item || ') ' || ltrim(form_row.label_ja, '・') as what_ja, form_row.item || ') ' || form_row.label_en as what_en, form_row.unit,
    restated.value, planned.value as planned_value, planned.sheet || ' ' || planned.cell as planned_place,
    restated.file_name as file, restated.sheet, restated.cell,
    abs(restated.value - planned.value) < (
        power(10, -len(rtrim(split_part(restated.value::varchar, '.', 2), '0')))
        + power(10, -len(rtrim(split_part(planned.value::varchar, '.', 2), '0')))
    ) / 2 as is_met
from restated
join planned
    on planned.university = restated.university
    and planned.row = restated.row
    and planned.fiscal_year = restated.fiscal_year
    and (planned.kind = restated.kind or restated.kind = 'actual' and planned.kind = 'baseline')
join core.row as form_row on form_row.row = restated.row
join core.university as university on university.university = restated.university
