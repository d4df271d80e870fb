"""The 部局別内訳 of a returned 調査票: what each 部局 counts of a row, and what several of them count twice."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.intake.cell_reading import read_cell
from warehouse.intake.collection.heads import Head
from warehouse.intake.collection.rows import FoundRow, RowFinder
from warehouse.intake.findings import Findings
from warehouse.intake.formula.results import Calculator
from warehouse.intake.spreadsheet import Sheet, Workbook, column_letters
from warehouse.intake.submission import BreakdownCell, State
from warehouse.intake.text import Reading
from warehouse.programme import Programme, Row

COUNTED = ("value", "zero", "not_applicable", "pending", "blank")


class BreakdownReader:
    """Reads the breakdowns of one workbook. They are kept as a record: a doubt is a question, and never stops the answer."""

    def __init__(
        self, book: Workbook, programme: Programme, finder: RowFinder, findings: Findings, about: dict[str, object]
    ) -> None:
        self._calculator = Calculator(book)
        words = programme.collection.faculties
        assert words is not None
        self._words = words
        self._cumulative = {row.row for _, table, row in programme.rows() if table.counting == "cumulative"}
        self._finder = finder
        self._findings = findings
        self._about = about

    def read(self, sheet: Sheet, head: Head) -> list[BreakdownCell]:
        """Return the cells of every row in which somebody counted something, blank ones of a named 部局 included."""
        heads = Head(head.row, head.columns | {"answer": head.columns["net"]}, None)
        found: dict[str, list[BreakdownCell]] = {}
        for line in self._finder.find(sheet, heads):
            if line.row is not None and line.row.row not in found:
                cells = list(self._cells(sheet, head, line, line.row))
                if any(cell.state != "blank" for cell in cells):
                    found[line.row.row] = cells
        counted = [cell for cells in found.values() for cell in cells]
        self._name_the_unnamed(sheet, head, counted)
        return counted

    def _cells(self, sheet: Sheet, head: Head, line: FoundRow, row: Row) -> Iterator[BreakdownCell]:
        columns = head.columns
        for position, column in enumerate(range(columns["first"], columns["last"] + 1), 1):
            name = _text(sheet, head.row, column)
            if name or (line.number, column) in sheet.cells:
                yield self._cell(sheet, line, row, column, position, name)
        column = columns["deduction"]
        if row.row in self._cumulative and _text(sheet, line.number, column) in ("", self._words.cumulative):
            return
        cell = self._cell(
            sheet, line, row, column, 0, self._words.deduction, _text(sheet, line.number, columns.get("reason", 0))
        )
        if cell.value and row.row in self._cumulative:
            self._say("breakdown_deduction_of_cumulative", sheet, cell.cell, line, row, value=cell.text)
        if cell.state != "blank":
            yield cell

    def _cell(
        self, sheet: Sheet, line: FoundRow, row: Row, column: int, position: int, name: str, note: str = ""
    ) -> BreakdownCell:  # fmt: skip
        cell = sheet.cells.get((line.number, column))
        address = f"{column_letters(column)}{line.number}"
        reading = read_cell(self._calculator, sheet, cell)
        text = cell.text if cell and cell.text else f"{reading.value:f}" if reading.value is not None else ""
        state: State = "error"
        if _is_counted(reading, row):
            state = reading.state  # type: ignore[assignment]
        else:
            self._say("breakdown_unclear", sheet, address, line, row, value=text, faculty=name or "－")
        return BreakdownCell(
            str(self._about["university"]), row.row, int(str(self._about["fiscal_year"])),
            "faculty" if position else "deduction", position, name, state,
            reading.value if state in ("value", "zero") else None, text, sheet.title, address, note or None,
        )  # fmt: skip

    def _name_the_unnamed(self, sheet: Sheet, head: Head, cells: list[BreakdownCell]) -> None:
        """Ask for the name of each column that counts something and names no 部局."""
        for position in sorted({cell.position for cell in cells if not cell.faculty and cell.value is not None}):
            place = f"{column_letters(head.columns['first'] + position - 1)}{head.row}"
            self._findings.say("breakdown_unnamed", sheet.title, place, **self._about)

    def _say(self, rule: str, sheet: Sheet, address: str, line: FoundRow, row: Row, **facts: object) -> None:
        self._findings.say(
            rule, sheet.title, address, row=row.row, item=line.item, label=row.label.lstrip("・"), label_en=row.en, unit=row.unit,
            **self._about, **facts,
        )  # fmt: skip


def _is_counted(reading: Reading, row: Row) -> bool:
    """Whether a cell can be added: a number from 0 on with as many decimals as the row has, or a word that adds nothing."""
    if reading.state not in COUNTED:
        return False
    value = reading.value
    return value is None or (value >= 0 and value == round(value, row.decimals))


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return " ".join(cell.text.split()) if cell else ""
