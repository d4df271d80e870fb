-- Every question that was asked, as it stands in the newest file that carries it. Grain: question. asked_at: when it first came.
with asked as (
    select
        question.*, submission.ordinal, submission.file_name, submission.sha256, submission.received_at,
        min(submission.received_at) over (partition by question.question) as asked_at
    from raw.question as question
    join core.submission as submission using (submission)
    where submission.is_effective
)
select * exclude (ordinal)
from asked
qualify row_number() over (partition by question order by ordinal desc, cell) = 1
