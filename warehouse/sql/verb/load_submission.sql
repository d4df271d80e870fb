-- Add the submissions that are not known yet, in order of arrival, and name them.
create or replace temporary table staged_new as
select
    (select coalesce(max(ordinal), 0) from raw.submission)
    + row_number() over (order by ("row"[11])::timestamp, "row"[1]) as ordinal,
    "row"[1] as submission, "row"[2] as purpose, "row"[3] as channel, ("row"[4])::integer as fiscal_year,
    "row"[5] as university, "row"[6] as definition, "row"[7] as file_name, "row"[8] as sha256,
    ("row"[9])::bigint as size, "row"[10] as kept, ("row"[11])::timestamp as received_at, "row"[12] as reason,
    "row"[13] as approver, "row"[14] as came_from
from staged_line
where relation = 'submission' and "row"[1] not in (select submission from raw.submission);

insert into raw.submission by name select * from staged_new;

select submission from staged_new order by ordinal
