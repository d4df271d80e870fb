"""Whose each sheet of the official form is, and whether all sheets are there, once and in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from warehouse.intake.answerer import named, nearest
from warehouse.intake.findings import Findings
from warehouse.intake.formula.results import Calculator
from warehouse.intake.official.sheets import (
    BUDGET_ROLE,
    LEAD_ROLE,
    PARTNER_ROLE,
    TOTAL_ROLE,
    FormSheet,
    beside,
    expected_title,
    same_content,
)  # fmt: skip
from warehouse.intake.submission import TOTAL, CoverField, SheetSeen
from warehouse.intake.text import normal, read_year
from warehouse.programme import Programme
from warehouse.workspace import University


@dataclass(frozen=True, slots=True)
class Assigned:
    """A sheet with the university that it speaks of (TOTAL for 合計); None where it is unused or nobody's."""

    form_sheet: FormSheet
    university: str | None
    sgu: bool | None = None

    @property
    def seen(self) -> SheetSeen:
        """The sheet as it is kept: position is n of 連携校n, the fiscal year of a cost sheet, else 0."""
        sheet = self.form_sheet
        code = None if self.university == TOTAL else self.university
        return SheetSeen(sheet.sheet.title, sheet.role, sheet.number, sheet.name, code, self.sgu)


