-- Rows that the form computes and that count as made of their parts. Grain: university × computed row × fiscal year × kind.
-- Those that were not reported, and those whose reported value is older than the parts in force (is_stale): a part came later,
-- or the file with the sum gave a part that is not in force (blank, unreadable, 速報 after 確定), or Rokunen itself had added it up.
-- ordinal, submissions: the newest and all of the files of the parts. Blank value: a part that came later is 集計中 (pending).
with form_row as (
    select row, parts from core.row where len(parts) > 0 and ratio_of is null and growth_of is null
),
reported as (
    select university, row, fiscal_year, kind, value, state, status, submission, ordinal, is_recomputed
    from core.datum
    where state <> 'blank'
),
spoken as (
    select distinct submission, university, row, fiscal_year, kind from raw.datum
),
compared as (
    select
        part.*, form_row.row as whole_row, form_row.parts, whole.submission is not null as is_reported,
        part.ordinal > whole.ordinal
        or part.submission <> whole.submission
        and (coalesce(whole.is_recomputed, false) or spoken.submission is not null) as is_stale
    from form_row
    join reported as part on list_contains(form_row.parts, part.row)
    left join reported as whole
        on whole.row = form_row.row
        and whole.university = part.university
        and whole.fiscal_year = part.fiscal_year
        and whole.kind = part.kind
    left join spoken
        on spoken.submission = whole.submission
        and spoken.row = part.row
        and spoken.university = part.university
        and spoken.fiscal_year = part.fiscal_year
        and spoken.kind = part.kind
),
added as (
    select
        university, whole_row as row, fiscal_year, kind, sum(value) as value, max(ordinal) as ordinal,
        list(distinct submission) as submissions, any_value(is_reported) as is_reported,
        coalesce(bool_or(is_stale), false) as is_stale, bool_or(state = 'pending') as is_pending,
        count(*) filter (where state in ('value', 'zero', 'not_applicable')) = len(any_value(parts))
        and count(value) > 0 as is_complete,
        case when bool_or(status = 'provisional') then 'provisional' else 'final' end as status
    from compared
    group by all
)
select
    university, row, fiscal_year, kind, case when is_complete then value end as value,
    case when not is_complete then 'pending' when value = 0 then 'zero' else 'value' end as state,
    status, ordinal, submissions, is_stale
from added
where case when is_reported then is_stale and (is_complete or is_pending) else is_complete end
