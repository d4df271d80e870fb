-- What the office has answered and ruled, for all to see. Grain: answer in force, in the order in which it was given.
-- row: the row of the form that a ruling binds; blank for a mere answer. asked_*: of the question; blank where nobody asked.
select
    answer.number, answer.question, answer.row, answer.row is not null as is_ruling, answer.text, answer.who, answer.post,
    answer.valid_from, answer.acted_at, answer.holds_from, answer.is_in_force, answer.version, form_row.label_ja,
    form_row.label_en, form_row.item, question.university as asked_by, question.fiscal_year as asked_fy,
    question.place as asked_place, question.text as asked_text
from core.answer as answer
left join core.question as question using (question)
left join core.row as form_row on form_row.row = answer.row
