"""The indicator sheets of the data book (審査項目⑨), with live formulas."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from reports import excel
from reports.book import Book, Column, Scope
from reports.data_book.formulas import agrees, formula, ratio
from reports.data_book.layout import Line
from warehouse.programme.form import SpecialSheet
from warehouse.programme.indicator import Row


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a fact's cell stands. `kind` is baseline, target or actual."""

    university: str
    row: str
    fiscal_year: int
    kind: str
    sheet: str
    cell: str


def write_indicator_sheet(
    sheet: Worksheet, book: Book, scope: Scope, lines: tuple[Line, ...], special: SpecialSheet | None = None
) -> list[Placed]:
    """Write one sheet of indicators and return where each fact stands."""
    _write_head(sheet, book, scope, special)
    rows = {line.row.row: line.at for line in lines if line.row}
    placed: list[Placed] = []
    for line in lines:
        if line.row is None:
            _write_words(sheet, book, scope, line)
            continue
        _write_label(sheet, line, line.row, flat=special is not None)
        for index, column in enumerate(book.columns):
            at = book.column_of(index)
            _write_value(sheet, book, scope, line, column, at, rows)
            placed.append(
                Placed(
                    scope.code, line.row.row, column.fiscal_year, column.kind, sheet.title, excel.address(line.at, at)
                )
            )
        if line.has_growth and line.indicator.growth:
            cell = excel.address(line.at, book.growth_column)
            _write_growth(sheet, book, line)
            last = book.programme.target_fys[-1]
            placed.append(Placed(scope.code, line.indicator.growth.row, last, "target", sheet.title, cell))
    excel.break_pages(sheet, [line.at for line in lines if line.kind == "title"])
    return placed


def _write_head(sheet: Worksheet, book: Book, scope: Scope, special: SpecialSheet | None) -> None:
    form = book.programme.form.indicator_sheets
    last = book.last_column
    excel.widths(sheet, 1, 1.5, 3, 3, 44, *[13.0] * (last - 4))
    excel.put(sheet, 1, 2, form.heading, size=12, framed=False, to_column=4)
    excel.put(sheet, 1, last, book.tag(scope), align="center")
    if book.synthetic:
        excel.put(
            sheet,
            2,
            2,
            "【架空の合成データ】大学名・数値は実在の大学の実績ではありません。",
            size=9,
            framed=False,
            to_column=last,
        )
    if special is not None:
        excel.put(sheet, 3, 2, special.heading, size=11, framed=False, to_column=last)
        excel.put(sheet, 5, 2, special.university, fill=excel.HEAD_FILL, to_column=4)
        excel.put(sheet, 5, 5, scope.name, align="center", to_column=7)
        word = next((word for word, flag in special.sgu_words.items() if flag is book.sgu), "")
        excel.put(sheet, 6, 2, special.sgu, fill=excel.HEAD_FILL, to_column=4)
        excel.put(sheet, 6, 5, word, align="center", to_column=7)
    elif scope.role != "total":
        excel.put(sheet, 3, 2, form.university, framed=False, to_column=3)
        excel.put(sheet, 3, 4, scope.name or None, framed=False, to_column=6)
    excel.a4(sheet, landscape=last > 9, footer=sheet.title)


def _write_words(sheet: Worksheet, book: Book, scope: Scope, line: Line) -> None:
    last = book.last_column
    if line.kind == "basis":
        left, right = line.text.split("\t")
        named = f"(大学名 : {scope.name})" if scope.role != "total" else f"({book.tag(scope)})"
        excel.put(sheet, line.at, 2, left.replace("{university}", named), size=9, framed=False, to_column=4)
        excel.put(sheet, line.at, 5, right, size=9, framed=False, align="right", to_column=book.growth_column - 1)
    elif line.kind == "head":
        _write_column_heads(sheet, book, line)
    elif line.kind == "heading":
        excel.put(sheet, line.at, 3, line.text, to_column=last)
    elif line.kind == "gap":
        sheet.row_dimensions[line.at].height = 12
    else:
        size = 11 if line.kind == "title" else 9
        excel.put(sheet, line.at, 2, line.text, size=size, bold=line.kind == "title", framed=False, to_column=last)
        sheet.row_dimensions[line.at].height = excel.height_for(line.text, 50 + 13.0 * (last - 4), size)


def _write_column_heads(sheet: Worksheet, book: Book, line: Line) -> None:
    excel.put(sheet, line.at, 2, line.text or None, align="center", fill=excel.HEAD_FILL, to_column=4)
    for index, column in enumerate(book.columns):
        excel.put(sheet, line.at, book.column_of(index), column.head, align="center", fill=excel.HEAD_FILL)
    if line.has_growth:
        head = book.programme.form.indicator_sheets.growth_head
        excel.put(sheet, line.at, book.growth_column, head, align="center", fill=excel.HEAD_FILL)
    sheet.row_dimensions[line.at].height = 30


def _write_label(sheet: Worksheet, line: Line, row: Row, flat: bool) -> None:
    column = _label_column(row, flat)
    for blank in range(2, column):
        excel.put(sheet, line.at, blank, None)
    excel.put(sheet, line.at, column, line.text, to_column=4)
    sheet.row_dimensions[line.at].height = excel.height_for(line.text, 44)


def _label_column(row: Row, flat: bool) -> int:
    if flat or row.depth == 0:
        return 2
    if row.depth == 1:
        return 3 if row.within else 2
    return 4


def _write_value(
    sheet: Worksheet, book: Book, scope: Scope, line: Line, column: Column, at: int, rows: dict[str, int]
) -> None:
    row = line.row
    assert row is not None
    live = formula(book, scope, line, row, at, rows)
    value = book.values.get((scope.code, row.row, column.fiscal_year, column.kind))
    look = {"align": "right", "number_format": _format(book, row)}
    if live and (row.is_ratio or value is None or agrees(book, scope, row, column, value)):
        fill = excel.REQUIREMENT_FILL if _is_required(book, line, row, column) else excel.FORMULA_FILL
        excel.put_formula(sheet, line.at, at, live, fill=fill, **look)
        return
    cell = excel.put(sheet, line.at, at, value, fill=excel.INPUT_FILL, **look)  # type: ignore[arg-type]
    if live and value is not None:
        excel.remark(cell, "回答の値です。内訳の和（様式の計算式）と一致していません。")


def _write_growth(sheet: Worksheet, book: Book, line: Line) -> None:
    last = max(range(book.plan_columns), key=lambda index: book.columns[index].fiscal_year)
    first = next(index for index, column in enumerate(book.columns) if column.kind == "baseline")
    of = excel.address(line.at, book.column_of(last))
    to = excel.address(line.at, book.column_of(first))
    excel.put_formula(
        sheet, line.at, book.growth_column, ratio(book, of, to),
        align="right", number_format="0.0%", fill=excel.REQUIREMENT_FILL,
    )  # fmt: skip


def _is_required(book: Book, line: Line, row: Row, column: Column) -> bool:
    required = {requirement.item for requirement in book.programme.requirements}
    return (
        row.is_ratio
        and line.indicator.item in required
        and column.kind == "target"
        and column.fiscal_year == book.programme.final_fy
    )


def _format(book: Book, row: Row) -> str:
    return "0.0%" if row.is_ratio else excel.number_format(row.unit, row.decimals, separated=book.is_record)
