-- A 速報 that came after a 確定 and says something else: the 確定 stays. Grain: university × row of the year answered again so.
with said as (
    select
        datum.university, datum.row, datum.fiscal_year, datum.status, datum.value, datum.state, datum.sheet, datum.cell,
        submission.file_name, submission.ordinal, submission.reason
    from raw.datum as datum
    join core.submission as submission using (submission)
    where submission.is_effective
        and submission.purpose = 'return'
        and datum.kind = 'actual'
        and datum.fiscal_year = $scope_fy::integer
        and datum.state not in ('blank', 'pending', 'error')
),
later as (
    select * from said
    where status = 'provisional' and reason is null
    qualify row_number() over (partition by university, row order by ordinal desc) = 1
),
settled as (
    select university, row, max(ordinal) as ordinal from said where status <> 'provisional' group by all
)
select
    fact.* replace (later.file_name as file, later.sheet as sheet, later.cell as cell),
    examined.shown(later.value) as other_value, later.state as other_state, fact.file as other_file,
    later.value is not distinct from fact.value and later.state = fact.state as is_met
from later
join settled on settled.university = later.university and settled.row = later.row and settled.ordinal < later.ordinal
join examined.fact as fact on fact.university = later.university and fact.row = later.row
where fact.is_in_scope and not fact.is_computed
