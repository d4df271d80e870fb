"""経費: plan, ceiling of the taper, 交付決定額, 執行額, 残額 and own share, by year and by category, in 千円."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.content import Block, Cell, Heading, Paragraph, Table, TableRow
from reports.figures import Figure, money_key, of_money, of_tenths
from reports.material import Material, Row, reiwa

UNIT_NOTE = "(単位：千円)"
_COLUMNS = ("grant", "own", "scale", "granted", "executed", "remaining")
WORDS = {"grant": "補助金申請額\n（計画）", "own": "大学負担額\n（計画）", "scale": "プログラム\n規模", "granted": "交付決定額",
          "executed": "執行額", "remaining": "残額"}  # fmt: skip
_PARTS = {"scale": ("grant", "own"), "remaining": ("granted", "executed")}


def budget_chapter(material: Material, fiscal_year: int) -> Iterator[Block]:
    """Yield the money by year, one fiscal year by category, and what is said about the taper."""
    if not material.budget_years:
        yield Paragraph(("該当なし",))
        return
    yield Heading(2, "年度別の状況", "budget_years")
    yield Paragraph((UNIT_NOTE,), "unit")
    yield Table((1.3, 0.8, *[1.1] * 7, 0.9), tuple(_years(material)), size=8.5)
    for note in taper_notes(material):
        yield Paragraph((note,), "note")
    lines = [line for line in material.budget_lines if line["fiscal_year"] == fiscal_year]
    if lines:
        yield Heading(2, f"{reiwa(fiscal_year)}の経費区分別の状況", "budget_lines")
        yield Paragraph((UNIT_NOTE,), "unit")
        yield Table((2.2, *[1.1] * len(_COLUMNS)), tuple(_lines(lines)), size=8.5)


def taper_notes(material: Material) -> Iterator[str]:
    """Yield what must be said about the taper: its base, that it was not verified, and the other reading."""
    budget = material.programme.budget
    text = f"※上限額は、{budget.taper.initial_fy}年度の補助金申請額（計画）を「当初配分額」とみなし、逓減の率を乗じて千円未満を切り捨てた額である。"
    yield text + ("" if budget.taper.verified else "「当初配分額」の意味は未確認である。")
    if budget.other_reading:
        yield f"※別の読み方：{budget.other_reading.ja}。"
    yield "※残額は交付決定額から執行額を差し引いた額、自己負担割合は大学負担額（計画）をプログラム規模で除した割合である。"


def _years(material: Material) -> Iterator[TableRow]:
    heads = ("年度", "逓減の率", "上限額", *(WORDS[column] for column in _COLUMNS), "自己負担\n割合")
    yield TableRow(tuple(Cell((head,), align="center", bold=True) for head in heads), is_head=True)
    for year in material.budget_years:
        lines = [line for line in material.budget_lines if line["fiscal_year"] == year["fiscal_year"]]
        yield TableRow(
            (
                Cell((reiwa(year["fiscal_year"]),)),
                Cell((f"{year['share_pct']}%" if year["share_pct"] is not None else "",), align="right"),
                Cell((ceiling_figure(material, year),), align="right"),
                *(Cell((year_figure(year, lines, column),), align="right") for column in _COLUMNS),
                Cell((own_share_figure(year, lines),), align="right"),
            )
        )


def ceiling_figure(material: Material, year: Row) -> Figure:
    """Return the figure of a year's ceiling (上限額)."""
    initial = material.programme.budget.taper.initial_fy
    lines = [line for line in material.budget_lines if line["fiscal_year"] == initial]
    formula = f"ceiling:{year['fiscal_year']}"
    return of_money(year["ceiling"], "total", year["fiscal_year"], "ceiling", money_keys(lines, "grant"), formula)


def year_figure(year: Row, lines: list[Row], column: str) -> Figure:
    """Return the figure of a column's sum over a year."""
    return of_money(
        year[column], "total", year["fiscal_year"], column, money_keys(lines, column), money_formula(column)
    )


def own_share_figure(year: Row, lines: list[Row]) -> Figure:
    """Return the figure of a year's 自己負担割合."""
    tenths = year["own_share_tenths"]
    facts = money_keys(lines, "own") + money_keys(lines, "grant")
    return of_tenths(tenths, "money", "total", year["fiscal_year"], "own_share", facts)


def _lines(lines: list[Row]) -> Iterator[TableRow]:
    heads = ("経費区分", *(WORDS[column] for column in _COLUMNS))
    yield TableRow(tuple(Cell((head,), align="center", bold=True) for head in heads), is_head=True)
    for category in dict.fromkeys(line["category"] for line in lines):
        some = [line for line in lines if line["category"] == category]
        yield _sum_row(f"【{some[0]['category_label']}】", category, some)
        for line in some:
            if line["line"]:
                name = f"{category}_{line['line']}"
                cells = (Cell((lines_figure(name, [line], column),), align="right") for column in _COLUMNS)
                yield TableRow((Cell((line["line_label"],), indent=1), *cells))
    yield _sum_row("合計", "all", lines)


def _sum_row(label: str, name: str, lines: list[Row]) -> TableRow:
    cells = (Cell((lines_figure(name, lines, column),), align="right") for column in _COLUMNS)
    return TableRow((Cell((label,), bold=True), *cells))


def lines_figure(name: str, lines: list[Row], column: str) -> Figure:
    """Return the figure of a column over leaves of one year; `name` is what it is called in its id."""
    facts = money_keys(lines, column)
    return of_money(amount(lines, column), name, lines[0]["fiscal_year"], column, facts, money_formula(column))


def amount(lines: list[Row], column: str) -> Decimal | None:
    """Return the sum of a column over lines; None where nothing was written. 残額 needs both its parts."""
    if column == "remaining":
        granted, executed = amount(lines, "granted"), amount(lines, "executed")
        return None if granted is None or executed is None else granted - executed
    values = [line[column] for line in lines if line[column] is not None]
    return sum((Decimal(value) for value in values), Decimal(0)) if values else None


def money_formula(column: str) -> str:
    """Return how a column's amount is made of its facts."""
    return "remaining" if column == "remaining" else "sum"


def money_keys(lines: list[Row], column: str) -> tuple[str, ...]:
    """Return the keys of the amounts behind a column of lines."""
    return tuple(
        money_key(line["category"], line["line"], line["fiscal_year"], part)
        for line in lines
        for part in _PARTS.get(column, (column,))
        if line[part] is not None
    )
