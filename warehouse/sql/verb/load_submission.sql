-- Add the submissions that are not known yet, in order of arrival, and name them.
create or replace temporary table staged_new as
select
    (select coalesce(max(ordinal), 0) from raw.submission)
    + row_number() over (order by ("row"->>10)::timestamp, "row"->>0) as ordinal,
    "row"->>0 as submission, "row"->>1 as purpose, "row"->>2 as channel, ("row"->>3)::integer as fiscal_year,
    "row"->>4 as university, "row"->>5 as definition, "row"->>6 as file_name, "row"->>7 as sha256,
    ("row"->>8)::bigint as size, "row"->>9 as kept, ("row"->>10)::timestamp as received_at, "row"->>11 as reason,
    "row"->>12 as approver
from staged_line
where relation = 'submission' and "row"->>0 not in (select submission from raw.submission);

insert into raw.submission select * from staged_new;

select submission from staged_new order by ordinal
