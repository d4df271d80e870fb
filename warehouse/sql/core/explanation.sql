-- The reason in force for a finding: the newest one. Grain: finding id.
select * from raw.explanation
where acted_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp)
qualify row_number() over (partition by finding order by number desc) = 1
