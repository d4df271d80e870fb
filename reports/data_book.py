"""The データ集 as a workbook in the official layout: a plan from given values, or the record from the warehouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from reports.book import Book, Column, CourseRows, Key, MoneyKey, Scope, own_rows
from reports.data_book_sheets import with_empty_partners, write_sheets
from reports.excel import Value
from warehouse.intake.submission import OwnIndicator
from warehouse.programme import Programme
from warehouse.workspace import University


def write_official_form(
    programme: Programme,
    universities: Sequence[University],
    values: Mapping[Key, Value],
    courses: CourseRows,
    budget: Mapping[MoneyKey, Value],
    path: Path,
    own_indicators: Sequence[OwnIndicator] = (),
    synthetic: bool = False,
) -> Path:
    """Write a plan as the official データ集 workbook and return its path.

    `values`: (university, row, fiscal year, kind) to a number, None or a text such as 該当なし; a row that the form
    computes may be left out. `courses`: (list, university) to rows by column id, percentages as 33.3. `budget`:
    (fiscal year, category, line, column) to 千円 of each leaf (line '' for 旅費), column `remark` to a text.
    """
    form = programme.form.indicator_sheets
    book = Book(
        programme=programme,
        universities=with_empty_partners(scopes(universities), programme.partner_sheets),
        columns=tuple(Column(column.fy, column.kind, column.head) for column in form.columns),
        values=values,
        own=own_rows(own_indicators),
        courses=courses,
        money=budget,
        sgu=universities[0].sgu,
        synthetic=synthetic,
    )
    workbook, _ = write_sheets(book)
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def scopes(universities: Sequence[University]) -> tuple[Scope, ...]:
    """Return the universities as sheets: the lead, then the partners in order, numbered from 1."""
    return tuple(
        Scope(university.code, university.name, university.role, position)
        for position, university in enumerate(universities)
    )
