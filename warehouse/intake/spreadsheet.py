"""What a returned spreadsheet holds: cells, sheets and a workbook, as received and never edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Reason = Literal["empty", "truncated", "encrypted", "not_a_workbook", "too_large", "malformed"]
CellValue = str | Decimal | bool | None
CellRange = tuple[int, int, int, int]


class Unreadable(Exception):
    """A file that cannot be read as a workbook, with a short reason; the wording for people is made elsewhere."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds a value, a formula or a comment.

    `row` and `column` count from 1. `value` is what is stored: a cell that shows 33.3% holds 0.333, and only
    `number_format` tells. A formula saved without a result has `has_cached` False and `value` None; a cell that
    merely carries a comment has `value` None and no formula. An error is its code as text, with `is_error`.
    `number_format` is None where the file does not tell it (of .xls and .ods only a percentage is told).
    """

    row: int
    column: int
    value: CellValue
    formula: str | None = None
    has_cached: bool = True
    comment: str | None = None
    number_format: str | None = None
    is_error: bool = False

    @property
    def address(self) -> str:
        """The address as a spreadsheet shows it, such as E7."""
        return f"{column_letters(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """The stored content as text, spaces and full-width digits as typed; blank is the empty text."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        return "" if self.value is None else format(self.value, "f")


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One worksheet: `cells` by (row, column) counted from 1, only those that hold something.

    `title` is exact, spaces included. `index` is its place in the workbook, from 0. `row_count` and `column_count`
    are the last row and column in use. `merged` lists (top, left, bottom, right).
    """

    title: str
    index: int
    is_hidden: bool
    cells: Mapping[tuple[int, int], Cell]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    row_count: int
    column_count: int
    merged: tuple[CellRange, ...]

    def at(self, address: str) -> Cell | None:
        """The cell at an address such as E7; None where nothing is written."""
        return self.cells.get(position(address))

    def rows_below(self, row: int) -> list[int]:
        """The rows below a row that hold something, in order: a sheet may be a million rows long and all but empty."""
        return sorted({number for number, _ in self.cells if number > row})


@dataclass(frozen=True, slots=True, eq=False)
class Workbook:
    """A workbook as received: its sheets in order, the SHA-256 of the file, and what was odd about the file.

    `kind` is the true format: xlsx (also .xlsm), xlsb, xls or ods. `notes` holds codes: `content_is_<kind>` when the
    file's name promises another format; `values_only` when formulas, comments, hidden rows and errors are not told
    (of .xlsb, and an .xls older than Excel 97; an error then looks like a blank cell); `macros`, `external_links` and `outside_names` when the file carries
    programs, links to other files or names that lead out of its archive, none of which is ever followed.
    """

    sheets: tuple[Sheet, ...]
    sha256: str
    kind: str
    notes: tuple[str, ...] = ()

    def sheet(self, title: str) -> Sheet | None:
        """The sheet of that exact title, or None."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 5 is E."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column from its letters: E is 5."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=1 << 14)  # the same addresses come back on each sheet
def position(address: str) -> tuple[int, int]:
    """The (row, column) of an address such as E7 or $E$7, counted from 1."""
    plain = address.replace("$", "")
    letters = plain.rstrip("0123456789")
    if not (letters.isascii() and letters.isalpha() and len(letters) < len(plain)):
        raise ValueError(f"not a cell address: {address!r}")
    return int(plain[len(letters) :]), column_number(letters)
