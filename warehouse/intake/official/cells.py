"""What a cell of the official form says, formulas worked out where they were saved without a result."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from warehouse.intake.findings import Findings
from warehouse.intake.formula.results import OTHER_FILE, Calculator, ErrorValue
from warehouse.intake.spreadsheet import Cell, Sheet, Workbook, column_letters
from warehouse.intake.submission import State
from warehouse.intake.text import read_number
from warehouse.intake.units import is_same_unit

PERCENT = "%"
ERROR = re.compile(r"#[A-Z/0]+[!?]?")
BROKEN_NAME = "#NAME?"
SAME_WITHIN = Fraction(1, 10**9)  # a spreadsheet computes with 15 digits
NOTES = {
    "full_width": "form_full_width",
    "comma": "form_comma_in_text",
    "unit": "form_unit_in_cell",
    "spaces": "form_spaces_in_number",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a value cell says. `value` is in the unit that is shown: 0.25 under 0% is 25 with the unit %."""

    state: State
    value: Decimal | None
    text: str
    cell: str
    unit: str | None = None
    formula: str | None = None
    recomputed: bool = False
    remarks: tuple[str, ...] = ()
    comment: str | None = None
    number_format: str | None = None
    doubt: str | None = None  # the rule that the cell breaks by itself

    @property
    def fraction(self) -> Decimal | None:
        """The value of a ratio as a fraction: 25 with the unit % is 0.25."""
        return self.value / 100 if self.value is not None and self.unit == PERCENT else self.value


class FormCells:
    """The value cells of one workbook. What was tidied while reading is noted once for each kind and sheet."""

    def __init__(self, workbook: Workbook, findings: Findings) -> None:
        self.calculator = Calculator(workbook)
        self._findings = findings

    def told(self, sheet: Sheet, row: int, column: int, unit: str | None = None, *, is_computed: bool = False) -> Told:
        """Return what the cell says. Where a `unit` is declared, a number with another one is doubtful.

        `is_computed`: the form itself computes the cell. Where its formula fails by an operand that is text or an error,
        that is said of the operand, and the cell counts as blank; a formula that is broken itself is doubtful.
        """
        cell = sheet.cells.get((row, column))
        if cell is None:
            return Told("blank", None, "", f"{column_letters(column)}{row}")
        value, is_error, recomputed, doubt = (
            self._value(sheet, cell) if cell.formula else (cell.value, cell.is_error, False, None)
        )
        if is_computed and cell.formula and is_error and str(value) not in (BROKEN_NAME, *ERROR.findall(cell.formula)):
            self._findings.count("form_formula_error", sheet.title, cell.address)
            return Told("blank", None, str(value), cell.address, formula=cell.formula)
        reading = read_number(value, cell.number_format, is_error=is_error)
        amount = reading.value
        state: State = "error"
        if reading.state == "question":
            doubt = doubt or "form_value_unclear"
        elif reading.state == "error":
            doubt = doubt or "form_value_not_a_number"
        else:
            state = reading.state
        if unit and reading.unit_text and not is_same_unit(reading.unit_text, unit):
            state, doubt = "error", "form_value_unit"
        amount = None if state == "error" else amount
        self._note(sheet, cell, reading.remarks, recomputed)
        text = cell.text if not recomputed else ("" if value is None else shown(value))
        return Told(
            state, amount, text, cell.address, reading.unit_text, cell.formula, recomputed, reading.remarks,
            cell.comment, cell.number_format, doubt,
        )  # fmt: skip

    def _value(self, sheet: Sheet, cell: Cell) -> tuple[str | Decimal | bool | None, bool, bool, str | None]:
        """Return a formula's value, whether it is an error, whether we worked it out, and what is doubtful about it."""
        if OTHER_FILE in (cell.formula or ""):
            self._findings.say("form_external_value", sheet.title, cell.address, value=cell.text)
        computed = self.calculator.value(sheet.title, cell.address)
        if isinstance(computed, ErrorValue):
            if cell.has_cached and not cell.is_error:
                return cell.value, False, False, None
            return computed.code, True, not cell.has_cached, None
        if computed is None:
            return cell.value, cell.is_error, False, None if cell.has_cached else "form_formula_unknown"
        value = _decimal(computed) if isinstance(computed, Fraction) else computed
        if not cell.has_cached:
            return value, False, True, None
        if cell.is_error:
            self._findings.count("form_formula_error", sheet.title, cell.address)
            return value, False, True, None
        if _differs(computed, cell.value):
            self._findings.say("form_cache_stale", sheet.title, cell.address, value=cell.text, read=shown(value))
            return value, False, True, None
        return cell.value, False, False, None

    def _note(self, sheet: Sheet, cell: Cell, remarks: tuple[str, ...], recomputed: bool) -> None:
        if recomputed and not cell.has_cached:
            self._findings.count("form_formula_recomputed", sheet.title, cell.address)
        if cell.row in sheet.hidden_rows or cell.column in sheet.hidden_columns or sheet.is_hidden:
            self._findings.count("form_hidden", sheet.title, cell.address)
        if not remarks or "text_number" not in remarks:
            return
        kinds = [NOTES[remark] for remark in remarks if remark in NOTES]
        for rule in kinds or ["form_number_as_text"]:
            self._findings.count(rule, sheet.title, cell.address)


def is_typed_number(cell: Cell) -> bool:
    """Whether somebody typed a number in a cell; what a formula gives was not typed."""
    return not cell.formula and read_number(cell.value, cell.number_format).value is not None


def shown(value: object) -> str:
    """Return a recomputed value as a message tells it: numbers to six places."""
    return f"{round(value, 6).normalize():f}" if isinstance(value, Decimal) else str(value)


def _differs(computed: object, stored: object) -> bool:
    if computed == stored:
        return False
    if isinstance(computed, Decimal | Fraction) and isinstance(stored, Decimal):
        exact = Fraction(computed)
        return abs(exact - Fraction(stored)) > SAME_WITHIN * max(abs(exact), Fraction(1))
    return True


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)
