-- Which later submission answers a whole file anew, so that nothing said of that file as a whole stays open.
-- Grain: earlier × later submission of the same university (or, where nobody knows whose it is, of the same name or bytes), for
-- the same year. A file of the same name does, and one that says all that the earlier one said. Where nothing could be
-- read of the earlier one, it takes at least half of a round's rows: one row sent apart replaces no form.
with submission as (
    select * from core.submission where is_effective
),
said as (
    select distinct submission, row as thing from raw.datum
    union
    select distinct submission, category || '/' || line || '/' || "column" from raw.money
),
asked as (
    select university.university, round.round, round.row, count(*) over (partition by university.university, round.round) as rows
    from core.round as round
    join core.row as form_row using (row)
    join core.university as university on form_row.reported_by = 'every' or university.role = 'lead'
    where form_row.ratio_of is null and form_row.growth_of is null
),
round_answer as (
    select distinct submission.submission
    from submission
    join said using (submission)
    join asked on asked.university = submission.university and asked.row = said.thing
    group by submission.submission, asked.round
    having 2 * count(*) >= any_value(asked.rows)
),
pair as (
    select
        earlier.submission, later.submission as later,
        earlier.file_name = later.file_name or earlier.sha256 = later.sha256 as is_same_file,
        earlier.university is not null and later.university = earlier.university as is_same_university
    from submission as earlier
    join submission as later
        on later.ordinal > earlier.ordinal
        and later.purpose = earlier.purpose
        and later.fiscal_year = earlier.fiscal_year
        and (later.university = earlier.university or earlier.university is null)
    where earlier.submission in (select submission from raw.finding where row is null)
),
left_out as (
    select pair.submission, pair.later
    from pair
    join said on said.submission = pair.submission
    left join said as again on again.submission = pair.later and again.thing = said.thing
    where again.thing is null
)
select submission, later
from pair
where is_same_file
    or (
        is_same_university
        and (submission, later) not in (select (submission, later) from left_out)
        and (submission in (select submission from said) or later in (select submission from round_answer))
    )
