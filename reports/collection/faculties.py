"""The 部局別内訳 of a 調査票: one column a 部局, less what several count twice; what it makes goes into the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.collection import style
from reports.collection.top import GREY, Occasion, finish, write_top
from warehouse.intake.collection.layout import Line
from warehouse.programme import Row
from warehouse.programme.collection import CollectionFaculties, CollectionHeads
from warehouse.workspace import University

KEY, LABEL, UNIT, FIRST = range(1, 5)
BEFORE, FACULTY, AFTER = [13.0, 40.0, 6.0], 9.5, [10.0, 10.0, 11.0, 30.0]
HEADS_HEIGHT = 46
PROMPT = "部局ごとの数値を入力します。該当する数がない部局は「0」と入力してください。"
DEDUCTED = "複数の部局に数えられている同じ人・科目・団体の数を、正の数で入力します。"


@dataclass(frozen=True)
class _Columns:
    """The columns behind those of the 部局, of which there are `faculties`."""

    faculties: int

    @property
    def sum(self) -> int:
        return FIRST + self.faculties

    @property
    def deduction(self) -> int:
        return self.sum + 1

    @property
    def net(self) -> int:
        return self.sum + 2

    @property
    def reason(self) -> int:
        return self.sum + 3

    def across(self, row: int, absolute: str = "") -> str:
        """The cells of the 部局 in a row."""
        first, last = get_column_letter(FIRST), get_column_letter(self.sum - 1)
        return f"{first}{absolute}{row}:{last}{absolute}{row}"


def write_faculties(
    sheet: Worksheet,
    occasion: Occasion,
    words: CollectionFaculties,
    found: Sequence[Line],
    known: Sequence[dict[str, Any]],
) -> dict[str, str]:
    """Write the sheet and return, by row, the cell that makes the row's answer ('部局別内訳'!N9).

    `found`: the lines of the fullest round. `known`: the cells of the breakdown that was received before, shown again.
    """
    names = _names(words, occasion.university, known)
    columns = _Columns(len(names))
    style.columns(sheet, [*BEFORE, *[FACULTY] * len(names), *AFTER])
    row = write_top(sheet, occasion, words.form_number, words.ja, columns.reason)
    for note in words.notes:
        style.put(sheet, row, 1, note, boxed=False, wrap=False, size=9.5)
        row += 1
    head = row + 1
    _heads(sheet, occasion.programme.collection.heads, words, head, columns, names)
    earlier = {(cell["row"], cell["position"]): cell for cell in known}
    writer = _Lines(sheet, words, columns, head, earlier)
    number = head
    for line in _asked(found):
        number += 1
        writer.write(number, line)
    writer.warn()
    sheet.freeze_panes = f"{get_column_letter(FIRST)}{head + 1}"
    finish(sheet, occasion, words.form_number, title_row=head)
    return {key: f"'{sheet.title}'!{cell}" for key, cell in writer.nets.items()}


def _names(words: CollectionFaculties, university: University, known: Sequence[dict[str, Any]]) -> list[str | None]:
    """Return the names of the columns: of the breakdown received before, else of rokunen.yaml; some stay blank to be typed."""
    before = {cell["position"]: cell["faculty"] for cell in known if cell["part"] == "faculty"}
    named: list[str | None] = [before.get(number) or None for number in range(1, max(before, default=0) + 1)]
    named += [name for name in university.faculties if name not in named]
    count = max(len(named) + words.spare, 0 if university.faculties else words.columns)
    return [*named, *[None] * (count - len(named))]


def _asked(found: Sequence[Line]) -> list[Line]:
    """Return the rows that a university types, each below its item and heading; no notes."""
    kept: list[Line] = []
    above: list[Line] = []
    for line in found:
        if line.kind == "item":
            above = [line]
        elif line.kind == "heading":
            above = [*(each for each in above if each.kind == "item"), line]
        elif line.kind == "table":
            above = [each for each in above if each.kind == "item"]
        elif _is_asked(line):
            kept += [*above, line]
            above = []
    return kept


def _is_asked(line: Line) -> bool:
    """Whether a line is a row that a university types and whose parts can be added; an own indicator may be anything."""
    row, table = line.row, line.table
    return row is not None and table is not None and row.is_input and row.total == "sum" and table.basis != "own"


def _heads(
    sheet: Worksheet, heads: CollectionHeads, words: CollectionFaculties, row: int, columns: _Columns, names: Sequence[str | None]
) -> None:  # fmt: skip
    style.put(sheet, row - 1, FIRST, words.faculty, fill=style.HEAD, size=9, across="center", wrap=False, shrink=True)
    style.span(sheet, row - 1, FIRST, columns.sum - 1)
    texts = {
        KEY: heads.key, LABEL: heads.label, UNIT: heads.unit, columns.sum: words.sum,
        columns.deduction: words.deduction, columns.net: words.net, columns.reason: words.reason,
    }  # fmt: skip
    for column, text in texts.items():
        style.put(sheet, row, column, text, fill=style.HEAD, bold=True, across="center", size=10)
    for column, name in enumerate(names, FIRST):
        style.inert(style.put(sheet, row, column, name, is_input=True, bold=True, across="center", size=10))
    sheet.row_dimensions[row].height = HEADS_HEIGHT


class _Lines:
    """Writes the lines below the heads; `nets` says, by row, where the answer is made."""

    def __init__(
        self, sheet: Worksheet, words: CollectionFaculties, columns: _Columns, head: int, earlier: dict[tuple[str, int], dict[str, Any]]
    ) -> None:  # fmt: skip
        self.sheet, self.words, self.columns, self.head, self.earlier = sheet, words, columns, head, earlier
        self.nets: dict[str, str] = {}
        self.counted: list[str] = []
        self.deducted: list[str] = []

    def write(self, number: int, line: Line) -> None:
        """Write one line in row `number`."""
        if line.row is not None:
            self._row(number, line, line.row)
            return
        if line.kind == "item":
            style.put(self.sheet, number, KEY, line.text, bold=True, size=11, fill=style.ITEM)
            style.span(self.sheet, number, KEY, self.columns.reason)
            self.sheet.row_dimensions[number].height = 21
            return
        for column in range(KEY, self.columns.reason + 1):
            text = line.text if column == LABEL else None
            style.put(self.sheet, number, column, text, fill=style.TABLE, indent=2 if text else 0)

    def warn(self) -> None:
        """Let the open cells say what is asked and question what is no number."""
        for addresses, title, prompt in (
            (self.counted, self.words.sheet, PROMPT),
            (self.deducted, self.words.deduction, DEDUCTED),
        ):
            if addresses:
                style.warn(self.sheet, " ".join(addresses), whole=True, title=title, prompt=prompt)

    def _row(self, number: int, line: Line, row: Row) -> None:
        sheet, columns = self.sheet, self.columns
        style.put(sheet, number, KEY, row.row, size=9, colour=GREY, shrink=True)
        indent = max(row.depth - 1, 1 if row.within else 0) * 2
        style.put(sheet, number, LABEL, row.label, indent=indent)
        style.put(sheet, number, UNIT, row.unit, across="center", size=10)
        for column in range(FIRST, columns.sum):
            self._number(number, column, self._known(row, column - FIRST + 1), is_input=True)
        cells = columns.across(number)
        named = f"COUNTA({columns.across(self.head, '$')})"
        total = f'=IF(COUNT({cells})=0,"",IF(COUNT({cells})<{named},"",SUM({cells})))'
        self._number(number, columns.sum, total)
        sum_, deduction, net = (
            f"{get_column_letter(column)}{number}" for column in (columns.sum, columns.deduction, columns.net)
        )
        is_cumulative = line.table is not None and line.table.counting == "cumulative"
        self._deduction(number, row, is_cumulative)
        self._number(
            number, columns.net, f'=IF({sum_}="","",{sum_}{"" if is_cumulative else f"-{deduction}"})', bold=True
        )
        sheet.row_dimensions[number].height = max(19, style.height(row.label, BEFORE[1] - indent))
        self.counted.append(cells)
        self.nets[row.row] = net

    def _deduction(self, number: int, row: Row, is_cumulative: bool) -> None:
        column = self.columns.deduction
        if is_cumulative:
            style.put(self.sheet, number, column, self.words.cumulative, fill=style.FORMULA, across="center")
            style.put(self.sheet, number, self.columns.reason, fill=style.FORMULA)
            return
        self._number(number, column, self._known(row, 0), is_input=True)
        note = self.earlier.get((row.row, 0), {}).get("note")
        style.inert(style.put(self.sheet, number, self.columns.reason, note, is_input=True, size=10))
        self.deducted.append(f"{get_column_letter(column)}{number}")

    def _number(self, number: int, column: int, value: object, is_input: bool = False, bold: bool = False) -> None:
        fill = None if is_input else style.FORMULA
        style.put(
            self.sheet,
            number,
            column,
            value,
            is_input=is_input,
            fill=fill,
            bold=bold,
            across="right",
            number_format=style.WHOLE,
        )

    def _known(self, row: Row, position: int) -> object:
        cell = self.earlier.get((row.row, position))
        if cell is None:
            return None
        value = cell["value"]
        return (
            int(value)
            if isinstance(value, Decimal) and value == value.to_integral_value()
            else value or cell["text"] or None
        )
