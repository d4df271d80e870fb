"""A workbook under somebody's hands: wherever its cells are moved, they are followed.

Lines are inserted as a spreadsheet does it: what stands below or to the right moves, and each formula follows.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter

from warehouse.intake.submission import Submission
from warehouse.intake.text import read_year

Key = tuple[Any, ...]
Meant = tuple[str, Any]  # state and value (of a course's words: the text)
REFERENCE = re.compile(
    r"(\"[^\"]*\")|((?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?::(\$?)([A-Z]{1,3})(\$?)(\d{1,7}))?(?![\w(])"
)


def facts(said: Submission) -> dict[Key, tuple[Meant, str | None, str | None]]:
    """Return what a submission says: by key what is meant, the sheet and the cell."""
    found: dict[Key, tuple[Meant, str | None, str | None]] = {}
    for datum in said.data:
        key: Key = ("value", datum.university, datum.row, datum.fiscal_year, datum.kind)
        found[key] = ((datum.state, datum.value), datum.sheet, datum.cell)
    for money in said.money:
        key = ("money", money.fiscal_year, money.category, money.line, money.column)
        found[key] = ((money.state, money.value if money.column != "remark" else money.text), money.sheet, money.cell)
    for course in said.courses:
        key = ("course", course.list, course.university, course.no, course.column)
        found[key] = (("", course.value if course.value is not None else course.text), course.sheet, course.cell)
    return found


@dataclass
class Book:
    """An opened workbook with the cells that hold its facts."""

    book: Any
    chance: random.Random
    cells: dict[Key, Any]
    meant: dict[Key, Meant]
    is_plan: bool
    taken: set[tuple[str, str]] = field(default_factory=set)  # cells that a damage has changed or relies on

    @classmethod
    def opened(cls, content: bytes, clean: Submission, chance: random.Random) -> Book:
        """Open a sound file of which it is known what it says."""
        book = openpyxl.load_workbook(io.BytesIO(content))
        known = facts(clean)
        cells = {key: book[sheet][cell] for key, (_, sheet, cell) in known.items() if sheet and cell}
        meant = {key: said for key, (said, _, _) in known.items()}
        return cls(book, chance, cells, meant, clean.purpose == "plan")

    @property
    def content(self) -> bytes:
        """The file as it is saved now."""
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def typed(self) -> list[tuple[Key, Any]]:
        """Return the cells into which somebody typed a number, in no order."""
        found = [
            (key, cell) for key, cell in self.cells.items()
            if isinstance(cell.value, int | float) and not isinstance(cell.value, bool) and key[0] != "course"
        ]  # fmt: skip
        self.chance.shuffle(found)
        return found

    def counts(self) -> list[tuple[Key, Any]]:
        """Return the typed cells that count people or things: no money, no ratio, no own indicator."""
        return [
            (key, cell) for key, cell in self.typed()
            if key[0] == "value" and not key[2].startswith("8.") and isinstance(cell.value, int)
        ]  # fmt: skip

    def computed(self) -> list[tuple[Key, Any]]:
        """Return the cells of facts that hold a formula, in no order."""
        found = [(key, cell) for key, cell in self.cells.items() if str(cell.value or "").startswith("=")]
        self.chance.shuffle(found)
        return found

    def sheets(self) -> list[Any]:
        """Return the sheets with facts, in the book's order."""
        titles = {cell.parent.title for cell in self.cells.values()}
        return [sheet for sheet in self.book.worksheets if sheet.title in titles]

    def tables(self) -> list[Any]:
        """Return the sheets on which rows of indicators stand."""
        titles = {cell.parent.title for key, cell in self.cells.items() if key[0] == "value"}
        return [sheet for sheet in self.book.worksheets if sheet.title in titles]

    def label_of(self, cell: Any) -> Any:
        """Return the cell in which the label of a fact's row stands."""
        sheet = cell.parent
        texts = [
            sheet.cell(cell.row, column) for column in range(1, cell.column)
            if isinstance(sheet.cell(cell.row, column).value, str) and sheet.cell(cell.row, column).value.strip()
        ]  # fmt: skip
        if not self.is_plan and sheet in self.tables():
            return texts[1]  # the row's number stands left of its label
        return texts[0]

    def labels(self) -> list[Any]:
        """Return the labels of the rows of indicators and amounts, each cell once, in no order."""
        found = {
            id(label): label
            for key, cell in self.cells.items()
            if key[0] != "course"
            for label in [self.label_of(cell)]
        }
        labels = list(found.values())
        self.chance.shuffle(labels)
        return labels

    def heads(self) -> list[Any]:
        """Return the heads of the value columns, such as 令和8年度(目標値)."""
        return [
            cell
            for sheet in self.tables()
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and len(cell.value) < 30 and all(read_year(cell.value))
        ]

    def address(self, key: Key) -> tuple[str, str]:
        """Return the sheet and the address at which a fact stands now."""
        cell = self.cells[key]
        return cell.parent.title, cell.coordinate

    def insert_rows(self, sheet: Any, before: int, count: int = 1) -> None:
        """Insert blank rows."""
        sheet.insert_rows(before, count)
        self._shift(sheet, lambda row, column: (row + count if row >= before else row, column))

    def insert_columns(self, sheet: Any, before: int, count: int = 1) -> None:
        """Insert blank columns."""
        sheet.insert_cols(before, count)
        self._shift(sheet, lambda row, column: (row, column + count if column >= before else column))

    def rename(self, sheet: Any, title: str) -> None:
        """Give a sheet another title; the formulas that name it follow."""
        old, new = (f"'{name.replace(chr(39), chr(39) * 2)}'!" for name in (sheet.title, title))
        bare = f"{sheet.title}!"
        sheet.title = title
        for cell in self.formulas():
            cell.value = cell.value.replace(old, new).replace(bare, new) if old != new else cell.value

    def needed_by(self, cell: Any) -> set[tuple[str, str]]:
        """Return the cells that a formula refers to, and those that their formulas do, as (sheet, address)."""
        found: set[tuple[str, str]] = set()
        waiting = [cell]
        while waiting:
            known = waiting.pop()
            for sheet, address in _references(str(known.value), known.parent.title):
                if (sheet, address) not in found and sheet in self.book.sheetnames:
                    found.add((sheet, address))
                    waiting += (
                        [self.book[sheet][address]] if str(self.book[sheet][address].value).startswith("=") else []
                    )
        return found

    def formulas(self) -> Iterator[Any]:
        """Yield every cell with a formula."""
        for sheet in self.book.worksheets:
            for cell in sheet._cells.values():
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    yield cell

    def _shift(self, sheet: Any, moved: Callable[[int, int], tuple[int, int]]) -> None:
        for box in list(sheet.merged_cells.ranges):
            (top, left), (bottom, right) = moved(box.min_row, box.min_col), moved(box.max_row, box.max_col)
            box.min_row, box.min_col, box.max_row, box.max_col = top, left, bottom, right
        for cell in self.formulas():
            cell.value = REFERENCE.sub(
                lambda found, at=cell: _referred(found, at.parent.title, sheet.title, moved), cell.value
            )


def _references(formula: str, own: str) -> Iterator[tuple[str, str]]:
    """Yield the sheet and address of each cell that a formula names; of a range its ends."""
    for found in REFERENCE.finditer(formula):
        named = (found[2] or "").rstrip("!").strip("'").replace("''", "'") or own
        if not found[1]:
            yield named, found[4] + found[6]
            if found[8]:
                yield named, found[8] + found[10]


def _referred(found: re.Match[str], own: str, shifted: str, moved: Callable[[int, int], tuple[int, int]]) -> str:
    """Return a reference as it reads after the cells of a sheet were moved."""
    named = (found[2] or "").rstrip("!").strip("'").replace("''", "'")
    if found[1] or (named or own) != shifted:
        return found[0]
    first = _at(found[3], found[4], found[5], found[6], moved)
    last = ":" + _at(found[7], found[8], found[9], found[10], moved) if found[8] else ""
    return (found[2] or "") + first + last


def _at(
    fixed_column: str, letters: str, fixed_row: str, digits: str, moved: Callable[[int, int], tuple[int, int]]
) -> str:
    row, column = moved(int(digits), column_index_from_string(letters))
    return f"{fixed_column}{get_column_letter(column)}{fixed_row}{row}"
