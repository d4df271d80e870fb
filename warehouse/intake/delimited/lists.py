"""A 内訳一覧 that comes as a CSV or TSV of its own: the same heads and lines as its sheet."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.intake.answerer import answerer, named
from warehouse.intake.collection.heads import top
from warehouse.intake.collection.lists import ListReader, list_head, which_list
from warehouse.intake.delimited.text import Grid, NotDelimited, read_grid
from warehouse.intake.findings import Findings
from warehouse.intake.spreadsheet import Cell, Sheet
from warehouse.intake.submission import Received, SheetSeen, Submission
from warehouse.programme import Programme
from warehouse.workspace import University


def read_listed(
    received: Received, content: bytes, programme: Programme, universities: Sequence[University], fiscal_year: int
) -> Submission | None:
    """Return what a file of lines behind a count says; None where its heads are not those of a 内訳一覧.

    Who answers: the file's name or folder, else what stands above the heads. A year above the heads must be the one asked.
    """
    try:
        sheet = _sheet(read_grid(content))
    except NotDelimited:
        return None
    head, lists = list_head(sheet, programme.lists), programme.lists
    if head is None or lists is None:
        return None
    findings = Findings(programme, received.name)
    above = top(sheet, head.row, programme.collection)
    who = answerer(received.name, universities) or named(above.name, universities) or named(above.code, universities)
    about = {"university": who.code if who else None, "fiscal_year": fiscal_year}
    is_asked = above.year in (None, fiscal_year)
    if who is None:
        findings.say("channel_university_unknown", None, None, value=received.name, near_ja="", near_en="", **about)
    if not is_asked:
        findings.say(
            "return_year_differs", None, above.cell or None, value=f"{above.year}年度", asked=fiscal_year, **about
        )
    one = which_list(sheet, head, lists)
    lines = ListReader(lists, findings, who.code, fiscal_year).read(sheet, head, one) if who and is_asked else []
    seen = SheetSeen("", f"list {one.id}" if one else "list", 0, above.name or None, who.code if who else None)
    return Submission(
        received=received, purpose="return", channel="csv", fiscal_year=fiscal_year, university=who.code if who else None,
        definition=programme.hash, sheets=(seen,), listed=tuple(lines), findings=findings.all(),
    )  # fmt: skip


def _sheet(grid: Grid) -> Sheet:
    """Return the lines of a file as a sheet without a title."""
    cells = {
        (row, column): Cell(row, column, text)
        for row, line in enumerate(grid, 1)
        for column, text in enumerate(line, 1)
        if text.strip()
    }
    width = max((len(line) for line in grid), default=0)
    return Sheet("", 0, False, cells, frozenset(), frozenset(), len(grid), width, ())
