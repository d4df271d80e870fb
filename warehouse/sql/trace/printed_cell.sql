-- Every figure that printed a received cell ($file by name or SHA-256, $sheet, '' where it has none, $cell). Grain: document × figure.
-- version_*: the file of that name that the document had before it.
with cell as (
    select submission, coalesce(sheet, '') as sheet, cell from raw.datum
    union
    select submission, coalesce(sheet, '') as sheet, cell from raw.money
    union
    select submission, coalesce(sheet, '') as sheet, cell from raw.course
),
version as (
    select distinct submission.submission, submission.file_name, submission.sha256, submission.received_at, submission.ordinal
    from raw.submission as submission
    join cell on cell.submission = submission.submission and cell.sheet = $sheet and cell.cell = $cell
    where submission.file_name = $file or (length($file) >= 8 and starts_with(submission.sha256, lower($file)))
),
printed as (
    select
        document.*, figure.figure, figure.place, figure.text, figure.formula, figure.facts, figure.sources,
        version.submission, version.sha256 as version_sha256, version.file_name as version_file,
        version.ordinal as version_ordinal, version.received_at as version_received_at
    from raw.figure as figure
    join raw.document as document using (document)
    join version on list_contains(figure.sources, version.file_name || '|' || $sheet || '|' || $cell)
        and version.received_at <= coalesce(document.knows, document.as_of, document.written_at)
),
newest as (
    select file_name, sheet, cell, submission.submission, submission.ordinal
    from raw.submission as submission
    join cell using (submission)
    where sheet = $sheet and cell = $cell
)
select * from printed
where not exists (
    select 1 from newest
    join raw.submission as later using (submission)
    where newest.file_name = printed.version_file
        and newest.ordinal > printed.version_ordinal
        and later.received_at <= coalesce(printed.knows, printed.as_of, printed.written_at)
)
order by written_at desc, document, place
