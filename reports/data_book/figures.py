"""The figures of a data book: each cell that prints a fact, an amount or a course's number gets its figure's id as a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from openpyxl import Workbook

from reports import excel
from reports.book import Scope
from reports.chapters.back import course_figure
from reports.chapters.budget import lines_figure
from reports.data_book.budget import CostRow, budget_title, cost_rows
from reports.data_book.courses import FIRST_ROW, course_title
from reports.data_book.indicators import Placed
from reports.figures import Figure, of_fact, of_ratio
from reports.material import Material, Row

PlacedFigure = tuple[Figure, str, str]  # the figure, its sheet and its cell
_FIRST_AMOUNT = 4  # the column of the first amount on a cost sheet
_FIRST_COURSE_COLUMN = 3


def name_figures(material: Material, workbook: Workbook, placed: Sequence[Placed]) -> tuple[tuple[Figure, str], ...]:
    """Name every figure's cell and return the figures with sheet and cell."""
    every = (*_indicators(material, placed), *_courses(material, workbook), *_amounts(material, workbook))
    for figure, sheet, cell in every:
        excel.name_cell(workbook, figure.id, sheet, cell)
    return tuple((figure, f"{sheet}!{cell}") for figure, sheet, cell in every)


def _indicators(material: Material, placed: Sequence[Placed]) -> Iterator[PlacedFigure]:
    shorts = {party.code: party.short for party in material.parties}
    for one in placed:
        key = (one.university, one.row, one.fiscal_year, one.kind)
        short = shorts.get(one.university, "")
        if key in material.facts and material.facts[key]["state"] != "blank":
            yield of_fact(material.facts[key], short), one.sheet, one.cell
        elif key in material.ratios:
            yield of_ratio(material.ratios[key], short), one.sheet, one.cell


def _courses(material: Material, workbook: Workbook) -> Iterator[PlacedFigure]:
    given = {(one["list"], one["university"], one["no"], one["column"]): one for one in material.courses}
    for courses in material.programme.form.course_lists:
        for party in material.universities:
            sheet = course_title(courses, Scope(party.code, party.name, party.role, party.position))
            for number in range(1, courses.rows + 1):
                for at, column in enumerate(courses.columns, start=_FIRST_COURSE_COLUMN):
                    one = given.get((courses.id, party.code, number, column.id))
                    if (
                        one
                        and column.type != "text"
                        and isinstance(one["value"], Decimal)
                        and sheet in workbook.sheetnames
                    ):
                        figure = course_figure(party, courses, column, number, one["value"])
                        yield figure, sheet, excel.address(FIRST_ROW + number - 1, at)


def _amounts(material: Material, workbook: Workbook) -> Iterator[PlacedFigure]:
    rows = cost_rows(material.programme)
    for fiscal_year in material.programme.fiscal_years:
        sheet = budget_title(material.programme, fiscal_year)
        lines = [line for line in material.budget_lines if line["fiscal_year"] == fiscal_year]
        if sheet not in workbook.sheetnames or not lines:
            continue
        for at_row, name, some in (*((row.at, *of_row(row, lines)) for row in rows), (rows[-1].at + 1, "all", lines)):
            for at, column in enumerate(material.programme.budget.columns, start=_FIRST_AMOUNT):
                figure = lines_figure(name, some, column.id)
                if figure.facts:
                    yield figure, sheet, excel.address(at_row, at)


def of_row(row: CostRow, lines: list[Row]) -> tuple[str, list[Row]]:
    """Return what the amounts of a line of a cost sheet are called in ids, and the leaves that they add up."""
    some = [line for line in lines if line["category"] == row.category.id and row.line in (None, line["line"])]
    return (f"{row.category.id}_{row.line}" if row.line else row.category.id), some
