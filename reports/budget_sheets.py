"""The sheets of the money's workbook: one a fiscal year by category, and all years on the first, with live formulas."""

from __future__ import annotations

from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports import excel
from reports.chapters.budget import (
    UNIT_NOTE,
    WORDS,
    ceiling_figure,
    lines_figure,
    money_keys,
    own_share_figure,
    taper_notes,
    year_figure,
)
from reports.data_book.budget import CostRow, cost_rows
from reports.data_book.figures import of_row
from reports.figures import Figure
from reports.material import Material, Row, reiwa

SUMMARY = "年度別"
HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
_NUMBER = "#,##0;▲#,##0"
_GIVEN = ("grant", "own", "granted", "executed")
_COLUMNS = ("grant", "own", "scale", "granted", "executed", "remaining")  # from column D on
_FIRST_COLUMN = 4
Placed = tuple[Figure, str]


def write_budget_sheets(material: Material) -> tuple[Workbook, tuple[Placed, ...]]:
    """Return the workbook, and each amount that it prints as a figure with its sheet and cell."""
    workbook = Workbook()
    summary = workbook[workbook.sheetnames[0]]
    summary.title = SUMMARY
    placed: list[Placed] = []
    years = [year["fiscal_year"] for year in material.budget_years]
    for fiscal_year in years:
        placed += _write_year(workbook, material, fiscal_year)
    _write_summary(summary, material, years)
    for offset, year in enumerate(material.budget_years):
        placed += _name_year(workbook, summary, material, year, FIRST_ROW + offset)
    return workbook, tuple(placed)


def _name_year(workbook: Workbook, sheet: Worksheet, material: Material, year: Row, row: int) -> list[Placed]:
    """Name the amounts of a year on the first sheet: 上限額, the columns' sums, 自己負担割合."""
    lines = [line for line in material.budget_lines if line["fiscal_year"] == year["fiscal_year"]]
    figures = [(ceiling_figure(material, year), 4), (own_share_figure(year, lines), 12)]
    figures += [(year_figure(year, lines, name), at) for at, name in enumerate(_COLUMNS, start=5)]
    return [
        _named(workbook, sheet, figure, row, at) for figure, at in figures if figure.value is not None and figure.facts
    ]


def _total_row(material: Material) -> int:
    return cost_rows(material.programme, FIRST_ROW)[-1].at + 1


def _column(name: str) -> int:
    return _FIRST_COLUMN + _COLUMNS.index(name)


def _write_year(workbook: Workbook, material: Material, fiscal_year: int) -> list[Placed]:
    sheet = workbook.create_sheet(reiwa(fiscal_year))
    excel.widths(sheet, 1, 1.5, 3, 28, *[15.0] * len(_COLUMNS), 36)
    _title(sheet, material, f"{reiwa(fiscal_year)}　経費区分別の状況", _FIRST_COLUMN + len(_COLUMNS))
    excel.put(sheet, HEAD_ROW, 2, "経費区分", align="center", fill=excel.HEAD_FILL, to_column=3)
    for name in _COLUMNS:
        excel.put(sheet, HEAD_ROW, _column(name), WORDS[name], align="center", fill=excel.HEAD_FILL)
    excel.put(sheet, HEAD_ROW, _FIRST_COLUMN + len(_COLUMNS), "備考", align="center", fill=excel.HEAD_FILL)
    sheet.row_dimensions[HEAD_ROW].height = 34
    lines = {
        (line["category"], line["line"]): line for line in material.budget_lines if line["fiscal_year"] == fiscal_year
    }
    rows = cost_rows(material.programme, FIRST_ROW)
    for row in rows:
        _write_row(sheet, row, rows, lines.get((row.category.id, row.line or "")))
    _write_total(sheet, rows)
    excel.a4(sheet, landscape=True, footer=sheet.title)
    leaves = list(lines.values())
    named = [(row.at, *of_row(row, leaves)) for row in rows] + [(rows[-1].at + 1, "all", leaves)]
    return [
        _named(workbook, sheet, lines_figure(name, some, column), at, _column(column))
        for at, name, some in named
        for column in _COLUMNS
        if some and money_keys(some, column) and lines_figure(name, some, column).text
    ]


def _named(workbook: Workbook, sheet: Worksheet, figure: Figure, row: int, column: int) -> Placed:
    """Give a figure's cell its id as a name."""
    cell = excel.address(row, column)
    excel.name_cell(workbook, figure.id, sheet.title, cell)
    return figure, f"{sheet.title}!{cell}"


def _title(sheet: Worksheet, material: Material, title: str, last: int) -> None:
    mark = "【架空の合成データ】" if material.workspace.config.synthetic else ""
    excel.put(sheet, 1, 2, f"{mark}{title}", size=12, bold=True, framed=False, wrap=False)
    excel.put(sheet, 2, 2, f"大学名：{material.workspace.lead.name}", framed=False, wrap=False)
    excel.put(sheet, HEAD_ROW - 1, last, UNIT_NOTE, size=9, align="right", framed=False)


