"""What the office has answered and ruled, on the next 調査票: a sheet for all, and a note beside each ruled row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from reports.collection import style
from reports.collection.top import Occasion, finish, write_top
from warehouse.decision import day_in_japan
from warehouse.intake.collection.layout import Line
from warehouse.programme.collection import CollectionAnswers, CollectionForm

WIDTHS = [8.0, 20, 30, 44, 56, 22]
Row = dict[str, Any]


def with_rulings(form: CollectionForm, answers: Sequence[Row], found: Sequence[Line]) -> list[Line]:
    """Return the lines of a round with each ruling in force as one more ※ note of its item, marked at its row."""
    if form.answers is None:
        return list(found)
    rulings = [each for each in answers if each["is_ruling"] and each["is_in_force"]]
    lines = list(found)
    for each in rulings:
        lines = _with_note(lines, each["row"], _note(form.answers, each))
    return lines


def _note(words: CollectionAnswers, ruling: Row) -> str:
    text = " ".join(ruling["text"].split())
    return words.note.replace("{day}", str(ruling["valid_from"])).replace("{text}", text)


def _with_note(lines: list[Line], row: str, note: str) -> list[Line]:
    """Return the lines with a note at the end of the row's item; as they are where the row is not among them."""
    place = next((number for number, line in enumerate(lines) if line.row and line.row.row == row), None)
    if place is None:
        return lines
    item = lines[place].item
    count = 1 + sum(line.kind == "note" and line.item == item for line in lines)
    end = max(number for number, line in enumerate(lines) if line.item == item)
    lines[place] = replace(lines[place], notes=(*lines[place].notes, count))
    mark = note[0]
    return [*lines[: end + 1], Line("note", f"{mark}{count} {note.lstrip(mark)}", item), *lines[end + 1 :]]


def write_answers(sheet: Worksheet, occasion: Occasion, words: CollectionAnswers, answers: Sequence[Row]) -> None:
    """Write 質問と回答: every answer and ruling in the order given; who asked is not told."""
    style.columns(sheet, WIDTHS)
    row = write_top(sheet, occasion, words.form_number, words.ja, len(WIDTHS))
    style.put(sheet, row, 1, words.intro, boxed=False, wrap=False, size=9.5)
    head = row + 1
    for column, text in enumerate((words.number, words.kind, words.row, words.question, words.answer, words.day), 1):
        style.put(sheet, head, column, text, fill=style.HEAD, bold=True, across="center")
    for number, each in enumerate(answers, 1):
        texts = (
            number,
            words.ruled if each["is_ruling"] else words.answered,
            _place(each),
            each["asked_text"],
            each["text"],
            _days(each),
        )
        for column, said in enumerate(texts, 1):
            across = "center" if column in (1, 2, 6) else "left"
            style.inert(style.put(sheet, head + number, column, said, down="top", across=across))
        sheet.row_dimensions[head + number].height = max(
            style.height(str(said or ""), width) for said, width in zip(texts, WIDTHS, strict=True)
        )
    finish(sheet, occasion, words.form_number, title_row=head)


def _place(answer: Row) -> str:
    if answer["is_ruling"]:
        return f"{answer['row']} {(answer['label_ja'] or '').lstrip('・')}"
    return answer["asked_place"] or ""


def _days(answer: Row) -> str:
    """The day of an answer; of a ruling that holds from another day also that one."""
    given: datetime = answer["acted_at"]
    day = day_in_japan(given)
    return str(day) if answer["valid_from"] == day else f"{day}（{answer['valid_from']}）"
