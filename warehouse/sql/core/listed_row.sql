-- The lines of the 内訳一覧 in force. Grain: university × fiscal year × list × no × row that the line counts for.
-- The newest answer that carries a list is the whole list: it replaces the one before, and an answer without it takes nothing away.
with received as (
    select
        line.* exclude (row), line.row as named_row,
        submission.ordinal, submission.file_name, submission.sha256, submission.kept, submission.received_at
    from raw.listed_row as line
    join core.submission as submission using (submission)
    where submission.is_effective
    qualify submission.ordinal = max(submission.ordinal) over (partition by line.university, line.fiscal_year, line.list)
)
select received.*, listed.row, listed.position, listed.name_ja, listed.name_en, listed.word_ja
from received
join core.listed as listed using (list, named_row)
