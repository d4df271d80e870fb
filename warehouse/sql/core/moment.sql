-- The moment that every list speaks of: as_of, else the newest act. Grain: one row. day: its date in Japan.
-- Nothing here asks the clock, so that an expired waiver is expired wherever and whenever the list is read again.
with moment as (
    select coalesce(getvariable('as_of')::timestamp, max(acted_at), 'epoch'::timestamp) as moment from raw.log
)
select moment, (moment + interval 9 hour)::date as day from moment
