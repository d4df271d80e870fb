-- The text of a section in force. Grain: document × section. A section whose file is gone has no row.
with known as (
    select *, rowid as place from raw.narrative
    where kept_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp)
),
newest as (
    select * from known
    qualify row_number() over (partition by document, section order by kept_at desc, place desc) = 1
)
select document, section, text, kept_at from newest
where text is not null
