-- What each university reports. Grain: university × row × fiscal year × kind. Ratio rows are in out.ratio.
-- A row that the form computes and that was not reported is computed from its parts (is_computed).
with datum as (
    select * from core.datum
),
form_row as (
    select * from core.row where ratio_of is null and growth_of is null
),
asked as (
    select distinct university, fiscal_year, kind from datum
),
computed as (
    select
        asked.university, form_row.row, asked.fiscal_year, asked.kind,
        sum(part.value) as value,
        count(part.value) filter (where part.state in ('value', 'zero')) = len(any_value(form_row.parts)) as is_complete,
        case when bool_or(part.status = 'provisional') then 'provisional' else 'final' end as status
    from asked
    join form_row on len(form_row.parts) > 0
    join datum as part
        on list_contains(form_row.parts, part.row)
        and part.university = asked.university
        and part.fiscal_year = asked.fiscal_year
        and part.kind = asked.kind
    group by all
)
select
    asked.university, form_row.item, form_row.row, form_row.measure, form_row.label_ja, form_row.label_en,
    form_row.position, asked.fiscal_year, asked.kind, form_row.basis, form_row.counting, form_row.unit, form_row.decimals,
    case
        when datum.state is not null and datum.state <> 'blank' then datum.value
        when computed.is_complete then computed.value
    end as value,
    case
        when datum.state is not null and datum.state <> 'blank' then datum.state
        when computed.is_complete then case when computed.value = 0 then 'zero' else 'value' end
        else coalesce(datum.state, 'blank')
    end as state,
    coalesce(datum.status, computed.status, 'provisional') as status,
    (datum.state is null or datum.state = 'blank') and coalesce(computed.is_complete, false) as is_computed,
    datum.file_name, datum.sha256, datum.sheet, datum.cell, datum.submission, datum.definition, datum.received_at,
    datum.text, datum.formula, datum.desk, datum.note, datum.evidence
from asked
join core.university as university using (university)
join form_row
    on (form_row.reported_by = 'every' or university.role = 'lead')
    and (form_row.from_fy is null or form_row.from_fy <= asked.fiscal_year)
left join datum
    on datum.university = asked.university
    and datum.row = form_row.row
    and datum.fiscal_year = asked.fiscal_year
    and datum.kind = asked.kind
left join computed
    on computed.university = asked.university
    and computed.row = form_row.row
    and computed.fiscal_year = asked.fiscal_year
    and computed.kind = asked.kind
