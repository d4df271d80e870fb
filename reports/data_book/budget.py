"""The cost sheets of the data book (審査項目⑫), one a fiscal year, in 千円, with live sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from reports import excel
from reports.book import Book
from warehouse.programme import Programme
from warehouse.programme.money import CostCategory

FIRST_REIWA_FY = 2018  # 令和元年度 is fiscal year 2019
HEAD_ROW = 5
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_NUMBER = "#,##0;▲#,##0"


@dataclass(frozen=True, slots=True)
class CostRow:
    """A line of a cost sheet: a category (`line` None: with lines below it), or a leaf (`line` '' for 旅費)."""

    at: int
    category: CostCategory
    line: str | None
    label: str


def cost_rows(programme: Programme, first: int = HEAD_ROW + 1) -> tuple[CostRow, ...]:
    """Return the lines of a cost sheet with their rows."""
    return tuple(
        CostRow(first + offset, category, line, label)
        for offset, (category, line, label) in enumerate(_walk(programme))
    )


def _walk(programme: Programme) -> Iterator[tuple[CostCategory, str | None, str]]:
    for category in programme.budget.categories:
        label = programme.form.budget_sheets.category.replace("{label}", category.label)
        yield category, (None if category.lines else ""), label
        for line in category.lines:
            yield category, line.id, line.label


def budget_title(programme: Programme, fiscal_year: int) -> str:
    """Return the title of a fiscal year's cost sheet."""
    return programme.form.budget_sheets.title.replace("{era}", str(fiscal_year - FIRST_REIWA_FY))


def write_budget_sheet(sheet: Worksheet, book: Book, fiscal_year: int) -> None:
    """Write one year's cost table: leaves as given, categories, totals and プログラム規模 as formulas."""
    form = book.programme.form.budget_sheets
    columns = book.programme.budget.columns
    last = 4 + len(columns)
    era = str(fiscal_year - FIRST_REIWA_FY)
    excel.widths(sheet, 1, 1.5, 3, 30, *[15.0] * len(columns), 40)
    excel.put(sheet, 1, 2, f"{form.heading}【年度ごとに1ページ】", size=12, framed=False, to_column=last)
    if book.synthetic:
        excel.put(sheet, 2, 2, "【架空の合成データ】", size=9, framed=False, to_column=last)
    excel.put(sheet, 4, last, form.unit_note, size=9, align="right", framed=False)
    _write_heads(sheet, book, form.year_head.replace("{era}", era), last)
    rows = cost_rows(book.programme)
    for row in rows:
        _write_row(sheet, book, fiscal_year, row, rows)
    _write_total(sheet, book, form.total.replace("{era}", era), rows)
    name = next((scope.name for scope in book.universities if scope.role == "lead"), "")
    excel.put(sheet, rows[-1].at + 2, 2, f"(大学名 : {name} )", framed=False, align="right", to_column=last)
    excel.a4(sheet, footer=sheet.title)


def _write_heads(sheet: Worksheet, book: Book, year_head: str, last: int) -> None:
    columns = book.programme.budget.columns
    numbers = {column.id: _CIRCLED[position] for position, column in enumerate(columns) if not column.sum}
    excel.put(sheet, HEAD_ROW, 2, year_head, align="center", fill=excel.HEAD_FILL, to_column=3)
    for at, column in enumerate(columns, start=4):
        mark = "+".join(numbers.get(each, each) for each in column.sum) or numbers[column.id]
        excel.put(sheet, HEAD_ROW, at, f"{column.ja}\n({mark})", align="center", fill=excel.HEAD_FILL)
    remark = book.programme.form.budget_sheets.remark_head
    excel.put(sheet, HEAD_ROW, last, remark, align="center", fill=excel.HEAD_FILL)
    sheet.row_dimensions[HEAD_ROW].height = 30


def _write_row(sheet: Worksheet, book: Book, fiscal_year: int, row: CostRow, rows: tuple[CostRow, ...]) -> None:
    columns = book.programme.budget.columns
    is_subtotal = row.line is None
    fill = excel.HEAD_FILL if row.line in (None, "") else None
    if row.line:
        excel.put(sheet, row.at, 2, None)
        excel.put(sheet, row.at, 3, row.label)
    else:
        excel.put(sheet, row.at, 2, row.label, fill=fill, to_column=3)
    leaves = [each.at for each in rows if each.category.id == row.category.id and each.line]
    for at, column in enumerate(columns, start=4):
        look: dict[str, object] = {"align": "right", "number_format": _NUMBER}
        if column.sum:
            parts = [excel.address(row.at, 4 + _position(book, part)) for part in column.sum]
            excel.put_formula(sheet, row.at, at, "=" + "+".join(parts), fill=excel.FORMULA_FILL, **look)
        elif is_subtotal:
            cells = f"{excel.address(leaves[0], at)}:{excel.address(leaves[-1], at)}"
            excel.put_formula(sheet, row.at, at, f"=SUM({cells})", fill=excel.FORMULA_FILL, **look)
        else:
            value = book.money.get((fiscal_year, row.category.id, row.line or "", column.id))
            excel.put(sheet, row.at, at, value, **look)  # type: ignore[arg-type]
    note = book.money.get((fiscal_year, row.category.id, row.line or "", "remark"))
    excel.put(sheet, row.at, 4 + len(columns), note, size=9)
    sheet.row_dimensions[row.at].height = max(25.5, excel.height_for(str(note or ""), 40, 9))


def _write_total(sheet: Worksheet, book: Book, label: str, rows: tuple[CostRow, ...]) -> None:
    columns = book.programme.budget.columns
    at_row = rows[-1].at + 1
    tops = [row.at for row in rows if row.line in (None, "")]
    excel.put(sheet, at_row, 2, label, align="center", fill=excel.HEAD_FILL, to_column=3)
    for at, column in enumerate(columns, start=4):
        cells = [excel.address(at_row, 4 + _position(book, part)) for part in column.sum]
        cells = cells or [excel.address(top, at) for top in tops]
        excel.put_formula(
            sheet, at_row, at, "=" + "+".join(cells), align="right", number_format=_NUMBER, fill=excel.FORMULA_FILL
        )
    excel.put(sheet, at_row, 4 + len(columns), None)
    sheet.row_dimensions[at_row].height = 25.5


def _position(book: Book, column: str) -> int:
    return next(index for index, each in enumerate(book.programme.budget.columns) if each.id == column)
