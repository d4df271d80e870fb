"""What an answer of a 調査票 says: value, state and status of one row on one sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from warehouse.intake.book.comment_mark import without_ours
from warehouse.intake.collection.heads import Head
from warehouse.intake.collection.rows import FoundRow
from warehouse.intake.findings import Findings
from warehouse.intake.formula.results import OTHER_FILE, Calculator, ErrorValue
from warehouse.intake.official.cells import shown
from warehouse.intake.spreadsheet import Cell, Sheet, Workbook, column_letters
from warehouse.intake.submission import State, Status
from warehouse.intake.text import CODE, Reading, normal, read_number
from warehouse.intake.units import is_same_unit
from warehouse.programme import Row
from warehouse.programme.collection import CollectionForm

TIDIED = ("full_width", "comma", "unit", "spaces")
LOST, NO_NAME, NO_RESULT = "#REF!", "#NAME?", "no result"
IN_BRACKETS = re.compile(r"\([^)]*\)")
RATIO_PLACES = Decimal(1).scaleb(-10)


@dataclass(frozen=True, slots=True)
class Answer:
    """One row as one sheet answers it. `exact` is the value before it is cut to the places that are kept."""

    found: FoundRow
    row: Row
    sheet: str
    cell: str
    state: State
    value: Decimal | None
    text: str
    status: Status = "provisional"
    formula: str | None = None
    recomputed: bool = False
    remarks: tuple[str, ...] = ()
    desk: str | None = None
    note: str | None = None
    evidence: str | None = None

    @property
    def is_filled(self) -> bool:
        """Whether somebody answered here."""
        return self.state != "blank"


class AnswerReader:
    """Reads the answers of one workbook; whatever is wrong with a cell becomes a finding and the others go on."""

    def __init__(self, book: Workbook, form: CollectionForm, findings: Findings, about: dict[str, object]) -> None:
        self.calculator = Calculator(book)
        self._form = form
        self._findings = findings
        self._about = about
        self._doubted: set[tuple[str, str]] = set()

    def read(self, sheet: Sheet, head: Head, found: FoundRow, row: Row) -> Answer:
        """Return what the sheet answers in a row."""
        column = head.columns["answer"]
        cell = sheet.cells.get((found.number, column))
        address = f"{column_letters(column)}{found.number}"
        word, told, status = self._state(sheet, head, found, row)
        desk, note, evidence = (self._words(sheet, head, found, name) for name in ("desk", "remark", "evidence"))
        comment = without_ours(cell.comment).strip() if cell and cell.comment else None
        if comment:
            note = f"{note}（コメント：{comment}）" if note else f"（コメント：{comment}）"
        reading, recomputed = self._reading(sheet, cell, row)
        text = cell.text if cell and not recomputed else ("" if reading.value is None else f"{reading.value:f}")
        state, value = self._judged(sheet, address, row, found, reading, text, told, word)
        self._note_cell(sheet, cell, found, row, reading)
        self._note_unit(sheet, head, found, row)
        return Answer(
            found, row, sheet.title, address, state, value, text, status, cell.formula if cell else None, recomputed,
            reading.remarks, desk, note, evidence,
        )  # fmt: skip

    def _note_unit(self, sheet: Sheet, head: Head, found: FoundRow, row: Row) -> None:
        """Say that the unit beside the label is another than the one in which the row is counted."""
        said = self._words(sheet, head, found, "unit")
        if said and row.unit and not is_same_unit(IN_BRACKETS.sub("", normal(said)), normal(row.unit)):
            address = f"{column_letters(head.columns['unit'])}{found.number}"
            self._say("return_unit_changed", sheet, address, found, row, value=said)

    def _note_cell(self, sheet: Sheet, cell: Cell | None, found: FoundRow, row: Row, reading: Reading) -> None:
        """Say that a cell is hidden, or that the formula which should compute it is broken."""
        if cell is None:
            return
        if sheet.is_hidden or cell.row in sheet.hidden_rows or cell.column in sheet.hidden_columns:
            self._findings.count("return_hidden", sheet.title, cell.address)
        if OTHER_FILE in (cell.formula or ""):
            self._say("return_external_value", sheet, cell.address, found, row, value=cell.text)
        is_broken = CODE.search(cell.formula or "") or (reading.state == "error" and reading.remarks == (NO_NAME,))
        if not row.is_input and cell.formula and is_broken:
            self._say("return_formula_broken", sheet, cell.address, found, row, value=cell.formula)

    def _reading(self, sheet: Sheet, cell: Cell | None, row: Row) -> tuple[Reading, bool]:
        """Return what the cell says and whether a formula was worked out by us, having no result or an old one."""
        if cell is None:
            return Reading("blank"), False
        if not cell.formula:
            return self._scaled(read_number(cell.value, cell.number_format, is_error=cell.is_error), row), False
        computed = self.calculator.value(sheet.title, cell.address)
        if computed is None and not cell.has_cached:
            return Reading("error", remarks=(NO_RESULT,)), False
        if computed is None:
            return self._scaled(read_number(cell.value, cell.number_format, is_error=cell.is_error), row), False
        if isinstance(computed, Fraction):
            computed = Decimal(computed.numerator) / Decimal(computed.denominator)
        recomputed = not cell.has_cached or bool(self.calculator.is_stale(sheet.title, cell.address))
        if cell.has_cached and recomputed and (cell.is_error or isinstance(computed, ErrorValue)):
            self._findings.count("return_formula_error", sheet.title, cell.address)
        elif cell.has_cached and recomputed:
            self._findings.say(
                "return_result_old", sheet.title, cell.address, value=cell.text, read=shown(computed), **self._about
            )
        if isinstance(computed, ErrorValue):
            # An input that followed the first round's sheet, which is not in this book, says nothing of its own.
            is_lost = row.is_input and computed.code == LOST
            return Reading("blank" if is_lost else "error", remarks=(computed.code,)), recomputed
        if row.is_ratio and isinstance(computed, Decimal):
            return Reading("value" if computed else "zero", computed), recomputed
        return self._scaled(read_number(computed, cell.number_format), row), recomputed

    @staticmethod
    def _scaled(reading: Reading, row: Row) -> Reading:
        """Return a ratio as a fraction: 25 with the unit % is 0.25."""
        if row.is_ratio and reading.value is not None and reading.unit_text == "%":
            return Reading(reading.state, reading.value / 100, None, ())
        return reading

    def _state(self, sheet: Sheet, head: Head, found: FoundRow, row: Row) -> tuple[str, State | None, Status]:
        """Return the word of 状態, the state that it declares where it does, and the status."""
        word = self._words(sheet, head, found, "state") or ""
        if not word or not row.is_input:
            return word, None, "provisional"
        plain = normal(word).strip("()")
        meant = next((said for name, said in self._form.states.items() if plain.startswith(normal(name))), None)
        said = read_number(word).state
        if meant is None and (said == "pending" or said == "not_applicable"):  # 調整中 says 集計中 in other words
            meant = said
        if meant is None:
            address = f"{column_letters(head.columns['state'])}{found.number}"
            self._say(
                "return_state_unknown", sheet, address, found, row, value=word, known="・".join(self._form.states)
            )
            return word, None, "provisional"
        if meant in ("not_applicable", "pending"):
            return word, "not_applicable" if meant == "not_applicable" else "pending", "provisional"
        return word, None, "final" if meant == "final" else "provisional"

    def _words(self, sheet: Sheet, head: Head, found: FoundRow, name: str) -> str | None:
        """Return the text in a column beside the value, of a formula its result; None where nothing is written."""
        cell = sheet.cells.get((found.number, head.columns[name])) if name in head.columns else None
        if cell is None:
            return None
        computed = self.calculator.value(sheet.title, cell.address) if cell.formula else None
        text = str(computed) if isinstance(computed, str) else cell.text
        return text.strip() or None

    def _judged(
        self, sheet: Sheet, address: str, row: Row, found: FoundRow, reading: Reading, text: str, told: State | None, word: str
    ) -> tuple[State, Decimal | None]:  # fmt: skip
        """Return state and value in force; a cell that cannot be taken as it stands is an error with its finding."""
        if not row.is_input:
            state: State = "blank" if reading.state == "question" else reading.state
            return (state, reading.value) if state in ("value", "zero", "error") else (state, None)
        if reading.state == "blank" or (told == "not_applicable" and reading.state == "zero"):
            return told or "blank", None
        rule = self._doubt(row, reading, told)
        if rule:
            formula = cell.formula if (cell := sheet.at(address)) else None
            made = self.calculator.value(sheet.title, address) if formula else None
            shown = text or (made if isinstance(made, str) else formula or "")
            if not formula or (row.row, shown) not in self._doubted:  # a later round repeats an earlier one by formula
                self._say(rule, sheet, address, found, row, value=shown, state=word)
            self._doubted.add((row.row, shown))
            return "error", None
        if reading.value is not None and any(remark in TIDIED for remark in reading.remarks):
            self._say("return_read_as_meant", sheet, address, found, row, value=text, read=f"{reading.value:f}")
        if told == "pending" and reading.value is not None:
            self._say("return_pending_value", sheet, address, found, row, value=text)
        return reading.state, reading.value  # type: ignore[return-value]

    def _doubt(self, row: Row, reading: Reading, told: State | None) -> str | None:
        """Return the rule that keeps a cell from being taken, if any."""
        if reading.state == "error":
            return "return_formula_unknown" if NO_RESULT in reading.remarks else "return_value_not_a_number"
        if reading.state == "question":
            return "return_value_unclear"
        if reading.value is None:
            return None
        if reading.unit_text and row.unit and not is_same_unit(reading.unit_text, row.unit):
            return "return_unit_differs"
        if told == "not_applicable":
            return "return_state_contradicts"
        if reading.value < 0:
            return "return_value_negative"
        places = reading.value.normalize().as_tuple().exponent
        if isinstance(places, int) and -places > row.decimals:
            return "return_value_not_whole"
        return None

    def _say(self, rule: str, sheet: Sheet, address: str, found: FoundRow, row: Row, **facts: object) -> None:
        self._findings.say(
            rule, sheet.title, address, row=row.row, item=found.item, label=row.label.lstrip("・"), label_en=row.en, unit=row.unit,
            **self._about, **facts,
        )  # fmt: skip
