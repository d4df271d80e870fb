-- Who takes part, by the roster in force. Grain: university; the lead first, then the order of the cover page.
with known as (
    select * from def.roster
    where valid_from <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp)
),
in_force as (
    select roster from known
    qualify row_number() over (order by valid_from desc) = 1
)
select university.* from def.university as university
join in_force using (roster)
