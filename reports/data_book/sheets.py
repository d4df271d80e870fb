"""All sheets of a data book in the official order."""

from __future__ import annotations

from openpyxl import Workbook

from reports.book import Book, Scope
from reports.data_book.budget import budget_title, write_budget_sheet
from reports.data_book.courses import course_title, write_course_sheet
from reports.data_book.indicators import Placed, write_indicator_sheet
from reports.data_book.layout import place

SPECIAL_FIRST_LINE = 8


def write_sheets(book: Book) -> tuple[Workbook, list[Placed]]:
    """Return the workbook with every sheet, and where each fact stands in it."""
    workbook = Workbook()
    del workbook[workbook.sheetnames[0]]
    placed: list[Placed] = []
    lines = place(book)
    for scope in book.sheets:
        placed += write_indicator_sheet(workbook.create_sheet(book.title(scope)), book, scope, lines)
    lead = next(scope for scope in book.universities if scope.role == "lead")
    for special in book.programme.form.special_sheets:
        special_lines = place(book, special.id, SPECIAL_FIRST_LINE)
        placed += write_indicator_sheet(workbook.create_sheet(special.title), book, lead, special_lines, special)
    _write_courses(workbook, book)
    for fiscal_year in book.programme.fiscal_years:
        write_budget_sheet(workbook.create_sheet(budget_title(book.programme, fiscal_year)), book, fiscal_year)
    return workbook, placed


def _write_courses(workbook: Workbook, book: Book) -> None:
    for courses in book.programme.form.course_lists:
        for scope in book.universities:
            rows = book.courses.get((courses.id, scope.code), ())
            if scope.code:
                sheet = workbook.create_sheet(course_title(courses, scope))
                write_course_sheet(sheet, book, scope, courses, rows)


def with_empty_partners(universities: tuple[Scope, ...], partner_sheets: int) -> tuple[Scope, ...]:
    """Return the universities with an empty scope for each partner sheet that the official form keeps unused."""
    partners = len(universities) - 1
    if partners == 0:
        return universities
    spare = [Scope("", "", "partner", number) for number in range(partners + 1, partner_sheets + 1)]
    return (*universities, *spare)
