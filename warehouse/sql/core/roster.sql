-- The list of universities in force. Grain: one row.
with known as (
    select * from def.roster
    where valid_from <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp)
)
select * from known
qualify row_number() over (order by valid_from desc) = 1
