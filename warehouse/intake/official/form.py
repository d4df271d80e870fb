"""The official workbook (データ集) and its Word cover as one submission: the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from warehouse.intake.book.workbook import read_workbook
from warehouse.intake.findings import Findings
from warehouse.intake.official.budget import read_budget
from warehouse.intake.official.cells import FormCells
from warehouse.intake.official.courses import read_courses
from warehouse.intake.official.cover import read_cover
from warehouse.intake.official.indicators import IndicatorSheets
from warehouse.intake.official.sheets import recognise
from warehouse.intake.official.structure import Assigned, Structure
from warehouse.intake.spreadsheet import Unreadable, Workbook
from warehouse.intake.submission import (
    CourseField,
    CoverField,
    Datum,
    Money,
    OwnIndicator,
    Received,
    SheetSeen,
    Submission,
)  # fmt: skip
from warehouse.intake.unreadable import reason_of, sentences
from warehouse.programme import Programme
from warehouse.workspace import University

FILE_NOTES = {
    "values_only": "form_values_only", "macros": "form_macros", "external_links": "form_external_links",
    "outside_names": "form_outside_names",
}  # fmt: skip


@dataclass(slots=True)
class _Contents:
    data: list[Datum] = field(default_factory=list)
    own: list[OwnIndicator] = field(default_factory=list)
    courses: list[CourseField] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)
    sheets: list[SheetSeen] = field(default_factory=list)


def read_official_form(
    received: Received,
    content: bytes,
    programme: Programme,
    universities: Sequence[University],
    cover: tuple[Received, bytes] | None = None,
) -> Submission:
    """Return all that the official workbook says, with what was found while reading it.

    The data hold one entry for each row, year and university, blank cells included, and the typed 合計 as TOTAL. What
    needs only arithmetic is left to the checks. A file that cannot be read gives a submission with that finding alone.
    """
    about_cover = Findings(programme, cover[0].name if cover else "")
    fields = read_cover(cover[1], programme, about_cover) if cover else ()
    findings = Findings(programme, received.name)
    contents = _Contents()
    try:
        workbook = read_workbook(content, received.name)
    except Unreadable as fault:
        words = sentences(programme, reason_of(content, fault.reason), len(content))
        findings.say("form_unreadable", value=received.name, **words)
    else:
        contents = _read(workbook, programme, universities, fields, findings)
    return Submission(
        received=received, purpose="plan", channel="official_form", fiscal_year=programme.first_fy, university=None,
        definition=programme.hash, data=tuple(contents.data), own_indicators=tuple(contents.own),
        courses=tuple(contents.courses), money=tuple(contents.money), sheets=tuple(contents.sheets), cover=fields,
        findings=(*findings.all(), *about_cover.all()), cover_sha256=cover[0].sha256 if cover else None,
    )  # fmt: skip


def _read(
    workbook: Workbook,
    programme: Programme,
    universities: Sequence[University],
    cover: tuple[CoverField, ...],
    findings: Findings,
) -> _Contents:
    known, others = recognise(workbook, programme.form)
    contents = _Contents()
    if not known:
        findings.say("form_not_recognised", value="、".join(others))
        return contents
    _note_file(workbook, others, findings)
    cells = FormCells(workbook, findings)
    assigned = Structure(programme, universities, findings, cells.calculator).assign(known, cover)
    indicators = IndicatorSheets(programme, cells, findings)
    for each in assigned:
        contents.sheets.append(each.seen)
        _read_sheet(each, contents, indicators, programme, cells, findings)
    contents.own = indicators.own
    return contents


def _read_sheet(
    each: Assigned,
    contents: _Contents,
    indicators: IndicatorSheets,
    programme: Programme,
    cells: FormCells,
    findings: Findings,
) -> None:
    sheet, university = each.form_sheet, each.university
    if university is None:
        return
    if sheet.kind == "budget":
        contents.money += read_budget(sheet, programme, cells, findings)
    elif sheet.kind == "courses":
        columns = next(courses for courses in programme.form.course_lists if courses.id == sheet.role)
        contents.courses += read_courses(sheet.sheet, columns, university, cells, findings)
    else:
        special = sheet.role if sheet.kind == "special" else None
        contents.data += indicators.read(sheet.sheet, university, special)


def _note_file(workbook: Workbook, others: Sequence[str], findings: Findings) -> None:
    """Note what is odd about the file: another format than its name says, results without formulas, other sheets."""
    for note in workbook.notes:
        findings.say(FILE_NOTES.get(note, "form_file_kind"), value=workbook.kind)
    if others:
        findings.say("form_sheet_ignored", others[0], None, value="、".join(others), count=len(others))
