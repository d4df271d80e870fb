-- Each open 要修正 that a document carries as a 注記, released by the 事業責任者. Grain: document × fiscal year × open finding.
-- note: its number in the document. One that has grown since its release is not released any more.
with released as (
    select * from raw.release
    where acted_at <= coalesce(getvariable('as_of')::timestamp, 'infinity'::timestamp)
    qualify row_number() over (partition by document, fiscal_year, finding order by number desc) = 1
)
select
    released.document, released.fiscal_year as document_fy,
    row_number() over (
        partition by released.document, released.fiscal_year
        order by finding.scope, finding.university, finding.item, finding.row, finding.rule, finding.cell
    ) as note,
    released.reason, released.who, released.post, released.decision, released.acted_at as released_at, released.number,
    finding.id, finding.rule, finding.university, finding.item, finding.row, finding.fiscal_year, finding.scope, finding.file,
    finding.sheet, finding.cell, finding.message_ja, finding.message_en, finding.remedy_ja, finding.remedy_en, finding.excess
from released
join out.open_finding as finding on finding.id = released.finding and finding.severity = 'block'
where released.excess is null or finding.excess <= released.excess
