-- Every run of the checks with how much it found, oldest first. Grain: run. Runs that looked at the past are left out.
with run as (
    select * from raw.check_run
    where ran_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp) and as_of is null
),
found as (
    select
        run, count(*) filter (where severity = 'block') as block, count(*) filter (where severity = 'explain') as explain,
        count(*) filter (where severity = 'note') as note
    from raw.check_finding
    group by run
),
said as (
    select run, count(*) as rules, count(*) filter (where outcome = 'could_not_run') as could_not_run
    from raw.outcome
    group by run
)
select
    run.run, run.ran_at, run.scope, coalesce(found.block, 0) as block, coalesce(found.explain, 0) as explain,
    coalesce(found.note, 0) as note, coalesce(said.rules, 0) as rules, coalesce(said.could_not_run, 0) as could_not_run
from run
left join found using (run)
left join said using (run)
