"""The money sheet of a returned 調査票: 交付決定額 and 執行額 by category and line, in 千円."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.intake.cell_reading import read_cell
from warehouse.intake.collection.heads import Head
from warehouse.intake.collection.rows import BESIDE_NOTHING
from warehouse.intake.findings import Findings
from warehouse.intake.formula.results import Calculator
from warehouse.intake.official.cells import is_typed_number
from warehouse.intake.official.table import nearest_label
from warehouse.intake.spreadsheet import Cell, Sheet, Workbook, column_letters
from warehouse.intake.submission import Money, State, Status
from warehouse.intake.text import Reading, normal
from warehouse.intake.units import is_same_unit
from warehouse.programme import Programme


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the cost table: a leaf, a category's subtotal or the year's total."""

    number: int
    category: str
    line: str
    label: str
    is_leaf: bool

    @property
    def is_total(self) -> bool:
        """Whether this is the year's total, which adds the categories."""
        return self.category == ""

    @property
    def is_top(self) -> bool:
        """Whether this is a category: a subtotal, or a leaf without lines."""
        return not self.is_total and self.line == ""


class MoneyReader:
    """Reads the money sheet of one workbook."""

    def __init__(self, programme: Programme, book: Workbook, fiscal_year: int, findings: Findings, code: str) -> None:
        self._programme = programme
        self._calculator = Calculator(book)
        self._fiscal_year = fiscal_year
        self._findings = findings
        self._about = {"university": code, "fiscal_year": fiscal_year}

    def read(self, sheet: Sheet, head: Head) -> list[Money]:
        """Return the amounts; a column in which nothing was filled in was not asked yet."""
        found = list(self._lines(sheet, head))
        self._say_gone(sheet, head, found)
        columns = [about for about in self._programme.budget.actuals if about.id in head.columns]
        money: list[Money] = []
        for about in columns:
            amounts = [self._amount(sheet, head, line, about.id) for line in found]
            leaves = [amount for line, amount in zip(found, amounts, strict=True) if line.is_leaf]
            if all(amount.state == "blank" for amount in leaves):
                continue
            for line, amount in zip(found, amounts, strict=True):
                if line.is_leaf and amount.state == "blank":
                    self._say("return_required_blank", sheet, amount.cell, f"{about.ja} {line.label}", about.en)
            self._compare(sheet, found, amounts, about.ja, about.en)
            money += [amount for amount in amounts if amount.state != "blank" or amount in leaves]
        return money

    def _say_gone(self, sheet: Sheet, head: Head, found: list[_Line]) -> None:
        """Say which leaves of the cost table are not on the sheet, and which amounts stand in no row of it."""
        known = {(line.category, line.line) for line in found}
        for category in self._programme.budget.categories:
            for entry in category.lines:
                if (category.id, entry.id) not in known:
                    self._say("return_cost_row_missing", sheet, None, f"{category.label} {entry.label}", entry.id)
        numbers = {line.number for line in found}
        columns = {head.columns[about.id] for about in self._programme.budget.actuals if about.id in head.columns}
        for (row, column), cell in sheet.cells.items():
            if row > head.row and row not in numbers and column in columns and is_typed_number(cell):
                label = sheet.cells.get((row, head.columns["label"]))
                words = label.text if label and label.text.strip() else "－"
                self._say(BESIDE_NOTHING, sheet, cell.address, words, words, cell.text)

    def _lines(self, sheet: Sheet, head: Head) -> list[_Line]:
        """Return the lines of the table by their labels, each under the category above it."""
        budget, words = self._programme.budget, self._programme.collection.money
        heads = {normal(words.subtotal.replace("{label}", part.label)): (part, "") for part in budget.categories}
        total = normal(words.total.replace("{year}", ""))
        choices = dict(heads)
        found: dict[tuple[str, str], _Line] = {}
        for number in sheet.rows_below(head.row):
            cell = sheet.cells.get((number, head.columns["label"]))
            label = cell.text.strip() if cell else ""
            plain = normal(label)
            if found and plain.endswith(total) and plain not in choices:
                found["", ""] = _Line(number, "", "", label, False)
                continue
            meant = plain if plain in choices else nearest_label(plain, choices)
            category, line = choices[meant] if meant else (None, "")
            if category is None or (category.id, line) in found:
                continue
            if cell and meant != plain:
                facts = {"value": label, "near": meant, **self._about}
                self._findings.say("return_label_read_as", sheet.title, cell.address, **facts)
            found[category.id, line] = _Line(number, category.id, line, label, bool(line) or not category.lines)
            choices = heads | {normal(part.label): (category, part.id) for part in category.lines}
        return list(found.values())

    def _amount(self, sheet: Sheet, head: Head, line: _Line, column: str) -> Money:
        place = (line.number, head.columns[column])
        cell = sheet.cells.get(place)
        address = f"{column_letters(place[1])}{place[0]}"
        reading = read_cell(self._calculator, sheet, cell)
        word, status = self._status(sheet, head, line)
        state: State = "error"
        if line.is_leaf and reading.state == "blank" and word:
            state = word
        elif line.is_leaf and self._is_wrong(sheet, address, line, reading, cell):
            reading = Reading("error")
        elif reading.state != "question":
            state = reading.state
        return Money(
            self._fiscal_year, line.category, line.line, column, state, reading.value if state in ("value", "zero") else None,
            cell.text if cell else "", sheet.title, address, status,
        )  # fmt: skip

    def _status(self, sheet: Sheet, head: Head, line: _Line) -> tuple[State | None, Status]:
        cell = sheet.cells.get((line.number, head.columns.get("state", 0)))
        plain = normal(cell.text) if cell else ""
        meant = next((said for name, said in self._programme.collection.states.items() if plain == normal(name)), None)
        if meant in ("not_applicable", "pending"):
            return "not_applicable" if meant == "not_applicable" else "pending", "provisional"
        return None, "final" if meant == "final" else "provisional"

    def _is_wrong(self, sheet: Sheet, address: str, line: _Line, reading: Reading, cell: Cell | None) -> bool:
        rule = None
        unit = self._programme.budget.unit
        if reading.state == "error":
            rule = "return_value_not_a_number"
        elif reading.state == "question":
            rule = "return_value_unclear"
        elif reading.unit_text and not is_same_unit(reading.unit_text, unit):
            rule = "return_unit_differs"
        elif reading.value is not None and reading.value != reading.value.to_integral_value():
            rule = "return_value_not_whole"
        if rule:
            self._say(rule, sheet, address, line.label, line.label, cell.text if cell else "", unit=unit)
        return rule is not None

    def _compare(self, sheet: Sheet, found: list[_Line], amounts: list[Money], ja: str, en: str) -> None:
        """Say where a typed subtotal or total is not the sum of its lines."""
        for line, amount in zip(found, amounts, strict=True):
            if line.is_leaf or amount.value is None:
                continue
            below = [
                part.value for other, part in zip(found, amounts, strict=True)
                if (other.is_top if line.is_total else other.is_leaf and other.category == line.category)
            ]  # fmt: skip
            numbers = [value for value in below if value is not None]
            if len(numbers) == len(below) and sum(numbers) != amount.value:
                self._say(
                    "return_formula_overwritten", sheet, amount.cell, f"{ja} {line.label}", en, amount.text or amount.value,
                    expected=f"{sum(numbers):,f}",
                )  # fmt: skip

    def _say(
        self, rule: str, sheet: Sheet, cell: str | None, ja: str, en: str, value: object = "", **facts: object
    ) -> None:
        self._findings.say(rule, sheet.title, cell, label=ja, label_en=en, value=value, **self._about, **facts)
