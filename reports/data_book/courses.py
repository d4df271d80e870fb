"""The course lists of the data book (審査項目⑩), one sheet a university and list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from openpyxl.worksheet.worksheet import Worksheet

from reports import excel
from reports.book import Book, Scope
from warehouse.programme.form import CourseColumn, CourseList

HEAD_ROW = 5
FIRST_ROW = 7
_WIDTHS = {"text": 14.0, "number": 9.0, "percent": 16.0}
_LONG = {"description": 48.0, "name": 28.0}
_FORMATS = {"text": "General", "number": "0", "percent": "0.0%"}


def course_title(courses: CourseList, scope: Scope) -> str:
    """Return the title of a university's sheet of a course list."""
    title = courses.title if scope.role == "lead" else courses.partner_title
    return title.replace("{n}", str(scope.position))


def write_course_sheet(
    sheet: Worksheet, book: Book, scope: Scope, courses: CourseList, rows: Sequence[Mapping[str, excel.Value]]
) -> None:
    """Write one course list: its head, as many numbered rows as the form has, and what is in them."""
    last = 2 + len(courses.columns)
    excel.widths(sheet, 1, 1.5, 4.5, *[_LONG.get(column.id, _WIDTHS[column.type]) for column in courses.columns])
    excel.put(sheet, 1, 2, "審査項目⑩　プログラム計画の適切性", size=12, framed=False, to_column=6)
    excel.put(sheet, 2, 2, courses.heading, framed=False, to_column=8)
    excel.put(sheet, 3, 2, book.programme.form.indicator_sheets.university, framed=False, to_column=3)
    excel.put(sheet, 3, 4, scope.name, framed=False, to_column=7)
    if book.synthetic:
        excel.put(sheet, 4, 2, "【架空の合成データ】", size=9, framed=False, to_column=last)
    _write_heads(sheet, courses.columns)
    for number in range(1, courses.rows + 1):
        given = rows[number - 1] if number <= len(rows) else {}
        _write_course(sheet, FIRST_ROW + number - 1, number, courses.columns, given)
    excel.a4(sheet, landscape=True, title_rows=f"{HEAD_ROW}:{HEAD_ROW + 1}", footer=sheet.title)


def _write_heads(sheet: Worksheet, columns: tuple[CourseColumn, ...]) -> None:
    excel.put(sheet, HEAD_ROW, 2, None, fill=excel.HEAD_FILL)
    excel.put(sheet, HEAD_ROW + 1, 2, None, fill=excel.HEAD_FILL)
    sheet.merge_cells(start_row=HEAD_ROW, end_row=HEAD_ROW + 1, start_column=2, end_column=2)
    previous = ""
    for at, column in enumerate(columns, start=3):
        if column.under is None:
            excel.put(sheet, HEAD_ROW, at, column.head, size=9, align="center", fill=excel.HEAD_FILL)
            excel.put(sheet, HEAD_ROW + 1, at, None, size=9, fill=excel.HEAD_FILL)
            sheet.merge_cells(start_row=HEAD_ROW, end_row=HEAD_ROW + 1, start_column=at, end_column=at)
        else:
            if column.head != previous:
                span = sum(1 for each in columns if each.under and each.head == column.head)
                excel.put(
                    sheet,
                    HEAD_ROW,
                    at,
                    column.head,
                    size=9,
                    align="center",
                    fill=excel.HEAD_FILL,
                    to_column=at + span - 1,
                )
            excel.put(sheet, HEAD_ROW + 1, at, column.under, size=9, align="center", fill=excel.HEAD_FILL)
        previous = column.head
    sheet.row_dimensions[HEAD_ROW].height = 30
    sheet.row_dimensions[HEAD_ROW + 1].height = 45


def _write_course(
    sheet: Worksheet, at: int, number: int, columns: tuple[CourseColumn, ...], given: Mapping[str, excel.Value]
) -> None:
    excel.put(sheet, at, 2, number, size=9, align="center")
    for offset, column in enumerate(columns, start=3):
        value = given.get(column.id)
        if column.type == "percent" and isinstance(value, int | Decimal):
            value = Decimal(value) / 100
        align: excel.Align = "left" if column.id in _LONG else "center" if column.type == "text" else "right"
        excel.put(sheet, at, offset, value, size=9, align=align, number_format=_FORMATS[column.type])
    text = str(given.get("description") or "")
    sheet.row_dimensions[at].height = excel.height_for(text, _LONG["description"], 9) if text else 15
