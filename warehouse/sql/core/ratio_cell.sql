-- Where a ratio is written on a received sheet. Grain: university (or TOTAL) × ratio row × fiscal year × kind.
-- The ratio itself is always computed; what the cell holds is for comparison. TOTAL: from the plan in force.
with ratio_row as (
    select row from core.row where ratio_of is not null or growth_of is not null
),
total_of_plan as (
    select datum.*, plan.file_name, plan.sha256, plan.ordinal
    from raw.datum as datum
    join core.plan as plan using (submission)
    where datum.university = 'TOTAL'
    qualify row_number() over (partition by datum.row, datum.fiscal_year, datum.kind order by datum.sheet, datum.cell) = 1
),
written as (
    select university, row, fiscal_year, kind, value, text, sheet, cell, file_name, sha256, submission, ordinal from core.datum
    union all by name
    select university, row, fiscal_year, kind, value, text, sheet, cell, file_name, sha256, submission, ordinal from total_of_plan
)
select written.* from written
join ratio_row using (row)
