-- The newest run of the checks in each scope (plan, or a fiscal year). Grain: scope.
-- A run that looked at the past (as_of) is kept, and is never the newest.
select * from raw.check_run
where ran_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp) and as_of is null
qualify row_number() over (partition by scope order by ran_at desc, run desc) = 1
