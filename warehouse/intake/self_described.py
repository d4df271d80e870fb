"""What a returned file says of itself: who answers, for which year, and what stands there for orientation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePath
from typing import Literal

from warehouse.intake.book.workbook import read_workbook
from warehouse.intake.collection.form import is_collection_form
from warehouse.intake.collection.heads import Head, money_head, round_head, top
from warehouse.intake.collection.rows import FoundRow, RowFinder
from warehouse.intake.delimited.heads import ROLES
from warehouse.intake.delimited.text import NotDelimited, read_grid
from warehouse.intake.row_names import RowNames
from warehouse.intake.spreadsheet import Sheet, Unreadable, Workbook
from warehouse.intake.submission import Datum, OwnIndicator
from warehouse.intake.text import Kind, normal, read_number, read_year
from warehouse.programme import Programme

FULLEST = "lead"  # the form of the lead has every row
DECIMALS = re.compile(r"0\.(0+)")
HEAD_WITHIN_LINES = 20


@dataclass(frozen=True, slots=True)
class Described:
    """What a file says of itself; blank where it says nothing.

    `universities`: (code, name) in the order of the sheets. `earlier`: what a 調査票 shows of the
    plan and of earlier years (university blank). `own`: the own indicators as their rows are worded.
    """

    fiscal_year: int | None = None
    universities: tuple[tuple[str, str], ...] = ()
    role: Literal["lead", "partner"] = "partner"
    earlier: tuple[Datum, ...] = ()
    own: tuple[OwnIndicator, ...] = field(default=())


def described(content: bytes, name: str, programme: Programme) -> Described:
    """Return what a file says of itself. Nothing raises: a file that cannot be read says nothing."""
    try:
        book = read_workbook(content, name)
    except Unreadable:
        return _of_lines(content, name, programme)
    if not is_collection_form(book, programme):
        return Described()
    return _of_form(book, programme)


def _of_form(book: Workbook, programme: Programme) -> Described:
    form = programme.collection
    rounds = [(sheet, head) for sheet in book.sheets if (head := round_head(sheet, form))]
    money = [(sheet, head) for sheet in book.sheets if (head := money_head(sheet, form, programme.budget))]
    tops = [top(sheet, head.row, form) for sheet, head in (*rounds, *money)]
    named = {each.name: each.code for each in reversed(tops) if each.name}
    years = [head.year for _, head in rounds] + [each.year for each in tops]
    year = next((each for each in years if each), None)
    of_lead = {row.row for indicator, _, row in programme.rows() if indicator.reported_by == "lead"}
    finder = RowFinder(programme, FULLEST, year or programme.last_fy)
    found = [(sheet, head, row) for sheet, head in rounds for row in finder.find(sheet, head) if row.row]
    is_lead = bool(money) or any(each.row and each.row.row in of_lead for _, _, each in found)
    shown = [*(datum for part in found for datum in _beside(*part, programme)), *_history(book, programme)]
    earlier = {(datum.row, datum.fiscal_year, datum.kind): datum for datum in shown}
    own = {each.row: each for part in found if (each := _own(*part))}
    return Described(
        year, tuple((code, name) for name, code in reversed(named.items())), "lead" if is_lead else "partner",
        tuple(earlier.values()), tuple(own.values()),
    )  # fmt: skip


def _beside(sheet: Sheet, head: Head, found: FoundRow, programme: Programme) -> Iterator[Datum]:
    """Yield the values of a row that stand in columns of another year or kind than the answer."""
    if found.row is None or found.row.is_ratio:
        return
    for column, (year, kind) in _years(sheet, head.row).items():
        if column != head.columns.get("answer"):
            yield from _shown(sheet, found.number, column, found.row.row, year, kind, programme)


def _history(book: Workbook, programme: Programme) -> Iterator[Datum]:
    """Yield the values of the plan and of earlier years from the sheet that shows them; none where it is gone."""
    heads = programme.collection.heads
    for sheet in book.sheets:
        if round_head(sheet, programme.collection) is not None:
            continue
        keys = [place for place, cell in sheet.cells.items() if normal(cell.text) == normal(heads.key)]
        for row, key in keys[:1]:
            years = _years(sheet, row)
            for number in sheet.rows_below(row):
                named = sheet.cells.get((number, key))
                for column, (year, kind) in years.items() if named else ():
                    assert named is not None
                    yield from _shown(sheet, number, column, named.text.strip(), year, kind, programme)


def _years(sheet: Sheet, head_row: int) -> dict[int, tuple[int, Kind]]:
    """Return the columns of a row of heads that name a year and say target or actual."""
    said = {column: read_year(cell.text) for (row, column), cell in sheet.cells.items() if row == head_row}
    return {column: (year, kind) for column, (year, kind) in said.items() if year and kind}


def _shown(
    sheet: Sheet, number: int, column: int, row: str, year: int, kind: Kind, programme: Programme
) -> Iterator[Datum]:
    cell = sheet.cells.get((number, column))
    reading = read_number(cell.value, cell.number_format) if cell and not cell.formula else None
    if cell is None or reading is None or reading.value is None:
        return
    is_baseline = kind == "actual" and year == programme.baseline_fy
    state: Literal["value", "zero"] = "value" if reading.value else "zero"
    yield Datum("", row, year, "baseline" if is_baseline else kind, state, reading.value, cell.text)


def _own(sheet: Sheet, head: Head, found: FoundRow) -> OwnIndicator | None:
    if found.basis != "own" or found.row is None:
        return None
    cell = sheet.cells.get((found.number, head.columns.get("answer", 0)))
    decimals = DECIMALS.search(cell.number_format or "") if cell else None
    typed = -int(cell.value.as_tuple().exponent) if cell and isinstance(cell.value, Decimal) else 0
    places = len(decimals[1]) if decimals else max(0, typed) if cell and cell.number_format is None else 0
    return OwnIndicator(
        "", found.row.row, found.label, found.row.unit, places, None, None, sheet.title, f"A{found.number}"
    )


def _of_lines(content: bytes, name: str, programme: Programme) -> Described:
    """Return what a CSV says: its column of universities, else the code in the file's name; the years of its lines."""
    try:
        grid = read_grid(content)
    except NotDelimited:
        return Described()
    roles: dict[str, int] = {}
    for line in grid[:HEAD_WITHIN_LINES]:
        roles = {ROLES[plain]: place for place, head in enumerate(line) if (plain := normal(head).casefold()) in ROLES}
        if "value" in roles or len(roles) > 1:
            break
    column, year_column = roles.get("university"), roles.get("year")
    texts = [line[column].strip() for line in grid[1:] if column is not None and column < len(line)]
    years = [
        read_year(line[year_column])[0] for line in grid[1:] if year_column is not None and year_column < len(line)
    ]
    years += [read_year(head)[0] for head in grid[0]] if year_column is None else []
    year = next((each for each in years if each), None)
    code = re.search(programme.institution_code.pattern.strip("^$"), PurePath(name).name)
    named = dict.fromkeys(text for text in texts if text and normal(text).casefold() not in ROLES)
    pairs = tuple((text, text) for text in named) or (((code[0], code[0]),) if code else ())
    return Described(year, pairs, _role_of_lines(grid, roles, programme))


def _role_of_lines(grid: list[list[str]], roles: dict[str, int], programme: Programme) -> Literal["lead", "partner"]:
    """Return whose rows the lines name: those that the lead alone answers make it the lead's file."""
    names, column = RowNames(programme), roles.get("row")
    texts = [line[column] for line in grid if column is not None and column < len(line)]
    return "lead" if any(names.is_lead_only(key) for text in texts for key in names.find(text)) else "partner"
