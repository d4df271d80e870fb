-- Received files of which nothing is told anywhere: nothing could be read from them, or they were set aside (対象外).
-- Grain: kept file; one that also came as an answer that was read is not there. received_at: when it came first, in UTC.
with told as (
    select submission from raw.datum
    union
    select submission from raw.money
    union
    select submission from raw.course
    union
    select submission from raw.cover
    union
    select submission from raw.own_indicator
    union
    select submission from raw.breakdown
    union
    select submission from raw.listed_row
    union
    select submission from raw.question
),
received as (
    select
        kept, sha256, size, received_at, submission in (select submission from told) as is_told,
        submission in (select submission from raw.set_aside) as is_set_aside
    from raw.submission
)
select kept, sha256, size, min(received_at) as received_at, bool_or(is_set_aside) as is_set_aside
from received
group by kept, sha256, size
having bool_and(is_set_aside or not is_told)
order by kept
