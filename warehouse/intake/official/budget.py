"""The cost sheets of the official form: every line, subtotal and total of each year, with the remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from warehouse.intake.findings import Findings
from warehouse.intake.layout import era_year, pattern
from warehouse.intake.official.cells import FormCells, is_typed_number
from warehouse.intake.official.sheets import FormSheet, year_in_head
from warehouse.intake.official.table import label_of, nearest_label, rows_of
from warehouse.intake.spreadsheet import Cell
from warehouse.intake.submission import Money
from warehouse.intake.text import normal, read_number
from warehouse.programme import Programme

REMARK = "remark"
DIGITS = "0123456789"  # what a circled number becomes when a label is normalised


def read_budget(form_sheet: FormSheet, programme: Programme, cells: FormCells, findings: Findings) -> list[Money]:
    """Return the cells of one year's cost table, in the form's unit; `number` of the sheet is the fiscal year.

    One for each row and column, blank amounts included; a remark only where one is written.
    """
    return list(_CostSheet(form_sheet, programme, cells, findings).read())


@dataclass(frozen=True, slots=True)
class _CostRow:
    """A row that the form has: its label normalised and in words; a sum is a subtotal or the year's total."""

    label: str
    category: str
    line: str
    words: str
    is_sum: bool


class _CostSheet:
    def __init__(self, form_sheet: FormSheet, programme: Programme, cells: FormCells, findings: Findings) -> None:
        self._sheet, self._year, self._top = form_sheet.sheet, form_sheet.number, form_sheet.top
        self._programme, self._cells, self._findings = programme, cells, findings
        self._words, self._budget = programme.form.budget_sheets, programme.budget
        self._sums = {column.id for column in self._budget.columns if column.sum}

    def read(self) -> Iterator[Money]:
        self._check_head()
        columns, head_row = self._columns()
        for column in self._budget.columns:
            if column.id not in columns:
                self._say("form_cost_head_missing", None, expected=column.ja)
        labels = dict(self._labels(min(columns.values()), head_row)) if columns else {}
        matched = list(self._matched(labels)) if columns else []
        for number, row in matched:
            for column_id, place in columns.items():
                yield from self._cell(number, place, row, column_id)
        self._say_beside_nothing({number for number, _ in matched}, columns, head_row, labels)

    def _say_beside_nothing(
        self, known: set[int], columns: dict[str, int], head_row: int, labels: dict[int, Cell]
    ) -> None:
        """Say which amounts were typed in a row that is none of the cost table."""
        places = {place for column, place in columns.items() if column != REMARK}
        for (row, place), cell in self._sheet.cells.items():
            if row > head_row and row not in known and place in places and is_typed_number(cell):
                label = labels[row].text if row in labels else "－"
                self._say("form_value_beside_nothing", cell.address, value=cell.text, label=label)

    def _say(self, rule: str, cell: str | None, **facts: object) -> None:
        self._findings.say(rule, self._sheet.title, cell, fiscal_year=self._year, **facts)

    def _check_head(self) -> None:
        """Say where the year in the head, or the unit, is another than the sheet's."""
        said = year_in_head(self._top, self._programme.form)
        if said is not None and said[0] != self._year:
            self._say("form_cost_year", said[1].address, value=said[1].text, era=era_year(self._year))
        unit = normal(self._words.unit_note)
        opening = unit.partition(":")[0] + ":"
        for cell in self._top:
            text = normal(cell.text)
            if text.startswith(opening) and text != unit:
                self._say("form_cost_unit", cell.address, value=cell.text, expected=self._words.unit_note)

    def _columns(self) -> tuple[dict[str, int], int]:
        """Return the column of each amount and of the remarks, and the row of their heads."""
        wanted = {column.id: normal(column.ja) for column in self._budget.columns}
        wanted[REMARK] = normal(self._words.remark_head)
        best: tuple[dict[str, int], int] = ({}, 0)
        for number, cells in rows_of(self._sheet):
            found: dict[str, int] = {}
            for cell in cells:
                text = normal(cell.value) if isinstance(cell.value, str) else ""
                for column, head in wanted.items():
                    if text == head or text.startswith(head + "("):
                        found.setdefault(column, cell.column)
            if len(found) > max(1, len(best[0])):
                best = (found, number)
        return best

    def _labels(self, first: int, head_row: int) -> Iterator[tuple[int, Cell]]:
        known = {row.label for row in self._expected()}
        for number, cells in rows_of(self._sheet):
            label = label_of([cell for cell in cells if cell.column < first], known)
            if number > head_row and label is not None:
                yield number, label

    def _matched(self, labels: dict[int, Cell]) -> Iterator[tuple[int, _CostRow]]:
        """Yield the rows of the cost table, each line inside its category, and say which were not found."""
        expected = list(self._expected())
        category: str | None = None
        for number, label in labels.items():
            text = normal(label.text)
            row = _find(text, expected, category)
            if row is None and pattern(self._words.total).fullmatch(text):
                row = next((row for row in expected if not row.category), None)
                self._say("form_cost_year", label.address, value=label.text, era=era_year(self._year))
            if row is None:
                row = self._nearly(text, expected, category)
                if row is None:
                    continue
                facts = {"value": label.text, "label": row.words, "label_en": row.line or row.category}
                self._findings.say("form_label_read_as", self._sheet.title, label.address, **facts)
            expected.remove(row)
            category = row.category
            yield number, row
        for row in expected:
            self._say("form_cost_row_missing", None, label=row.words)

    def _nearly(self, text: str, expected: list[_CostRow], category: str | None) -> _CostRow | None:
        """Return the row that a label says in nearly the same words: a line of the category, or another category."""
        near = nearest_label(text, (row.label for row in self._expected()))
        fit = [
            row for row in expected if row.label == near and (row.category == category or row.is_sum or not row.line)
        ]
        return fit[0] if len(fit) == 1 else None

    def _expected(self) -> Iterator[_CostRow]:
        for category in self._budget.categories:
            heading = self._words.category.format(label=category.label)
            yield _CostRow(normal(heading), category.id, "", heading, bool(category.lines))
            for line in category.lines:
                yield _CostRow(normal(line.label), category.id, line.id, line.label, False)
        total = self._words.total.format(era=era_year(self._year))
        yield _CostRow(normal(total), "", "", total, True)

    def _cell(self, number: int, place: int, row: _CostRow, column: str) -> Iterator[Money]:
        if column == REMARK:
            yield from self._remark(number, place, row)
            return
        is_computed = row.is_sum or column in self._sums
        told = self._cells.told(self._sheet, number, place, self._budget.unit, is_computed=is_computed)
        rule = told.doubt or ("form_value_pending" if told.state == "pending" else None)
        if rule:
            facts = {"value": told.text, "label": row.words, "label_en": row.line or row.category or "total"}
            self._say(rule, told.cell, unit=self._budget.unit, **facts)
        where = (self._sheet.title, told.cell)
        yield Money(self._year, row.category, row.line, column, told.state, told.value, told.text, *where)

    def _remark(self, number: int, place: int, row: _CostRow) -> Iterator[Money]:
        cell = self._sheet.cells.get((number, place))
        text = cell.text.strip() if cell else ""
        if cell is None or not text:
            return
        where = (self._sheet.title, cell.address)
        is_none = read_number(cell.value).state == "not_applicable"
        state = "not_applicable" if is_none else "value"
        yield Money(self._year, row.category, row.line, REMARK, state, None, text, *where)  # type: ignore[arg-type]


def _find(text: str, expected: Sequence[_CostRow], category: str | None) -> _CostRow | None:
    """Return the row that a label means: exactly, else without its bracket or number, lines in their category first."""
    inside = [row for row in expected if row.line and row.category == category]
    others = [row for row in expected if row not in inside]
    for row in (*inside, *others):
        if text == row.label:
            return row
    for row in inside:
        if text.lstrip(DIGITS) == row.label.lstrip(DIGITS):
            return row
    return next((row for row in others if not row.line and text.strip("()") == row.label.strip("()")), None)
