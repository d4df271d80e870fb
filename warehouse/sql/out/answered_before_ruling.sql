-- The values that were reported before a ruling about their row came to hold. Grain: fact × ruling.
select
    answer.number, answer.row, answer.valid_from, answer.text as ruling, datum.university, university.name,
    university.position, datum.fiscal_year, datum.value, datum.state, datum.file_name, datum.sheet, datum.cell,
    datum.received_at
from core.answer as answer
join core.datum as datum on datum.row = answer.row and datum.kind = 'actual' and datum.state <> 'blank'
join core.university as university using (university)
where datum.received_at < answer.holds_from
