"""An official workbook filled in from the definition, as an office would send it: for tests to spoil and read back."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.builders import PLANNED
from warehouse.evidence import keep
from warehouse.intake.layout import era_year
from warehouse.intake.official.form import read_official_form
from warehouse.intake.official.sheets import BUDGET_ROLE, LEAD_ROLE, PARTNER_ROLE, TOTAL_ROLE, expected_title
from warehouse.intake.submission import Datum, Submission
from warehouse.programme import Indicator, Programme, Row, Table
from warehouse.programme.form import CourseColumn, CourseList
from warehouse.programme.part import Heading
from warehouse.workspace import University, Workspace

TOTAL = "TOTAL"
LABEL, NAME, FIRST_VALUE = 2, 4, 5  # columns B, D, E
OWN = (("海外拠点の履修者数", "人", "0"), ("認定単位数", "単位", '0.0"単位"'))
Key = tuple[str, str, int]  # university, row, fiscal year


class OfficialWorkbook:
    """A filled workbook; `cells` tells where each value stands, as (sheet title, address).

    Formulas are written without results, as openpyxl does; what they come to is `value`.
    """

    def __init__(self, programme: Programme, universities: Sequence[University]) -> None:
        self.programme, self.universities, self.form = programme, universities, programme.form
        self.book = Workbook()
        del self.book["Sheet"]
        self.cells: dict[Key, tuple[str, str]] = {}
        self._rows = programme.rows_by_key | {
            f"8.{n}": Row(row=f"8.{n}", measure=f"own_{n}", label=label, en=label, unit=unit)
            for n, (label, unit, _) in enumerate(OWN, 1)
        }
        self._same = {
            one.right[0]: one.left for one in programme.identities if one.is_ == "equal_to" and len(one.right) == 1
        }
        self._write_indicators()
        self._fill()
        for courses in self.form.course_lists:
            for number, university in enumerate(universities):
                self._write_courses(courses, university, number)
        for year in programme.fiscal_years:
            self._write_budget(year)

    def sheet(self, role: str, number: int = 0) -> Worksheet:
        """Return a sheet by its role: lead, partner, total, budget (number: fiscal year), or the id of a list."""
        return self.book[expected_title(self.form, role, number)]

    def put(self, key: Key, value: object) -> None:
        """Overwrite the cell of a value."""
        title, address = self.cells[key]
        self.book[title][address] = value

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        file = io.BytesIO()
        self.book.save(file)
        return file.getvalue()

    def value(self, code: str, row: str, year: int) -> int:
        """Return the number that a cell holds or comes to; a ratio has none."""
        entry = self._rows[row]
        if code == TOTAL:
            return sum(self.value(each.code, row, year) for each in self.universities)
        if entry.parts:
            return sum(self.value(code, part, year) for part in entry.parts)
        if row in self._same:
            return self.value(code, self._same[row], year)
        size = [each.code for each in self.universities].index(code)
        return (7 + list(self._rows).index(row)) * (10 - 3 * size) + (year - 2023) * 5

    def _write_indicators(self) -> None:
        words = self.form.indicator_sheets
        places = [(TOTAL_ROLE, 0, TOTAL, "")]
        places += [
            (PARTNER_ROLE if n else LEAD_ROLE, n, each.code, each.name) for n, each in enumerate(self.universities)
        ]
        tags = {TOTAL_ROLE: words.total.tag, LEAD_ROLE: words.lead.tag, PARTNER_ROLE: words.partner.tag}
        for role, number, code, name in places:
            sheet = self.book.create_sheet(expected_title(self.form, role, number))
            sheet["B1"], sheet["H1"] = words.heading, tags[role].format(n=number)
            sheet["B3"], sheet["D3"] = (words.university, name) if name else (None, None)
            row = 4
            for indicator in self.programme.indicators:
                if indicator.sheet is None:
                    sheet.cell(row, LABEL, words.item.format(item=indicator.item, title=indicator.title.ja))
                    row = self._write_indicator(sheet, code, indicator, row + 1)
        self._write_special()

    def _write_special(self) -> None:
        lead = self.universities[0]
        for special in self.form.special_sheets:
            sheet = self.book.create_sheet(special.title)
            sheet["B1"], sheet["B3"] = self.form.indicator_sheets.heading, special.heading
            sheet["B5"], sheet["E5"], sheet["B6"], sheet["E6"] = special.university, lead.name, special.sgu, "無"
            indicator = next(each for each in self.programme.indicators if each.sheet == special.id)
            self._write_indicator(sheet, lead.code, indicator, 8)

    def _write_indicator(self, sheet: Worksheet, code: str, indicator: Indicator, row: int) -> int:
        for table in indicator.tables:
            row = self._write_table(sheet, code, indicator, table, row)
        for note in indicator.notes:
            sheet.cell(row, LABEL, note)
            row += 1
        return row + 1

    def _write_table(self, sheet: Worksheet, code: str, indicator: Indicator, table: Table, row: int) -> int:
        words = self.form.indicator_sheets
        sheet.cell(row, LABEL, table.caption)
        sheet.cell(row, FIRST_VALUE, words.basis_notes.get(table.basis or ""))
        sheet.cell(row + 1, LABEL, table.head)
        for place, column in enumerate(words.columns, FIRST_VALUE):
            sheet.cell(row + 1, place, column.head)
        growth = indicator.growth
        if growth and any(entry.row == growth.of for entry in table.entries):
            sheet.cell(row + 1, FIRST_VALUE + 3, words.growth_head)
        row += 2
        for entry in table.rows:
            text = entry.heading if isinstance(entry, Heading) else entry.label
            sheet.cell(row, LABEL + (entry.depth - 1 if isinstance(entry, Row) else 1), text)
            if isinstance(entry, Row):
                self._place(sheet, code, entry.row, row, "0.0%" if entry.is_ratio else "0")
            if isinstance(entry, Row) and growth and entry.row == growth.of:
                sheet.cell(row, FIRST_VALUE + 3, f"=G{row}/E{row}").number_format = "0.0%"
                self.cells[code, growth.row, words.columns[-1].fy] = (sheet.title, f"H{row}")
            row += 1
        return self._write_own(sheet, code, row) if indicator.own else row

    def _write_own(self, sheet: Worksheet, code: str, row: int) -> int:
        for number, (label, unit, number_format) in enumerate(OWN, 1):
            sheet.cell(row, LABEL, f"(指標{number}) {label}（{unit}）")
            self._place(sheet, code, f"8.{number}", row, number_format)
            row += 1
        sheet.cell(row, LABEL, "※各年度通年の数値を記入。")
        sheet.cell(row + 1, LABEL, "※（指標1）に設定した「海外拠点」は、連携先に置く拠点とする。")
        return row + 2

    def _place(self, sheet: Worksheet, code: str, key: str, row: int, number_format: str) -> None:
        for place, column in enumerate(self.form.indicator_sheets.columns, FIRST_VALUE):
            cell = sheet.cell(row, place)
            cell.number_format = number_format
            self.cells[code, key, column.fy] = (sheet.title, cell.coordinate)

    def _fill(self) -> None:
        for code, row, year in list(self.cells):
            entry = self._rows.get(row)
            if entry is None:
                continue
            ratio = entry.ratio
            if ratio:
                content: object = "=" + "/".join(self.cells[code, part, year][1] for part in (ratio.of, ratio.to))
            elif code == TOTAL:
                places = (self.cells[each.code, row, year] for each in self.universities)
                content = "=" + "+".join(f"'{title}'!{address}" for title, address in places)
            elif entry.parts:
                content = "=" + "+".join(self.cells[code, part, year][1] for part in entry.parts)
            else:
                content = self.value(code, row, year)
            self.put((code, row, year), content)

    def _write_courses(self, courses: CourseList, university: University, number: int) -> None:
        sheet = self.book.create_sheet(expected_title(self.form, courses.id, number))
        sheet["B2"], sheet["B3"] = courses.heading, self.form.indicator_sheets.university
        sheet.cell(3, NAME, university.name)
        sheet.cell(3, 2 + len(courses.columns), "事業開始3年目までに実施予定の科目を記入")
        for place, column in enumerate(courses.columns, 3):
            sheet.cell(5, place, column.head + "\n(※1)")
            sheet.cell(6, place, column.under)
            entry = sheet.cell(7, place)
            entry.value = _entry(column)  # type: ignore[assignment]
            entry.number_format = "0.0%" if column.type == "percent" else "General"
        for no in range(1, courses.rows + 1):
            sheet.cell(6 + no, LABEL, no)
        sheet.cell(7 + courses.rows, LABEL, "(※1) 注記")

    def _write_budget(self, year: int) -> None:
        words, budget = self.form.budget_sheets, self.programme.budget
        sheet = self.book.create_sheet(expected_title(self.form, BUDGET_ROLE, year))
        sheet["B1"], sheet["G4"] = words.heading + "【年度ごとに1ページ】", words.unit_note
        sheet["B5"], sheet["G5"] = words.year_head.format(era=era_year(year)), words.remark_head
        for place, column in enumerate(budget.columns, 4):
            sheet.cell(5, place, column.ja)
        row, subtotals = 6, []
        for category in budget.categories:
            sheet.cell(row, 2, words.category.format(label=category.label))
            subtotals.append(row)
            for number, line in enumerate(category.lines, row + 1):
                sheet.cell(number, 3, line.label)
                self._write_amounts(sheet, number, str(100 + number), str(10 + number))
            last = row + len(category.lines)
            sums = (f"=SUM({c}{row + 1}:{c}{last})" for c in "DE") if category.lines else ("900", "90")
            self._write_amounts(sheet, row, *sums)
            row = last + 1
        sheet.cell(row, 2, words.total.format(era=era_year(year)))
        self._write_amounts(sheet, row, *("=" + "+".join(f"{c}{n}" for n in subtotals) for c in "DE"))

    def _write_amounts(self, sheet: Worksheet, row: int, grant: str, own: str) -> None:
        for column, text in (("D", grant), ("E", own)):
            sheet[f"{column}{row}"] = text if text.startswith("=") else int(text)
        sheet[f"F{row}"] = f"=D{row}+E{row}"


def plan_of(workspace: Workspace, content: bytes, cover: bytes | None = None) -> Submission:
    """Return what the reader makes of a workbook, received with or without a cover."""
    received = keep(workspace, "データ集.xlsx", content, PLANNED)
    pair = (keep(workspace, "表紙.docx", cover, PLANNED), cover) if cover is not None else None
    return read_official_form(received, content, workspace.programme, workspace.universities, cover=pair)


def datum(submission: Submission, code: str, row: str, year: int) -> Datum:
    """Return the one value cell of a university, row and year."""
    [found] = [one for one in submission.data if (one.university, one.row, one.fiscal_year) == (code, row, year)]
    return found


def said(submission: Submission, severity: str | None = None) -> list[str]:
    """Return the rules of the findings, in order, of one severity or of all."""
    return [one.rule for one in submission.findings if severity in (None, one.severity)]


def _entry(column: CourseColumn) -> object:
    if column.type == "text":
        return column.words[0] if column.words else column.head
    return 0.25 if column.type == "percent" else 20
