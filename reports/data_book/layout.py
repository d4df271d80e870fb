"""Where each line of the official indicator sheets stands, walked from the definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reports.book import Book, OwnRow
from warehouse.programme.indicator import Indicator, Row, Table
from warehouse.programme.part import Heading

LineKind = Literal["title", "requirement", "basis", "head", "row", "heading", "note", "gap"]
FIRST_LINE = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet: `at` is its row number; `row` where it holds values, `indicator` whose it is."""

    at: int
    kind: LineKind
    text: str
    indicator: Indicator
    row: Row | None = None
    own: OwnRow | None = None
    has_growth: bool = False


def place(book: Book, sheet: str | None = None, first: int = FIRST_LINE) -> tuple[Line, ...]:
    """Return the lines of the indicator sheets (`sheet` None) or of a special sheet, in order, with their rows."""
    lines: list[Line] = []
    for indicator in book.programme.indicators:
        if indicator.sheet != sheet:
            continue
        for kind, text, row, own, growth in _indicator_lines(book, indicator, special=sheet is not None):
            lines.append(Line(first + len(lines), kind, text, indicator, row, own, growth))
    return tuple(lines)


_Parts = tuple[LineKind, str, Row | None, OwnRow | None, bool]


def _indicator_lines(book: Book, indicator: Indicator, special: bool) -> Iterator[_Parts]:
    if not special:
        yield "title", title_of(indicator), None, None, False
        for requirement in book.programme.requirements:
            if requirement.item == indicator.item:
                yield "requirement", f"※ 要件：{requirement.text.ja}", None, None, False
    previous: tuple[str | None, str] | None = None
    for number, table in enumerate(indicator.tables):
        if number == 0 or (table.basis, table.counting) != previous or table.caption:
            yield "basis", _basis_text(book, table, number == 0), None, None, False
        previous = (table.basis, table.counting)
        yield "head", table.head or "", None, None, _has_growth(indicator, table)
        yield from _table_lines(book, indicator, table)
    for note in indicator.notes:
        yield "note", note, None, None, False
    for own in book.own if indicator.own else ():
        for note in own.notes:
            yield "note", note, None, None, False
    yield "gap", "", None, None, False


def _table_lines(book: Book, indicator: Indicator, table: Table) -> Iterator[_Parts]:
    for entry in table.rows:
        if isinstance(entry, Heading):
            yield "heading", entry.heading, None, None, False
        else:
            yield "row", entry.label, entry, None, bool(indicator.growth and indicator.growth.of == entry.row)
    if indicator.own:
        for own in book.own:
            yield "row", own.row.label, own.row, own, False


def title_of(indicator: Indicator) -> str:
    """Return an indicator's title as the form prints it, such as `4) 日本人学生の海外留学人数・割合`."""
    return f"{indicator.item}) {indicator.title.ja}"


def basis_note(book: Book, table: Table) -> str:
    """Return what the form prints about a table's base date; blank for a table of ratios."""
    notes = book.programme.form.indicator_sheets.basis_notes
    if table.counting == "cumulative":
        return notes.get("cumulative", "")
    return notes.get(table.basis or "", "")


def _basis_text(book: Book, table: Table, first: bool) -> str:
    """The line's left text, a tab, and the base date at the right."""
    left = table.caption or ("{university}" if first else "")
    return f"{left}\t{basis_note(book, table)}"


def _has_growth(indicator: Indicator, table: Table) -> bool:
    return indicator.growth is not None and any(row.row == indicator.growth.of for row in table.entries)
