-- The answers and rulings in force: of each question the newest. Grain: answer. version: how many were given to it so far.
-- is_in_force: the day from which it holds has come. holds_from: answers of universities that came before it were given without it.
with known as (
    select
        *,
        coalesce(question, number::varchar) as subject,
        greatest(acted_at, valid_from::timestamp - interval 9 hour) as holds_from,
        valid_from <= (select day from core.moment) as is_in_force
    from raw.answer
    where acted_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp)
)
select * exclude (subject), row_number() over (partition by subject order by number) as version
from known
qualify row_number() over (partition by subject order by number desc) = 1
