"""The formulas of the official indicator sheets: the plan's as the form prints them, the record's guarded against blanks."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from reports import excel
from reports.book import Book, Column, Scope
from reports.data_book.layout import Line
from reports.figures import STATE_WORDS, UNDEFINED
from warehouse.intake.submission import TOTAL
from warehouse.programme.indicator import Row

NOT_APPLICABLE = STATE_WORDS["not_applicable"]
PENDING = STATE_WORDS["pending"]


def formula(book: Book, scope: Scope, line: Line, row: Row, at: int, rows: dict[str, int]) -> str | None:
    """Return the form's formula for a cell, or None where a value is typed."""
    if row.ratio:
        return ratio(book, excel.address(rows[row.ratio.of], at), excel.address(rows[row.ratio.to], at))
    if scope.code == TOTAL:
        return _total(book, line, row, excel.address(line.at, at))
    if row.parts and all(part in rows for part in row.parts):
        return _sum([excel.address(rows[part], at) for part in row.parts], book.is_record)
    return None


def ratio(book: Book, of: str, to: str) -> str:
    """Return one cell divided by another, 「－」 where nothing divides."""
    if not book.is_record:
        return f'=IF({to}=0,"{UNDEFINED}",{of}/{to})'
    # 1000*n/d is exact at every tie, so that the tenths are those of the warehouse
    return f'=IF(COUNT({of},{to})<2,"",IF({to}=0,"{UNDEFINED}",ROUND(1000*{of}/{to},0)/1000))'


def _sum(cells: list[str], guarded: bool) -> str:
    added = "+".join(cells)
    return f'=IF(COUNT({",".join(cells)})<{len(cells)},"",{added})' if guarded else f"={added}"


def _total(book: Book, line: Line, row: Row, cell: str) -> str | None:
    rule = line.own.total if line.own else row.total
    if rule in ("ratio", "none"):
        return None
    members = [scope for scope in book.universities if rule == "sum" or scope.role == "lead"]
    cells = [excel.reference(book.title(scope), cell) for scope in members]
    if not book.is_record:
        return "=" + "+".join(cells)
    absent = "".join(f'+({each}="{NOT_APPLICABLE}")' for each in cells)
    return f'=IF(COUNT({",".join(cells)}){absent}<{len(cells)},"{PENDING}",SUM({",".join(cells)}))'


def agrees(book: Book, scope: Scope, row: Row, column: Column, value: excel.Value) -> bool:
    """Whether the value in force is what the form's formula gives."""
    year = (column.fiscal_year, column.kind)
    if scope.code == TOTAL:
        members: Iterable[tuple[str, str]] = ((each.code, row.row) for each in book.universities if each.code)
    else:
        members = ((scope.code, part) for part in row.parts)
    parts = [book.values.get((*member, *year)) for member in members]
    if isinstance(value, str):
        return value in (PENDING, NOT_APPLICABLE) and scope.code == TOTAL
    return sum((Decimal(part) for part in parts if isinstance(part, int | Decimal)), Decimal(0)) == value
