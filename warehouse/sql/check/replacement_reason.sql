-- Whether an answer that says otherwise than the one before it gives its reason (差替えの理由). Grain: submission of the year in
-- scope that came as a file and changed what stands now and needs a reason; the cell is the first one. What two desks answer apart
-- is asked elsewhere.
with part as (
    select submission, any_value(role) as part from raw.sheet where role like 'part %' group by submission
),
changed as (
    select replaced.*, count(*) over (partition by replaced.submission) as cells
    from out.replaced_cell as replaced
    left join part on part.submission = replaced.submission
    left join part as earlier_part on earlier_part.submission = replaced.earlier_submission
    where replaced.fiscal_year = $scope_fy::integer
        and replaced.is_in_force
        and replaced.needs_reason
        and replaced.channel in ('workbook', 'csv')
        and coalesce(part.part = earlier_part.part, true)
    qualify row_number() over (partition by replaced.submission order by position, "column", cell) = 1
)
select
    changed.university, university.name as who, university.role, changed.fiscal_year, 'actual' as kind,
    changed.file_name as file, changed.sheet, changed.cell, ltrim(coalesce(changed.label_ja, ''), '・') as label,
    changed.cells, coalesce(examined.shown(changed.value), '－') as new,
    coalesce(examined.shown(changed.earlier_value), '－') as old, changed.earlier_file_name as other_file,
    changed.reason is not null as is_met
from changed
join core.university as university using (university)
