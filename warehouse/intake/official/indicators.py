"""The indicators of one sheet of the official form: 合計, 代表校, 連携校 or the sheet of 7)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from warehouse.intake.findings import Findings
from warehouse.intake.layout import item_headings, section_lines
from warehouse.intake.official.cells import FormCells, Told, is_typed_number
from warehouse.intake.official.own_indicators import read_own
from warehouse.intake.official.table import Labelled, Section, label_of, match_lines, match_nearly, read_labels, rows_of
from warehouse.intake.spreadsheet import Sheet
from warehouse.intake.submission import TOTAL, Datum, OwnIndicator, State
from warehouse.intake.text import normal
from warehouse.programme import Indicator, Programme, Row
from warehouse.programme.form import ValueColumn


class IndicatorSheets:
    """The reader of the indicator sheets of one workbook; the lead's sheet first, whose own indicators give the order."""

    def __init__(self, programme: Programme, cells: FormCells, findings: Findings) -> None:
        self._form = programme.form.indicator_sheets
        self._headings = item_headings(programme.form, programme.indicators)
        self._lines = {indicator.item: section_lines(indicator) for indicator in programme.indicators}
        self._indicators = programme.indicators
        self._last_target = max(programme.target_fys)
        self._cells = cells
        self._findings = findings
        self._own_order: list[str] = []
        self.own: list[OwnIndicator] = []

    def read(self, sheet: Sheet, university: str, special: str | None = None) -> list[Datum]:
        """Return the value cells of a sheet: one for each row and year, blank ones included.

        `special` is the id of a sheet of its own (7); None for the common sheets.
        """
        sections = self._sections(sheet)
        data: list[Datum] = []
        for indicator in self._indicators:
            if indicator.sheet != special:
                continue
            section = sections.get(indicator.item)
            if section is None:
                heading = self._form.item.format(item=indicator.item, title=indicator.title.ja)
                facts = {
                    "university": university,
                    "item": indicator.item,
                    "label": heading,
                    "label_en": indicator.title.en,
                }
                self._findings.say("form_section_missing", sheet.title, **facts)
            elif indicator.own:
                data += self._read_own(section, indicator, university)
            else:
                data += self._read_section(section, indicator, university)
        return _without_empty_sums(data, self._sums())

    def _sums(self) -> dict[str, tuple[str, ...]]:
        return {row.row: row.parts for indicator in self._indicators for _, row in indicator.rows() if row.parts}

    def _sections(self, sheet: Sheet) -> dict[str, Section]:
        found: dict[str, Section] = {}
        current: Section | None = None
        for number, cells in rows_of(sheet):
            label = label_of(cells, self._headings)
            indicator = self._headings.get(normal(label.text)) if label else None
            if indicator is not None:
                current = found.setdefault(indicator.item, Section(sheet))
            if current is not None:
                current.rows.append((number, cells))
        return found

    def _read_section(self, section: Section, indicator: Indicator, university: str) -> list[Datum]:
        known = {line.label for line in self._lines[indicator.item]}
        labelled = read_labels(section, self._form, self._findings, known)
        missing = match_lines(labelled, self._lines[indicator.item])
        title = section.sheet.title
        if missing:
            for row in match_nearly(labelled, missing, _filled(section, labelled), self._lines[indicator.item]):
                assert row.line is not None and row.line.row is not None
                facts = {"value": row.label.text, "label": row.line.row.label, "label_en": row.line.row.en}
                self._findings.say("form_label_read_as", title, row.label.address, row=row.line.row.row, **facts)
        for line in missing:
            assert line.row is not None
            facts = {"label": line.row.label, "label_en": line.row.en, "item": indicator.item}
            self._findings.say("form_row_missing", title, None, university=university, row=line.row.row, **facts)
        read = [row for row in labelled if row.line is not None and row.line.row is not None]
        self._say_beside_nothing(section, labelled, read, indicator, university)
        data: list[Datum] = []
        for row in read:
            assert row.line is not None and row.line.row is not None
            data += self._row(section.sheet, row, row.line.row, indicator, university)
        return data

    def _say_beside_nothing(
        self, section: Section, labelled: list[Labelled], read: list[Labelled], indicator: Indicator, university: str
    ) -> None:
        """Say which numbers were typed in the value columns of a line that is no row of the form."""
        known, labels = {row.number for row in read}, {row.number: row for row in labelled}
        heads = None
        for number, cells in section.rows:
            heads = labels[number].heads if number in labels else heads
            places = {place for place, _ in heads.columns} if heads and number not in known else set()
            for cell in cells:
                if cell.column in places and is_typed_number(cell):
                    facts = {"value": cell.text, "label": labels[number].label.text if number in labels else "－"}
                    self._findings.say(
                        "form_own_label_missing" if indicator.own and cell.value else "form_value_beside_nothing",
                        section.sheet.title,
                        cell.address,
                        university=university,
                        item=indicator.item,
                        **facts,
                    )

    def _row(self, sheet: Sheet, labelled: Labelled, row: Row, indicator: Indicator, university: str) -> list[Datum]:
        if labelled.moved:
            self._findings.count("form_row_moved", sheet.title, labelled.label.address)
        data = []
        for place, column in labelled.heads.columns:
            is_computed = not row.is_ratio and (university == TOTAL or not row.is_input)
            unit = None if row.is_ratio else row.unit
            told = self._cells.told(sheet, labelled.number, place, unit, is_computed=is_computed)
            data.append(self._datum(sheet, told, row, column, indicator, university))
        growth = indicator.growth
        if growth and row.row == growth.of and labelled.heads.growth:
            told = self._cells.told(sheet, labelled.number, labelled.heads.growth)
            data.append(_ratio(sheet, told, growth.row, self._last_target, "target", university))
        return data

    def _datum(
        self, sheet: Sheet, told: Told, row: Row, column: ValueColumn, indicator: Indicator, university: str
    ) -> Datum:
        if row.is_ratio:
            return _ratio(sheet, told, row.row, column.fy, column.kind, university)
        rule = told.doubt or _absence(told, row.is_input and university != TOTAL)
        if rule:
            facts = {
                "label": row.label,
                "label_en": row.en,
                "value": told.text,
                "unit": row.unit,
                "item": indicator.item,
            }
            year = column.fy
            self._findings.say(
                rule, sheet.title, told.cell, university=university, row=row.row, fiscal_year=year, **facts
            )
        return _datum(sheet, told, row.row, column.fy, column.kind, university, told.state, told.value)

    def _read_own(self, section: Section, indicator: Indicator, university: str) -> list[Datum]:
        labelled = read_labels(section, self._form, self._findings)
        declared = read_own(section, labelled, self._form.own_indicator, indicator.item, university, self._own_order)
        self._say_beside_nothing(section, labelled, [row for _, row in declared], indicator, university)
        if not self._own_order:
            self._own_order = [normal(own.label) for own, _ in declared]
        data: list[Datum] = []
        for own, row in declared:
            self.own.append(own)
            form_row = Row(row=own.row, measure="own", label=own.label, en=own.label, unit=own.unit)
            data += self._row(section.sheet, row, form_row, indicator, university)
        return data


