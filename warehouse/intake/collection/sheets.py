"""Which sheets of a returned 調査票 are ours, and of which university and year each speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from warehouse.intake.answerer import named, nearest
from warehouse.intake.collection.heads import Head, Top, faculties_head, money_head, question_head, round_head, top
from warehouse.intake.collection.lists import list_head, which_list
from warehouse.intake.findings import Findings
from warehouse.intake.spreadsheet import Sheet, column_letters
from warehouse.intake.submission import SheetSeen
from warehouse.intake.text import normal
from warehouse.programme import Programme
from warehouse.programme.lists import CountList
from warehouse.workspace import University

YEAR = re.compile(r"(令和|平成|R|H|FY)?\(?(元|\d{1,4})\)?年?度?")
SAME_PROGRAMME = 0.6


@dataclass(frozen=True)
class SeenSheet:
    """A sheet of ours with its heads, what it says at its top, and what kind of sheet it is."""

    sheet: Sheet
    head: Head
    top: Top
    role: str
    university: University | None
    list: CountList | None = None

    def as_seen(self) -> SheetSeen:
        """Return the sheet as it is kept in the warehouse."""
        code = self.university.code if self.university else None
        of = {"round": ("part", self.top.desk), "list": ("list", self.list.id if self.list else None)}
        kind, name = of.get(self.role, (self.role, None))
        role = f"{kind} {name}" if name else self.role
        return SheetSeen(self.sheet.title, role, self.sheet.index, self.top.name or None, code)


class SheetRecogniser:
    """Recognises the sheets of one file by their heads, and refuses those of another university or year."""

    def __init__(
        self, programme: Programme, universities: Sequence[University], fiscal_year: int, findings: Findings
    ) -> None:
        self._programme = programme
        self._form = programme.collection
        self._universities = universities
        self._fiscal_year = fiscal_year
        self._findings = findings

    def seen(self, sheet: Sheet) -> SeenSheet | None:
        """Return the sheet with its heads and whom it names; None where it is no sheet of a 調査票."""
        kinds = (
            ("faculties", faculties_head(sheet, self._form)),
            ("round", round_head(sheet, self._form)),
            ("money", money_head(sheet, self._form, self._programme.budget)),
            ("questions", question_head(sheet, self._form)),
            ("list", list_head(sheet, self._programme.lists)),
        )
        for role, head in kinds:
            if head is not None:
                above = top(sheet, head.row, self._form)
                university = named(above.name, self._universities) if above.name else None
                lists = self._programme.lists
                one = which_list(sheet, head, lists) if role == "list" and lists else None
                return SeenSheet(sheet, head, above, role, university or self._by_code(sheet, above, role), one)
        return None

    def _by_code(self, sheet: Sheet, above: Top, role: str) -> University | None:
        """Return the university of the code on a sheet whose name is blank or unknown, and say so."""
        university = named(above.code, self._universities) if above.code else None
        if role == "questions":
            return university
        near = nearest(above.name, self._universities) if above.name else None
        near_ja, near_en = (f"（もしかして「{near}」）", f" (did you mean '{near}'?)") if near else ("", "")
        rule = "return_university_by_code" if university else "return_university_unknown"
        self._findings.say(
            rule, sheet.title, above.cell or None, value=above.name or "（空欄）", code=above.code, near_ja=near_ja,
            near_en=near_en, university=university.code if university else None, fiscal_year=self._fiscal_year,
        )  # fmt: skip
        return university

    def is_accepted(self, seen: SeenSheet, university: University) -> bool:
        """Whether a sheet speaks of the file's university and of the year asked; if not, its finding names both."""
        if seen.role == "questions" or seen.university is None:
            return False
        about = {"university": university.code, "fiscal_year": self._fiscal_year}
        if seen.university.code != university.code:
            self._findings.say(
                "return_university_differs", seen.sheet.title, seen.top.cell or None, value=seen.university.name,
                expected=university.name, **about,
            )  # fmt: skip
            return False
        coded = named(seen.top.code, self._universities) if seen.top.code else None
        if coded and coded.code != university.code:
            self._findings.say(
                "return_university_differs", seen.sheet.title, seen.top.cell or None,
                value=f"{coded.name}（{coded.code}）", expected=university.name, **about,
            )  # fmt: skip
            return False
        if self._is_of_another_programme(seen.top.title):
            self._findings.say(
                "return_programme_differs", seen.sheet.title, None, value=seen.top.title,
                expected=self._programme.name_in(self._fiscal_year).ja, **about,
            )  # fmt: skip
            return False
        years = sorted({year for year in (seen.head.year, seen.top.year) if year})
        if not years:
            self._findings.say("return_year_missing", seen.sheet.title, None, asked=self._fiscal_year, **about)
        if years and years != [self._fiscal_year]:
            column = seen.head.columns.get("answer") or seen.head.columns["label"]
            self._findings.say(
                "return_year_differs", seen.sheet.title, f"{column_letters(column)}{seen.head.row}",
                value="・".join(f"{year}年度" for year in years), asked=self._fiscal_year, **about,
            )  # fmt: skip
            return False
        if seen.head.kind == "target":
            cell = seen.sheet.cells[seen.head.row, seen.head.columns["answer"]]
            self._findings.say("return_head_target", seen.sheet.title, cell.address, value=cell.text, **about)
            return False
        return True

    def _is_of_another_programme(self, title: str) -> bool:
        """Whether the line of the title names a programme, and none of the names that ours has had."""
        named = YEAR.sub("", normal(title).replace(normal(self._form.name), "")).strip("()-:・")
        ours = {normal(self._programme.name.ja), *(normal(each.ja) for each in self._programme.names_by_year)}
        return bool(named) and max(SequenceMatcher(None, named, name).ratio() for name in ours) < SAME_PROGRAMME

    def say_missing(self, seen: Sequence[SeenSheet], university: University, received_at: datetime) -> None:
        """Say which sheets of the form are not in the file: a round's, or the lead's money.

        A form may hold one round alone. The last one is missing once the year is over; an earlier one where a sheet
        still refers to it.
        """
        rounds = [each.top.round for each in seen if each.role == "round"]
        is_over = received_at >= datetime(self._fiscal_year + 1, 4, 1)
        absent = [part for part in self._form.rounds if part.number not in rounds][rounds.count(None) :]
        missing = [
            part.sheet
            for part in absent
            if not rounds or (is_over if part == self._form.rounds[-1] else _refer_to(part.sheet, seen))
        ]
        if university.role == "lead" and not any(each.role == "money" for each in seen):
            missing.append(self._form.money.sheet)
        for title in missing:
            self._findings.say(
                "return_sheet_missing",
                None,
                None,
                value=title,
                university=university.code,
                fiscal_year=self._fiscal_year,
            )


def _refer_to(title: str, seen: Sequence[SeenSheet]) -> bool:
    """Whether a formula of these sheets names another sheet, there or not."""
    return any(cell.formula and title in cell.formula for each in seen for cell in each.sheet.cells.values())
