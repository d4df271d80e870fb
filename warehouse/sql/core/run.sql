-- The newest run of the checks in each scope (plan, or a fiscal year). Grain: scope.
select * from raw.check_run
where ran_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp)
qualify row_number() over (partition by scope order by ran_at desc, run desc) = 1
