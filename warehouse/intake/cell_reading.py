"""What was meant in a number cell, of a formula by what it makes."""

from __future__ import annotations

from decimal import Decimal

from warehouse.intake.formula.results import Calculator
from warehouse.intake.spreadsheet import Cell, Sheet
from warehouse.intake.text import Reading, read_number


def read_cell(calculator: Calculator, sheet: Sheet, cell: Cell | None) -> Reading:
    """Return what a cell says; a formula is worked out anew, and only where that cannot be done its result is believed."""
    if cell is None:
        return Reading("blank")
    value = calculator.value(sheet.title, cell.address) if cell.formula else None
    if isinstance(value, Decimal | str):
        return read_number(value, cell.number_format)
    return read_number(cell.value, cell.number_format, is_error=cell.is_error)
