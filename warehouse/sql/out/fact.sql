-- Every value that is printed as it was reported or added up. Grain: university (or TOTAL) × row × fiscal year × kind.
with of_university as (
    select * from out.university_fact
),
of_total as (
    select * from out.total
)
select
    of_university.* exclude (definition, received_at, text, formula, desk, note, evidence, ordinal, submissions),
    null::bigint as reported, null::bigint as expected
from of_university
union all by name
select * from of_total
