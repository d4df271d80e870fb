-- What was found while reading and still stands. Grain: one row per finding. scope: plan or the fiscal year.
-- A finding stays until it is answered: one about a row, until the same university answers that row anew; one about a file, until
-- that file is answered anew (core.answered_anew); one of a 内訳一覧, until that list comes anew
-- (and lists alone answer nothing else); one about a sum also until it is made of newer parts (core.made).
-- That of an unreadable cell says which earlier value stands meanwhile (core.unread_cell).
with submission as (
    select *, submission in (select submission from core.list_sheet where is_alone) as is_lists_alone
    from core.submission
    where is_effective
),
list_of as (
    select submission, sheet, list from core.list_sheet where list is not null
),
listed as (
    select distinct submission, list from raw.listed_row
),
answered as (
    select distinct submission, university, row from raw.datum where state <> 'blank'
)
select
    'intake' as origin, case when received.purpose = 'plan' then 'plan' else received.fiscal_year::varchar end as scope,
    received.submission as run, received.received_at as found_at, finding.* exclude (submission) replace (
        coalesce(finding.university, received.university) as university,
        finding.message_ja
        || coalesce('。直るまで、前の回答の' || kept.number || kept.unit || '（' || kept.file_name || '）を用います', '') as message_ja,
        finding.message_en
        || coalesce('; until it is mended the earlier ' || kept.number || ' (' || kept.file_name || ') stands', '') as message_en
    )
from raw.finding as finding
join submission as received using (submission)
left join core.unread_cell as kept
    on kept.submission = finding.submission
    and kept.cell = finding.cell
    and kept.sheet is not distinct from finding.sheet
left join list_of on list_of.submission = finding.submission and list_of.sheet is not distinct from finding.sheet
where not exists (
    select 1 from submission as later
    left join answered on answered.submission = later.submission and answered.row = finding.row
        and answered.university = coalesce(finding.university, answered.university)
    left join listed on listed.submission = later.submission and listed.list = list_of.list
    where later.ordinal > received.ordinal
        and later.purpose = received.purpose
        and later.fiscal_year = received.fiscal_year
        and case
            when later.purpose = 'plan' then true
            when list_of.list is not null then later.university = received.university and listed.list is not null
            when finding.row is null or received.university is null then not later.is_lists_alone
                and (received.submission, later.submission) in (select (submission, later) from core.answered_anew)
            else later.university = received.university and not later.is_lists_alone and answered.row is not null
        end
)
and not exists (
    select 1 from core.made as made
    where made.is_stale
        and made.ordinal > received.ordinal
        and received.purpose = 'return'
        and made.kind = 'actual'
        and made.row = finding.row
        and made.university = coalesce(finding.university, received.university)
        and made.fiscal_year = received.fiscal_year
)
and (finding.submission, finding.sheet, finding.cell) not in (
    select (question.submission, question.sheet, question.cell)
    from raw.question as question
    join core.answer using (question)
)
