"""The 質問票 of a returned 調査票: what a university asks, and about which row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warehouse.intake.collection.heads import Head
from warehouse.intake.row_names import RowNames
from warehouse.intake.spreadsheet import Sheet
from warehouse.intake.submission import Question
from warehouse.programme import Programme

BETWEEN_WORDS = re.compile(r"[\s　、，,・;；()（）「」]+")


def read_questions(
    sheet: Sheet, head: Head, programme: Programme, university: str, fiscal_year: int
) -> Iterator[Question]:
    """Yield each question of a sheet with its place and asker; `row` where the place names exactly one row of the form."""
    names = RowNames(programme)
    for number in sheet.rows_below(head.row):
        cell = sheet.cells.get((number, head.columns["question"]))
        text = cell.text.strip() if cell else ""
        if cell is None or not text:
            continue
        place, asker = (_text(sheet, number, head.columns.get(name)) for name in ("place", "asker"))
        row = _row(names, place)
        yield Question.asked(
            university, fiscal_year, place or None, row, text, asker or None, sheet.title, cell.address
        )


def _row(names: RowNames, place: str) -> str | None:
    """Return the row that a place names as a whole, else by one of its words."""
    for name in (place, *BETWEEN_WORDS.split(place)):
        found = names.find(name) if name else []
        if len(found) == 1:
            return found[0]
    return None


def _text(sheet: Sheet, number: int, column: int | None) -> str:
    cell = sheet.cells.get((number, column)) if column else None
    return cell.text.strip() if cell else ""
