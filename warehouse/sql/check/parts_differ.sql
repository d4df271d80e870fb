-- Rows that two desks of a university answer apart, each on its own part of the form (a sheet seen as `part <desk>`).
-- Grain: university × row of the year in scope that two parts answer. is_met: they say the same.
with part as (
    select distinct submission, role as part from raw.sheet where role like 'part %'
),
said as (
    select
        datum.university, datum.row, datum.fiscal_year, part.part, datum.state, datum.value, datum.sheet, datum.cell,
        submission.file_name, submission.ordinal
    from raw.datum as datum
    join core.submission as submission using (submission)
    join part using (submission)
    where submission.purpose = 'return'
        and datum.kind = 'actual'
        and datum.fiscal_year = $scope_fy::integer
        and datum.state <> 'blank'
    qualify row_number() over (
        partition by datum.university, datum.row, part.part order by submission.ordinal desc, datum.sheet, datum.cell
    ) = 1
),
compared as (
    select
        later.*, earlier.value as earlier_value, earlier.file_name as earlier_file, earlier.sheet as earlier_sheet,
        earlier.cell as earlier_cell,
        later.state = earlier.state and later.value is not distinct from earlier.value as is_met
    from said as later
    join said as earlier
        on earlier.university = later.university and earlier.row = later.row and earlier.ordinal < later.ordinal
    qualify row_number() over (partition by later.university, later.row order by later.ordinal desc, earlier.ordinal desc) = 1
)
select
    fact.*, examined.shown(compared.earlier_value) as other_value, compared.earlier_file as other_file,
    compared.earlier_sheet || ' ' || compared.earlier_cell as other_place, compared.is_met
from examined.fact as fact
join compared using (university, row, fiscal_year)
where fact.is_in_scope and fact.parts = []::varchar[]
