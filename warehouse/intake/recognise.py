"""What a returned file is, decided by its content: a 調査票, the plan's workbook, a CSV, or nothing that can be read."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.intake.answerer import answerer
from warehouse.intake.book.workbook import read_workbook
from warehouse.intake.collection.form import is_collection_form, read_collection_form
from warehouse.intake.delimited.text import is_wide
from warehouse.intake.findings import Findings
from warehouse.intake.spreadsheet import Unreadable, Workbook
from warehouse.intake.submission import Received, Submission
from warehouse.intake.text import normal
from warehouse.intake.unreadable import reason_of, sentences
from warehouse.programme import Programme
from warehouse.workspace import University

TEXT_ENCODINGS = ("utf-8-sig", "cp932")


def read_return(
    received: Received, content: bytes, programme: Programme, universities: Sequence[University], fiscal_year: int
) -> Submission:
    """Return what a university's file says, whatever it is. Nothing raises: a file that cannot be read is a finding."""
    try:
        book = read_workbook(content, received.name)
    except Unreadable as fault:
        reason = reason_of(content, fault.reason)
        if reason == "not_a_workbook" and is_text(content):
            from warehouse.intake.delimited.answers import read_delimited
            from warehouse.intake.delimited.lists import read_listed

            listed = read_listed(received, content, programme, tuple(universities), fiscal_year)
            return listed or read_delimited(received, content, programme, tuple(universities), fiscal_year)
        words = sentences(programme, reason, received.size)
        return _refused(received, programme, universities, fiscal_year, "unreadable_file", words)
    if is_collection_form(book, programme):
        return read_collection_form(received, content, programme, universities, fiscal_year, book)
    rule = "return_is_plan" if is_official_form(book, programme) else "return_unknown_form"
    return _refused(received, programme, universities, fiscal_year, rule, {})


def is_official_form(book: Workbook, programme: Programme) -> bool:
    """Return whether a workbook is the official データ集, by the headings of its sheets."""
    form = programme.form
    headings = {
        normal(form.indicator_sheets.heading),
        *(normal(sheet.heading) for sheet in form.special_sheets),
        *(normal(part.heading) for part in form.course_lists),
        normal(form.budget_sheets.heading),
    }
    return any(
        normal(cell.text).startswith(heading)
        for sheet in book.sheets
        for (row, _), cell in sheet.cells.items()
        if row <= 10 and cell.text
        for heading in headings
    )


def is_text(content: bytes) -> bool:
    """Return whether bytes are text in an encoding that offices use (UTF-8, cp932, UTF-16)."""
    if b"\0" in content or content.startswith(b"%PDF"):
        return is_wide(content)
    return any(_decodes(content, encoding) for encoding in TEXT_ENCODINGS)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _refused(
    received: Received, programme: Programme, universities: Sequence[University], fiscal_year: int, rule: str,
    words: dict[str, str],
) -> Submission:  # fmt: skip
    """Return a submission without data: the file is kept, and the finding says why and what to do."""
    university = answerer(received.name, universities)
    code = university.code if university else None
    findings = Findings(programme, received.name)
    said = programme.rules_by_id["unreadable_file"].parameters
    whose = {
        f"whose_{lang}": "" if code else said[f"whose_{lang}"].replace("{year}", str(fiscal_year))
        for lang in ("ja", "en")
    }
    about = {"value": received.name, "size": received.size, "university": code, "fiscal_year": fiscal_year}
    findings.say(rule, **about, **words, **whose)
    return Submission(
        received=received, purpose="return", channel="workbook", fiscal_year=fiscal_year, university=code,
        definition=programme.hash, findings=findings.all(),
    )  # fmt: skip
