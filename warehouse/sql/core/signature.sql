-- The acts of sign-off since the last unlock. Grain: university × fiscal year × round × act, the newest of each.
with known as (
    select * from raw.signature
    where acted_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp)
),
undone as (
    select university, fiscal_year, round, max(number) as number from known
    where act = 'unlocked'
    group by all
)
select known.* from known
left join undone using (university, fiscal_year, round)
where known.act <> 'unlocked' and known.number > coalesce(undone.number, 0)
qualify row_number() over (partition by known.university, known.fiscal_year, known.round, known.act order by known.number desc) = 1
