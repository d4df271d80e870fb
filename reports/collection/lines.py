"""The lines of a round's sheet: items, tables, headings, notes, and each row with its input or formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.collection import style
from reports.collection.facts import Known, Shown
from reports.collection.top import GREY
from warehouse.intake.collection.layout import Line
from warehouse.programme import Row

KEY, LABEL, NOTE, UNIT, LAST, TARGET, ANSWER, STATE, DESK, REMARK, EVIDENCE = range(1, 12)
WIDTHS = [13.0, 43, 6, 6, 12, 12, 14, 10, 15, 26, 24]


@dataclass
class RowWriter:
    """Writes the lines below the heads of one sheet."""

    sheet: Worksheet
    words: Mapping[str, str]  # the words for 状態 with what they mean
    known: Known
    places: dict[str, int]
    first: str
    earlier: dict[str, int]

    def __post_init__(self) -> None:
        self.state_cells: list[str] = []
        self.note_texts: dict[tuple[str, int], str] = {}
        self.nets: dict[str, str] = {}  # where the 部局別内訳 makes a row's answer

    def write(self, number: int, line: Line) -> None:
        """Write one line in row `number`."""
        if line.row is not None:
            self._row(number, line, line.row)
        elif line.kind == "table":
            self._table(number, line)
        else:
            self._band(number, line)

    def _band(self, number: int, line: Line) -> None:
        sheet = self.sheet
        if line.kind == "heading":
            style.put(sheet, number, LABEL, line.text, indent=2)
            for column in (KEY, *range(NOTE, EVIDENCE + 1)):
                style.put(sheet, number, column, fill=style.TABLE if column > UNIT else None)
            return
        is_item = line.kind == "item"
        style.put(
            sheet,
            number,
            KEY,
            line.text,
            bold=is_item,
            size=11 if is_item else 9.5,
            fill=style.ITEM if is_item else None,
        )
        style.span(sheet, number, KEY, EVIDENCE)
        width = sum(WIDTHS) * (1.0 if is_item else 1.1)
        sheet.row_dimensions[number].height = 21 if is_item else style.height(line.text, width)

    def _table(self, number: int, line: Line) -> None:
        style.put(self.sheet, number, KEY, fill=style.TABLE)
        style.put(self.sheet, number, LABEL, line.text, bold=True, fill=style.TABLE)
        basis = f"【{line.basis_note}】" if line.basis_note else ""
        style.put(self.sheet, number, NOTE, basis, fill=style.TABLE, size=9.5)
        style.span(self.sheet, number, NOTE, EVIDENCE)

    def _row(self, number: int, line: Line, row: Row) -> None:
        sheet = self.sheet
        is_input = row.is_input
        printed = style.PERCENT if row.is_ratio else style.TENTH if row.decimals else style.WHOLE
        style.put(sheet, number, KEY, row.row, size=9, colour=GREY, shrink=True)
        indent = max(row.depth - 1, 1 if row.within else 0) * 2
        style.put(sheet, number, LABEL, row.label, indent=indent)
        style.put(sheet, number, NOTE, "".join(f"※{n}" for n in line.notes), size=9, across="center")
        style.put(sheet, number, UNIT, row.unit, across="center", size=10)
        for column, values in ((LAST, self.known.last), (TARGET, self.known.target)):
            style.put(sheet, number, column, _plain(values.get(row.row)), across="right", number_format=printed)
        value = self._value(row) if is_input else self._formula(row)
        fill = style.INPUT if is_input else style.FORMULA
        cell = style.put(
            sheet, number, ANSWER, value, across="right", number_format=printed, is_input=is_input, fill=fill, bold=True
        )
        self._beside(number, row)
        sheet.row_dimensions[number].height = max(19, style.height(row.label, WIDTHS[LABEL - 1] - indent))
        if is_input:
            notes = " ".join(self.note_texts.get((line.item, n), "") for n in line.notes)
            prompt = f"{line.basis_note}{'（単位：' + row.unit + '）' if row.unit else ''} {notes}".strip()
            style.warn(sheet, cell.coordinate, whole=row.decimals == 0, title=row.label, prompt=prompt)

    def _beside(self, number: int, row: Row) -> None:
        """Write 状態, 担当課, 備考 and 根拠資料名: what was answered before, or else the desk that usually knows."""
        earlier = self.known.answered.get(row.row, {})
        for column in (STATE, DESK, REMARK, EVIDENCE):
            is_open = row.is_input or (column == REMARK and not row.is_ratio)
            style.put(
                self.sheet, number, column, is_input=is_open, fill=None if is_open else style.FORMULA,
                across="center" if column in (STATE, DESK) else "left", size=10,
            )  # fmt: skip
        if row.is_input:
            self.sheet.cell(number, STATE).value = self._state(row)
            self.sheet.cell(number, DESK).value = earlier.get("desk") or row.desk
            self.sheet.cell(number, REMARK).value = earlier.get("note")
            self.sheet.cell(number, EVIDENCE).value = earlier.get("evidence")
            for column in (DESK, REMARK, EVIDENCE):
                style.inert(self.sheet.cell(number, column))
            self.state_cells.append(self.sheet.cell(number, STATE).coordinate)

    def _value(self, row: Row) -> object:
        if row.row in self.earlier:
            return self._follow(ANSWER, row)
        answered = _plain(self.known.answered.get(row.row, {}).get("value"))
        net = self.nets.get(row.row)
        before = '""' if answered is None else answered
        return answered if net is None else f'=IF({net}="",{before},{net})'

    def _state(self, row: Row) -> str | None:
        if row.row in self.earlier:
            return self._follow(STATE, row)
        fact = self.known.answered.get(row.row)
        if fact is None or fact["state"] in ("blank", "error"):
            return None
        words = {state: word for word, state in self.words.items()}
        return words.get(fact["state"]) or words.get(fact["status"]) or words["final"]

    def _follow(self, column: int, row: Row) -> str:
        there = f"'{self.first}'!{get_column_letter(column)}{self.earlier[row.row]}"
        return f'=IF({there}="","",{there})'

    def _formula(self, row: Row) -> str:
        if row.ratio:
            part, whole = self._cell(row.ratio.of), self._cell(row.ratio.to)
            return f'=IF({part}="","",IF({whole}="","",IFERROR(IF({whole}=0,"－",{part}/{whole}),"")))'
        cells = [self._cell(key) for key in row.parts]
        if len(cells) == 1:
            return f'=IF({cells[0]}="","",{cells[0]})'
        blanks = "+".join(f'({cell}="")' for cell in cells)
        return f'=IF({blanks}>0,"",IFERROR({"+".join(cells)},""))'

    def _cell(self, key: str) -> str:
        return f"{get_column_letter(ANSWER)}{self.places[key]}"


def _plain(value: Shown | None) -> object:
    """Return a number as a spreadsheet stores it; text and blanks as they are."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
