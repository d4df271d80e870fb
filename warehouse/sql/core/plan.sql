-- The plan in force: the first one, or the last amendment. Grain: at most one row.
select * from core.submission
where purpose = 'plan' and is_effective
qualify row_number() over (order by ordinal desc) = 1