def _write_row(sheet: Worksheet, row: CostRow, rows: tuple[CostRow, ...], line: Row | None) -> None:
    is_top = not row.line
    if is_top:
        excel.put(sheet, row.at, 2, row.label, fill=excel.HEAD_FILL, to_column=3)
    else:
        excel.put(sheet, row.at, 2, None)
        excel.put(sheet, row.at, 3, row.label)
    leaves = [each.at for each in rows if each.category.id == row.category.id and each.line]
    for name in _GIVEN:
        at = _column(name)
        if row.line is None:
            _sum(sheet, row.at, at, [excel.address(leaf, at) for leaf in leaves])
            continue
        value: Decimal | None = line[name] if line else None
        excel.put(sheet, row.at, at, value, align="right", number_format=_NUMBER)
    _derived(sheet, row.at)
    excel.put(sheet, row.at, _FIRST_COLUMN + len(_COLUMNS), line["remark"] if line else None, size=9)


def _write_total(sheet: Worksheet, rows: tuple[CostRow, ...]) -> None:
    at_row = rows[-1].at + 1
    excel.put(sheet, at_row, 2, "合計", align="center", fill=excel.HEAD_FILL, to_column=3)
    tops = [row.at for row in rows if not row.line]
    for name in _GIVEN:
        _sum(sheet, at_row, _column(name), [excel.address(top, _column(name)) for top in tops])
    _derived(sheet, at_row)
    excel.put(sheet, at_row, _FIRST_COLUMN + len(_COLUMNS), None)


def _sum(sheet: Worksheet, row: int, column: int, cells: list[str]) -> None:
    joined = ",".join(cells)
    formula = f'=IF(COUNT({joined})=0,"",SUM({joined}))'
    excel.put_formula(sheet, row, column, formula, align="right", number_format=_NUMBER, fill=excel.FORMULA_FILL)


def _derived(sheet: Worksheet, row: int) -> None:
    """プログラム規模 and 残額."""
    grant, own = (excel.address(row, _column(name)) for name in ("grant", "own"))
    _sum(sheet, row, _column("scale"), [grant, own])
    granted, executed = (excel.address(row, _column(name)) for name in ("granted", "executed"))
    formula = f'=IF(COUNT({granted},{executed})<2,"",{granted}-{executed})'
    excel.put_formula(
        sheet, row, _column("remaining"), formula, align="right", number_format=_NUMBER, fill=excel.FORMULA_FILL
    )


def _write_summary(sheet: Worksheet, material: Material, years: list[int]) -> None:
    other = material.programme.budget.other_reading
    heads = ["年度", "逓減の率", "上限額", *(WORDS[name] for name in _COLUMNS), "上限額との差", "自己負担割合"]
    heads += ["別の読み方の率", "別の読み方の上限額"] if other else []
    excel.widths(sheet, 1, 1.5, 14, 10, *[14.0] * (len(heads) - 2))
    _title(sheet, material, "年度別の経費の状況", 1 + len(heads))
    for at, head in enumerate(heads, start=2):
        excel.put(sheet, HEAD_ROW, at, head, align="center", fill=excel.HEAD_FILL)
    sheet.row_dimensions[HEAD_ROW].height = 34
    initial = material.programme.budget.taper.initial_fy
    first = FIRST_ROW + years.index(initial) if initial in years else None
    for offset, fiscal_year in enumerate(years):
        _write_year_row(sheet, material, FIRST_ROW + offset, fiscal_year, first)
    for offset, note in enumerate(taper_notes(material), start=1):
        excel.put(sheet, FIRST_ROW + len(years) + offset, 2, note, size=9, framed=False, wrap=False)
    excel.a4(sheet, landscape=True, footer=sheet.title)


def _write_year_row(sheet: Worksheet, material: Material, row: int, fiscal_year: int, first: int | None) -> None:
    year = material.programme.year(fiscal_year)
    money = {"align": "right", "number_format": _NUMBER, "fill": excel.FORMULA_FILL}
    excel.put(sheet, row, 2, reiwa(fiscal_year))
    _share(sheet, row, 3, year.share_pct)
    initial = f"$E${first}" if first else "0"
    _ceiling(sheet, row, 4, f"C{row}", initial)
    total = _total_row(material)
    for offset, name in enumerate(_COLUMNS, start=5):
        cell = excel.reference(reiwa(fiscal_year), excel.address(total, _column(name)))
        excel.put_formula(sheet, row, offset, f"={cell}", **money)
    excel.put_formula(sheet, row, 11, f'=IF(COUNT(D{row},E{row})<2,"",D{row}-E{row})', **money)
    excel.put_formula(
        sheet, row, 12, f'=IF(COUNT(F{row},G{row})<2,"",IF(G{row}=0,"－",ROUND(1000*F{row}/G{row},0)/1000))',
        align="right", number_format="0.0%", fill=excel.FORMULA_FILL,
    )  # fmt: skip
    if material.programme.budget.other_reading:
        _share(sheet, row, 13, year.other_share_pct)
        _ceiling(sheet, row, 14, f"M{row}", initial)


def _share(sheet: Worksheet, row: int, column: int, share: int | None) -> None:
    value = Decimal(share) / 100 if share is not None else "中間評価後"
    excel.put(sheet, row, column, value, align="right", number_format="0%")


def _ceiling(sheet: Worksheet, row: int, column: int, share: str, initial: str) -> None:
    """当初配分額 × 率, truncated to 千円."""
    formula = f'=IF(COUNT({share},{initial})<2,"",INT({initial}*ROUND(100*{share},0)/100))'
    excel.put_formula(sheet, row, column, formula, align="right", number_format=_NUMBER, fill=excel.FORMULA_FILL)
