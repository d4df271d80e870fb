"""One round's sheet of a 調査票: heads, rows with labels and notes, formulas, inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports import collection_style as style
from reports.collection_facts import Known, Shown
from warehouse.intake.collection_layout import Line, era, note_texts
from warehouse.programme import Programme, Row
from warehouse.programme.collection import CollectionRound
from warehouse.workspace import University

KEY, LABEL, NOTE, UNIT, LAST, TARGET, ANSWER, STATE, DESK, REMARK, EVIDENCE = range(1, 12)
WIDTHS = [13.0, 43, 6, 6, 12, 12, 14, 10, 15, 26, 24]
GREY = "7F7F7F"


@dataclass(frozen=True)
class Occasion:
    """What stands on every sheet of one form: programme, university, year, deadline and fingerprint."""

    programme: Programme
    university: University
    fiscal_year: int
    mark: str
    due: dict[int, str]
    is_synthetic: bool = False

    @property
    def year(self) -> str:
        """The fiscal year as heads print it."""
        return era(self.fiscal_year)

    @property
    def title(self) -> str:
        """The form's title with year and programme."""
        form = self.programme.collection
        return form.title.replace("{year}", self.year).replace(
            "{programme}", self.programme.name_in(self.fiscal_year).ja
        )


def write_round(
    sheet: Worksheet, occasion: Occasion, part: CollectionRound, found: Sequence[Line], known: Known, first: Worksheet | None
) -> None:  # fmt: skip
    """Write a round's sheet. Rows of an earlier round follow that round's sheet `first` where it stands in the same book."""
    style.columns(sheet, WIDTHS)
    top = write_top(sheet, occasion, part.form_number, part.ja, EVIDENCE)
    head = _people(sheet, occasion, part, top)
    _heads(sheet, occasion, known, head)
    places = {line.row.row: head + number for number, line in enumerate(found, 1) if line.row}
    earlier = _places(first)
    writer = _Rows(sheet, occasion, known, places, first.title if first else "", earlier)
    writer.note_texts = note_texts(found)
    for number, line in enumerate(found, head + 1):
        writer.write(number, line)
    style.offer(sheet, " ".join(writer.state_cells), list(occasion.programme.collection.states))
    sheet.freeze_panes = f"{get_column_letter(NOTE)}{head + 1}"
    finish(sheet, occasion, part.form_number, title_row=head)


def write_top(sheet: Worksheet, occasion: Occasion, form_number: str, name: str, last: int) -> int:
    """Write what each sheet shows at its top (様式番号・版, fingerprint, title, university) and return the next row."""
    form = occasion.programme.collection
    style.put(sheet, 1, 1, f"{form_number}　{form.version}", boxed=False, wrap=False, bold=True)
    style.put(sheet, 1, last, occasion.mark, boxed=False, wrap=False, size=8, colour=GREY, across="right")
    style.put(sheet, 2, 1, occasion.title, boxed=False, bold=True, size=14, across="center")
    style.span(sheet, 2, 1, last, cell_is_boxed=False)
    style.put(sheet, 3, 1, name, boxed=False, bold=True, size=12, across="center")
    style.span(sheet, 3, 1, last, cell_is_boxed=False)
    sheet.row_dimensions[2].height = 24
    sheet.row_dimensions[3].height = 20
    row = 4
    if occasion.is_synthetic:
        style.put(sheet, row, 1, form.synthetic, boxed=False, bold=True, colour="C00000", across="center")
        style.span(sheet, row, 1, last, cell_is_boxed=False)
        row += 1
    style.put(sheet, row, 1, form.university, fill=style.HEAD, across="center")
    style.put(sheet, row, 2, occasion.university.name, bold=True, size=12)
    if last >= UNIT:
        style.put(sheet, row, 3, form.code, fill=style.HEAD, across="center", wrap=False)
        style.span(sheet, row, 3, UNIT)
        style.put(sheet, row, UNIT + 1, occasion.university.code, across="center", wrap=False)
        style.span(sheet, row, UNIT + 1, min(UNIT + 2, last))
    sheet.row_dimensions[row].height = 22
    return row + 1


def finish(
    sheet: Worksheet, occasion: Occasion, form_number: str, *, title_row: int | None, landscape: bool = True
) -> None:
    """Protect a sheet and set it up for the printer."""
    form = occasion.programme.collection
    style.protect(sheet)
    style.page(
        sheet, landscape=landscape, title_row=title_row, left=f"{form_number}　{form.version}",
        right=f"{occasion.university.name}　{occasion.year}", centre=occasion.mark,
    )  # fmt: skip


def _people(sheet: Worksheet, occasion: Occasion, part: CollectionRound, row: int) -> int:
    """Write who answers, the legend and the deadline; return the row of the heads."""
    form = occasion.programme.collection
    style.put(sheet, row, 1, form.responsible, fill=style.HEAD, size=9)
    style.put(sheet, row, 2, is_input=True)
    style.put(sheet, row, 3, form.coordinator, fill=style.HEAD, size=9)
    style.span(sheet, row, 3, LAST)
    style.put(sheet, row, TARGET, is_input=True)
    style.span(sheet, row, TARGET, EVIDENCE)
    sheet.row_dimensions[row].height = 30
    style.put(sheet, row + 1, 1, form.legend, boxed=False, size=9.5, wrap=False)
    due = occasion.due.get(part.number)
    style.put(sheet, row + 1, EVIDENCE, f"回答期限：{due}", boxed=False, bold=True, across="right", wrap=False)
    return row + 2


def _heads(sheet: Worksheet, occasion: Occasion, known: Known, row: int) -> None:
    heads = occasion.programme.collection.heads
    texts = [
        heads.key, heads.label, heads.note, heads.unit, heads.last.replace("{year}", era(occasion.fiscal_year - 1)),
        heads.target.replace("{year}", era(known.target_fy)), heads.answer.replace("{year}", occasion.year), heads.state,
        heads.desk, heads.remark, heads.evidence,
    ]  # fmt: skip
    for column, text in enumerate(texts, 1):
        style.put(sheet, row, column, text, fill=style.HEAD, bold=True, across="center", size=10)
    sheet.row_dimensions[row].height = 46


def _places(sheet: Worksheet | None) -> dict[str, int]:
    if sheet is None:
        return {}
    return {str(sheet.cell(row, KEY).value): row for row in range(1, sheet.max_row + 1)}


@dataclass
class _Rows:
    """Writes the lines below the heads of one sheet."""

    sheet: Worksheet
    occasion: Occasion
    known: Known
    places: dict[str, int]
    first: str
    earlier: dict[str, int]

    def __post_init__(self) -> None:
        self.state_cells: list[str] = []
        self.note_texts: dict[tuple[str, int], str] = {}

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
        style.put(sheet, number, LABEL, row.label, indent=max(row.depth - 1, 1 if row.within else 0) * 2)
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
        sheet.row_dimensions[number].height = max(19, style.height(row.label, WIDTHS[LABEL - 1] - 4))
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
            self.state_cells.append(self.sheet.cell(number, STATE).coordinate)

    def _value(self, row: Row) -> object:
        if row.row in self.earlier:
            return self._follow(ANSWER, row)
        return _plain(self.known.answered.get(row.row, {}).get("value"))

    def _state(self, row: Row) -> str | None:
        if row.row in self.earlier:
            return self._follow(STATE, row)
        fact = self.known.answered.get(row.row)
        if fact is None or fact["state"] in ("blank", "error"):
            return None
        words = {state: word for word, state in self.occasion.programme.collection.states.items()}
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