class Structure:
    """The sheets of one workbook, examined against the definition, the workspace and the cover."""

    def __init__(
        self, programme: Programme, universities: Sequence[University], findings: Findings, calculator: Calculator
    ) -> None:
        self._calculator = calculator
        self._programme = programme
        self._form = programme.form
        self._universities = universities
        self._lead, self._partners = universities[0], list(universities[1:])
        self._findings = findings
        self._partner_at: dict[int, str] = {}

    def assign(self, sheets: Sequence[FormSheet], cover: Sequence[CoverField]) -> list[Assigned]:
        """Return each sheet with its university, the lead's first; sheets that are doubled are left out."""
        single = self._without_doubles(sheets)
        for sheet in single:
            self._say_renamed(sheet)
        partners = self._assign_partners(sorted(_of(single, PARTNER_ROLE), key=lambda sheet: sheet.number), cover)
        lead = [Assigned(sheet, self._of_lead(sheet)) for sheet in _of(single, LEAD_ROLE)]
        total = [Assigned(sheet, TOTAL) for sheet in _of(single, TOTAL_ROLE)]
        special = [self._special(sheet) for sheet in single if sheet.kind == "special"]
        courses = [self._course(sheet) for sheet in single if sheet.kind == "courses"]
        budget = [Assigned(sheet, self._lead.code) for sheet in _of(single, BUDGET_ROLE)]
        found = [*lead, *partners, *total, *special, *courses, *budget]
        self._say_missing(found)
        return found

    def _without_doubles(self, sheets: Sequence[FormSheet]) -> list[FormSheet]:
        groups: dict[tuple[str, int, str], list[FormSheet]] = {}
        for sheet in sheets:
            name = normal(sheet.name or "") if sheet.kind == "courses" else ""
            groups.setdefault((sheet.role, sheet.number, name), []).append(sheet)
        kept: list[FormSheet] = []
        for group in groups.values():
            first, *others = sorted(group, key=lambda sheet: not sheet.title_matches)
            kept.append(first)
            for other in others:
                same = same_content(first, other, self._calculator)
                rule = "form_sheet_twice" if same else "form_sheet_doubled"
                self._findings.say(rule, other.sheet.title, None, value=other.sheet.title, other=first.sheet.title)
        return kept

    def _say_renamed(self, sheet: FormSheet) -> None:
        title = expected_title(self._form, sheet.role, sheet.number)
        if sheet.sheet.title != title:
            self._findings.say("form_sheet_renamed", sheet.sheet.title, None, value=sheet.sheet.title, expected=title)

    def _of_lead(self, sheet: FormSheet) -> str:
        """Return the lead's code, whatever the sheet says; another or no name on it is said."""
        meant = named(sheet.name, self._universities) if sheet.name else None
        if meant != self._lead:
            rule = (
                "form_university_other"
                if meant
                else "form_university_unknown"
                if sheet.name
                else "form_university_missing"
            )
            self._say_name(rule, sheet, self._lead)
        return self._lead.code

    def _assign_partners(self, sheets: Sequence[FormSheet], cover: Sequence[CoverField]) -> list[Assigned]:
        meant = {sheet.number: named(sheet.name, self._partners) for sheet in sheets if sheet.name}
        given: set[str] = set()
        found: list[Assigned] = []
        for sheet in sheets:
            university = meant.get(sheet.number)
            if university is None and (sheet.name or _has_numbers(sheet)):
                university = self._by_place(sheet, [each for each in meant.values() if each])
            elif university is not None and university.code in given:
                self._say_name("form_university_twice", sheet, university)
                university = None
            if university is not None:
                given.add(university.code)
                self._partner_at[sheet.number] = university.code
            found.append(Assigned(sheet, university.code if university else None))
        self._say_order([(each.form_sheet, each.university) for each in found if each.university], cover)
        return found

    def _by_place(self, sheet: FormSheet, named_elsewhere: Sequence[University]) -> University | None:
        """Return the partner of that place for a sheet with no or an unknown name, and say so."""
        place = sheet.number - 1
        expected = self._partners[place] if 0 <= place < len(self._partners) else None
        expected = None if expected in named_elsewhere else expected
        self._say_name("form_university_unknown" if sheet.name else "form_university_missing", sheet, expected)
        return expected

    def _say_name(self, rule: str, sheet: FormSheet, expected: University | None) -> None:
        near = nearest(sheet.name, self._universities) if sheet.name else None
        facts = {
            "value": sheet.name or "", "expected": expected.name if expected else "",
            "taken_ja": f"「{expected.name}」の値として読み取りました" if expected else "このシートは読み取っていません",
            "taken_en": f"it was read as the sheet of '{expected.name}'" if expected else "the sheet was not read",
            "near_ja": f"（もしかして「{near}」）" if near else "", "near_en": f" (did you mean '{near}'?)" if near else "",
        }  # fmt: skip
        code = expected.code if expected else None
        self._findings.say(rule, sheet.sheet.title, sheet.name_cell, university=code, **facts)

    def _say_order(self, sheets: Sequence[tuple[FormSheet, str | None]], cover: Sequence[CoverField]) -> None:
        """Say the first partner sheet that is out of the workspace's order; a cover's order is for the checks."""
        if any(field.field == "partner" for field in cover):
            return
        present = {code for _, code in sheets}
        expected = [each for each in self._partners if each.code in present]
        for (sheet, code), should in zip(sheets, expected, strict=False):
            if code != should.code:
                self._say_name("form_partner_order", sheet, should)
                return

    def _special(self, sheet: FormSheet) -> Assigned:
        """Return the lead's own sheet with its SGU flag."""
        words = next(each for each in self._form.special_sheets if each.id == sheet.role)
        label = next((cell for cell in sheet.top if normal(cell.text) == normal(words.sgu)), None)
        answer = beside(sheet.sheet, label) if label else None
        flags = {normal(word): flag for word, flag in words.sgu_words.items()}
        sgu = flags.get(normal(answer.text)) if answer else None
        if sgu is None:
            place = answer or label
            value = answer.text if answer else ""
            facts = {"value": value, "expected": "・".join(words.sgu_words), "university": self._lead.code}
            self._findings.say("form_sgu_unset", sheet.sheet.title, place.address if place else None, **facts)
        return Assigned(sheet, self._of_lead(sheet), sgu)

    def _course(self, sheet: FormSheet) -> Assigned:
        university = named(sheet.name, self._universities) if sheet.name else None
        if university is None:
            code = self._partner_at.get(sheet.number) if sheet.number else self._lead.code
            university = next((each for each in self._universities if each.code == code), None)
            if sheet.name or university:
                rule = "form_university_unknown" if sheet.name else "form_university_missing"
                self._say_name(rule, sheet, university)
        return Assigned(sheet, university.code if university else None)

    def _say_missing(self, found: Sequence[Assigned]) -> None:
        have = {(each.form_sheet.role, each.university) for each in found}
        needed = [(LEAD_ROLE, self._lead, 0), *((special.id, self._lead, 0) for special in self._form.special_sheets)]
        needed += [(PARTNER_ROLE, each, place) for place, each in enumerate(self._partners, 1)]
        needed += [
            (courses.id, each, place)
            for courses in self._form.course_lists
            for place, each in enumerate(self._universities)
        ]
        for role, university, number in needed:
            if (role, university.code) not in have:
                self._say_sheet_missing(role, number, university)
        if self._partners and (TOTAL_ROLE, TOTAL) not in have:
            self._say_sheet_missing(TOTAL_ROLE, 0, None)
        years = {each.form_sheet.number for each in found if each.form_sheet.role == BUDGET_ROLE}
        for year in self._programme.fiscal_years:
            if year not in years:
                self._say_sheet_missing(BUDGET_ROLE, year, None)

    def _say_sheet_missing(self, role: str, number: int, university: University | None) -> None:
        whose = f"（{university.name}）" if university else ""
        facts = {"expected": expected_title(self._form, role, number), "whose": whose}
        self._findings.say("form_sheet_missing", university=university.code if university else None, **facts)


def _of(sheets: Sequence[FormSheet], role: str) -> list[FormSheet]:
    return [sheet for sheet in sheets if sheet.role == role]


def _has_numbers(sheet: FormSheet) -> bool:
    """Whether somebody typed a number below a year on a sheet; formulas of an unused one show 0, not all formats tell them."""
    cells = sheet.sheet.cells.values()
    years = {cell.column for cell in cells if isinstance(cell.value, str) and read_year(cell.value)[0]}
    typed = [cell for cell in cells if isinstance(cell.value, Decimal) and cell.value != 0 and not cell.formula]
    return any(cell.column in years or not years for cell in typed)
