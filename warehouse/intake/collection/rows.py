"""Which row of the form each line of a returned 調査票 is, by its label and what stands above it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from warehouse.intake.collection.heads import Head
from warehouse.intake.collection.layout import Line, asked_indicators, lines
from warehouse.intake.official.cells import is_typed_number
from warehouse.intake.official.table import nearest_label
from warehouse.intake.spreadsheet import Sheet
from warehouse.intake.text import normal
from warehouse.programme import Programme, Row

BESIDE_NOTHING = "return_value_beside_nothing"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A line of a sheet that is a row of the form. `doubt` is the rule that its label breaks, `near` what it resembles."""

    number: int
    row: Row | None
    item: str
    basis: str | None
    label: str
    doubt: str | None = None
    near: str = ""


class RowFinder:
    """Finds the rows of one university's form. The label decides; the key beside it only where the label does not."""

    def __init__(self, programme: Programme, role: str, fiscal_year: int) -> None:
        self.lines = [line for line in lines(programme, role, fiscal_year, None) if line.kind != "note"]
        self._rows = [line for line in self.lines if line.row]
        self._labels = {normal(line.text) for line in self._rows}
        self._items = {normal(line.text): line.item for line in self.lines if line.kind == "item"}
        self._contexts = {
            (line.item, normal(line.text)) for line in self.lines if line.kind in ("table", "heading") and line.text
        }
        self._own = {part.item for part in asked_indicators(programme, role) if part.own}

    def find(self, sheet: Sheet, head: Head) -> Iterator[FoundRow]:
        """Yield the rows below the heads, and each line with an answer that is no row of the form."""
        item, context = "", ""
        for number in sheet.rows_below(head.row):
            key, label = _text(sheet, number, head, "key"), _text(sheet, number, head, "label")
            band = next((normal(text) for text in (key, label) if normal(text) in self._items), None)
            if band is not None:
                item, context = self._items[band], ""
            elif (item, normal(label)) in self._contexts and normal(label) not in self._labels:
                context = normal(label)
            elif re.fullmatch(r"\d+\.[1-9]\d?", key) and key.split(".")[0] in self._own:
                yield _own_row(number, key, label, _text(sheet, number, head, "unit"))
                continue
            elif label or key:
                found = self._resolve(number, key, label, item, context)
                if found.row is not None or (label and _text(sheet, number, head, "answer")):
                    yield found
                continue
            answer = sheet.cells.get((number, head.columns["answer"])) if "answer" in head.columns else None
            if answer is not None and is_typed_number(answer):
                yield FoundRow(number, None, item, None, label or "－", BESIDE_NOTHING)

    def _resolve(self, number: int, key: str, label: str, item: str, context: str) -> FoundRow:
        plain = normal(label)
        candidates = [line for line in self._rows if normal(line.text) == plain]
        here = [line for line in candidates if line.item == item] or candidates
        by_key = next((line for line in self._rows if line.row and line.row.row == key), None)
        if len(here) > 1:
            keyed = [line for line in here if line is by_key]
            here = keyed or [line for line in here if normal(line.context) == context] or here
        if len(here) == 1:
            found = _found(number, here[0], label)
            is_other = by_key is not None and by_key is not here[0]
            return replace(found, doubt="return_key_differs", near=key) if is_other else found
        if here:
            near = "、".join(line.row.row for line in here if line.row)
            return FoundRow(number, None, item, None, label, "return_row_ambiguous", near)
        if by_key is not None:
            meant = nearest_label(plain, (normal(line.text) for line in self._rows))
            doubt = "return_label_read_as" if meant == normal(by_key.text) else "return_label_changed"
            return replace(_found(number, by_key, label), doubt=doubt, near=by_key.text)
        close = difflib.get_close_matches(plain, [normal(line.text) for line in self._rows], 1, 0.6)
        near = next((line.text for line in self._rows if close and normal(line.text) == close[0]), "")
        return FoundRow(number, None, item, None, label, "return_row_unknown", near)


def _found(number: int, line: Line, label: str) -> FoundRow:
    return FoundRow(number, line.row, line.item, line.table.basis if line.table else None, label)


def _own_row(number: int, key: str, label: str, unit: str) -> FoundRow:
    """Return an own indicator as its sheet words it; its declaration stands in the plan."""
    row = Row(row=key, measure="own_indicator_" + key.split(".")[1], label=label, en=label, unit=unit, decimals=4)
    return FoundRow(number, row, key.split(".")[0], "own", label)


def _text(sheet: Sheet, number: int, head: Head, column: str) -> str:
    if column not in head.columns:
        return ""
    cell = sheet.cells.get((number, head.columns[column]))
    return cell.text.strip() if cell else ""
