"""The cost sheets of the official form: every line, subtotal and total of each year, with the remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from warehouse.intake.findings import Findings
from warehouse.intake.form_cells import FormCells, Told
from warehouse.intake.form_sheets import FormSheet, year_in_head
from warehouse.intake.form_table import rows_of
from warehouse.intake.layout import era_year, pattern
from warehouse.intake.spreadsheet import Cell, Sheet
from warehouse.intake.submission import Money
from warehouse.intake.text import normal, read_number
from warehouse.programme import Programme

REMARK = "remark"
CIRCLED = "0123456789"  # what a circled number becomes when a label is normalised


@dataclass(frozen=True, slots=True)
class _CostRow:
    label: str
    category: str
    line: str
    words: str


def read_budget(form_sheet: FormSheet, programme: Programme, cells: FormCells, findings: Findings) -> list[Money]:
    """Return the cells of one year's cost table, in the form's unit; `number` of the sheet is the fiscal year.

    One for each row and column, blank amounts included; a remark only where one is written.
    """
    sheet, year = form_sheet.sheet, form_sheet.number
    _check_head(form_sheet, programme, findings)
    columns, head_row = _columns(sheet, programme)
    for column in programme.budget.columns:
        if column.id not in columns:
            findings.say("form_cost_head_missing", sheet.title, None, expected=column.ja, fiscal_year=year)
    if not columns:
        return []
    first = min(columns.values())
    labels = dict(_labels(sheet, first, head_row))
    money: list[Money] = []
    for row, cost in _matched(labels, programme, year, form_sheet, findings):
        money += _row(sheet, row, cost, columns, year, programme.budget.unit, cells, findings)
    return money


def _check_head(form_sheet: FormSheet, programme: Programme, findings: Findings) -> None:
    """Say where the year in the head, or the unit, is another than the sheet's."""
    words, year, sheet = programme.form.budget_sheets, form_sheet.number, form_sheet.sheet
    said = year_in_head(form_sheet.top, programme.form)
    if said is not None and said[0] != year:
        _say_year(said[1].text, form_sheet, findings, said[1].address)
    unit = normal(words.unit_note)
    opening = unit.partition(":")[0] + ":"
    for cell in form_sheet.top:
        text = normal(cell.text)
        if text.startswith(opening) and text != unit:
            findings.say("form_cost_unit", sheet.title, cell.address, value=cell.text, expected=words.unit_note)


def _say_year(value: str, form_sheet: FormSheet, findings: Findings, address: str) -> None:
    year = form_sheet.number
    findings.say("form_cost_year", form_sheet.sheet.title, address, value=value, fiscal_year=year, era=era_year(year))


def _columns(sheet: Sheet, programme: Programme) -> tuple[dict[str, int], int]:
    """Return the column of each amount and of the remarks, and the row of their heads."""
    wanted = {column.id: normal(column.ja) for column in programme.budget.columns}
    wanted[REMARK] = normal(programme.form.budget_sheets.remark_head)
    best: tuple[dict[str, int], int] = ({}, 0)
    for number, cells in rows_of(sheet):
        found: dict[str, int] = {}
        for cell in cells:
            text = normal(cell.text) if isinstance(cell.value, str) else ""
            for column, head in wanted.items():
                if text == head or text.startswith(head + "("):
                    found.setdefault(column, cell.column)
        if len(found) > max(1, len(best[0])):
            best = (found, number)
    return best


def _labels(sheet: Sheet, first: int, head_row: int) -> Iterator[tuple[int, Cell]]:
    for number, cells in rows_of(sheet):
        label = next((cell for cell in cells if cell.column < first and isinstance(cell.value, str)), None)
        if number > head_row and label is not None:
            yield number, label


def _matched(
    labels: dict[int, Cell], programme: Programme, year: int, form_sheet: FormSheet, findings: Findings
) -> Iterator[tuple[int, _CostRow]]:
    """Yield the rows of the cost table: each line inside its category, in the form's order."""
    expected = _cost_rows(programme, year)
    category: str | None = None
    for number, label in labels.items():
        text = normal(label.text)
        row = _find(text, expected, category)
        if row is None and pattern(programme.form.budget_sheets.total).fullmatch(text):
            row = next((row for row in expected if not row.category), None)
            _say_year(label.text, form_sheet, findings, label.address)
        if row is None:
            continue
        expected.remove(row)
        category = row.category
        yield number, row
    for row in expected:
        title = form_sheet.sheet.title
        findings.say("form_cost_row_missing", title, None, label=row.words, fiscal_year=year)


def _cost_rows(programme: Programme, year: int) -> list[_CostRow]:
    words = programme.form.budget_sheets
    rows: list[_CostRow] = []
    for category in programme.budget.categories:
        heading = words.category.format(label=category.label)
        rows.append(_CostRow(normal(heading), category.id, "", heading))
        rows += [_CostRow(normal(line.label), category.id, line.id, line.label) for line in category.lines]
    total = words.total.format(era=era_year(year))
    return [*rows, _CostRow(normal(total), "", "", total)]


def _find(text: str, expected: Sequence[_CostRow], category: str | None) -> _CostRow | None:
    """Return the row that a label means: exactly, else without its bracket or number, lines in their category first."""
    inside = [row for row in expected if row.line and row.category == category]
    others = [row for row in expected if row not in inside]
    for row in (*inside, *others):
        if text == row.label:
            return row
    for row in inside:
        if text.lstrip(CIRCLED) == row.label.lstrip(CIRCLED):
            return row
    return next((row for row in others if not row.line and text.strip("()") == row.label.strip("()")), None)


def _row(
    sheet: Sheet, number: int, row: _CostRow, columns: dict[str, int], year: int, unit: str, cells: FormCells,
    findings: Findings,
) -> Iterator[Money]:  # fmt: skip
    for column, place in columns.items():
        if column == REMARK:
            yield from _remark(sheet, number, place, row, year)
            continue
        told = cells.told(sheet, number, place, unit)
        _judge(sheet, told, row, year, unit, findings)
        yield Money(year, row.category, row.line, column, told.state, told.value, told.text, sheet.title, told.cell)


def _judge(sheet: Sheet, told: Told, row: _CostRow, year: int, unit: str, findings: Findings) -> None:
    rule = told.doubt or ("form_value_pending" if told.state == "pending" else None)
    if rule:
        facts = {"value": told.text, "label": row.words, "label_en": row.line or row.category or "total", "unit": unit}
        findings.say(rule, sheet.title, told.cell, fiscal_year=year, **facts)


def _remark(sheet: Sheet, number: int, place: int, row: _CostRow, year: int) -> Iterator[Money]:
    cell = sheet.cells.get((number, place))
    if cell is not None and cell.text.strip():
        is_none = read_number(cell.value).state == "not_applicable"
        state = "not_applicable" if is_none else "value"
        yield Money(year, row.category, row.line, REMARK, state, None, cell.text.strip(), sheet.title, cell.address)  # type: ignore[arg-type]