def _filled(section: Section, labelled: list[Labelled]) -> list[int]:
    """Return the numbers of the rows that hold a value and no known label."""
    cells = section.sheet.cells
    return [
        row.number
        for row in labelled
        if row.line is None and any((row.number, place) in cells for place, _ in row.heads.columns)
    ]


def _absence(told: Told, is_input: bool) -> str | None:
    """Return what is said of a cell without a value; blank inputs are found by the checks."""
    if told.state == "pending":
        return "form_value_pending"
    return "form_formula_blank" if told.state == "blank" and not (is_input or told.formula) else None


def _ratio(sheet: Sheet, told: Told, row: str, year: int, kind: str, university: str) -> Datum:
    """Return a ratio as its fraction. What cannot be divided is shown as an error or a dash: neither is a slip."""
    is_dash = told.doubt == "form_value_unclear" and told.remarks == ("dash",)
    state: State = "not_applicable" if is_dash else told.state
    return _datum(sheet, told, row, year, kind, university, state, told.fraction)


def _datum(
    sheet: Sheet, told: Told, row: str, year: int, kind: str, university: str, state: State, value: Decimal | None
) -> Datum:
    return Datum(
        university=university, row=row, fiscal_year=year, kind=kind, state=state, value=value, text=told.text,  # type: ignore[arg-type]
        sheet=sheet.title, cell=told.cell, formula=told.formula, recomputed=told.recomputed, remarks=told.remarks,
        note=told.comment,
    )  # fmt: skip


def _without_empty_sums(data: list[Datum], sums: dict[str, tuple[str, ...]]) -> list[Datum]:
    """Return the data with each formula's 0 made blank where nothing is written that it adds: blank is not zero."""
    blank = {(datum.row, datum.fiscal_year) for datum in data if datum.state == "blank"}
    made: list[Datum] = []
    for datum in data:
        parts = sums.get(datum.row)
        if (
            datum.state == "zero"
            and datum.formula
            and parts
            and all((part, datum.fiscal_year) in blank for part in parts)
        ):
            made.append(replace(datum, state="blank", value=None))
        else:
            made.append(datum)
    return made
