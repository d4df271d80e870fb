"""The 調査票 of each university and its covering letter, from the definition and what the warehouse knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Literal

from openpyxl import Workbook as Book

from reports.collection.answers import with_rulings, write_answers
from reports.collection.delimited import write_csv_form
from reports.collection.desks import desk_of, desks, lines_of
from reports.collection.facts import Known, YearKnown, known
from reports.collection.faculties import write_faculties
from reports.collection.guide import write_guide, write_questions
from reports.collection.history import write_history
from reports.collection.letter import write_letter
from reports.collection.lists import lists_of, write_list
from reports.collection.money import write_money
from reports.collection.sheet import write_round
from reports.collection.top import Occasion
from reports.due import due_dates
from reports.file_name import safe
from warehouse.intake.collection.layout import Line, fingerprint, lines
from warehouse.programme.collection import CollectionRound
from warehouse.programme.lists import CountList
from warehouse.workspace import University, Workspace

Cut = Callable[[list[Line]], list[Line]]
Format = Literal["xlsx", "csv"]


def write_forms(
    workspace: Workspace, fiscal_year: int, at: datetime, round: int | None = None, by_desk: bool = False,
    by_faculty: bool = False, with_lists: Sequence[str] = (), format: Format = "xlsx",
) -> list[Path]:  # fmt: skip
    """Write the 調査票 and the 依頼文 of every university that takes part in the year, and return the files.

    `round`: 1 or 2 for a form with that round alone; None for both. `at`: naive UTC, the moment whose knowledge is
    shown. A second writing replaces the first. `by_desk`: one form for each desk (担当課) of a university, and no letter.
    `by_faculty`: each form has a 部局別内訳, also where rokunen.yaml names no 部局 of the university.
    `with_lists`: the 内訳一覧 to go with it, each by id, row or indicator; KeyError names one that there is not.
    `format`: csv for the rows as lines of a CSV, which has no 部局別内訳, no 内訳一覧 and no money.
    """
    lists = lists_of(workspace.programme, with_lists)
    parts = _rounds(workspace, round)
    universities = [each for each in workspace.universities if takes_part(each, fiscal_year)]
    facts = known(workspace, universities, fiscal_year, at)
    ask = partial(_write, workspace, facts=facts, lists=lists, at=at)
    folder = workspace.outbox(fiscal_year)
    folder.mkdir(parents=True, exist_ok=True)
    tail = f"_第{round}回" if round is not None else ""
    written: list[Path] = []
    for university in universities:
        name = f"{safe(university.name)}_{workspace.programme.collection.name}_{fiscal_year}{tail}"
        form = folder / f"{name}.{format}"
        occasion = _occasion(workspace, university, fiscal_year, facts, by_faculty)
        if by_desk:
            written += _write_by_desk(workspace, form, occasion, parts, facts, ask)
            continue
        ask(form, occasion, parts)
        letter = folder / f"{safe(university.name)}_依頼文_{fiscal_year}{tail}.docx"
        write_letter(letter, workspace, university, fiscal_year, at, parts, form.name)
        written += [form, letter]
    return written


def form_book(workspace: Workspace, university: University, fiscal_year: int, facts: YearKnown, at: datetime) -> Book:
    """Return a university's 調査票 of a fiscal year with every round, not saved yet."""
    occasion = _occasion(workspace, university, fiscal_year, facts)
    return _book(workspace, occasion, _rounds(workspace, None), facts=facts, lists=(), at=at)


def _write_by_desk(
    workspace: Workspace, form: Path, occasion: Occasion, parts: tuple[CollectionRound, ...], facts: YearKnown,
    ask: Callable[..., bool],
) -> list[Path]:  # fmt: skip
    written = []
    university, programme = occasion.university, workspace.programme
    asked = [
        line for part in parts for line in lines(programme, university.role, occasion.fiscal_year, part, facts.own)
    ]
    for desk in desks(workspace, university, asked):
        path = form.with_name(f"{form.stem}_{safe(desk)}{form.suffix}")
        if ask(path, replace(occasion, desk=desk), parts, cut=partial(lines_of, workspace, desk)):
            written.append(path)
    return written


def _write(
    workspace: Workspace, path: Path, occasion: Occasion, parts: tuple[CollectionRound, ...], *, facts: YearKnown,
    lists: tuple[CountList, ...], at: datetime, cut: Cut = list,
) -> bool:  # fmt: skip
    """Write one form as the ending of its file says; False where it has nothing to ask, and is not written."""
    if path.suffix == ".csv":
        programme, university = occasion.programme, occasion.university
        asked = lines(programme, university.role, occasion.fiscal_year, parts[-1], facts.own)  # it has the rows of all
        return write_csv_form(path, occasion, cut(with_rulings(programme.collection, facts.answers, asked)))
    _book(workspace, occasion, parts, facts=facts, lists=lists, at=at, cut=cut).save(path)
    return True


def takes_part(university: University, fiscal_year: int) -> bool:
    """Return whether a university takes part on some day of a fiscal year."""
    joined, left = university.joined or date.min, university.left or date.max
    return joined <= date(fiscal_year + 1, 3, 31) and left >= date(fiscal_year, 4, 1)


def _rounds(workspace: Workspace, number: int | None) -> tuple[CollectionRound, ...]:
    parts = workspace.programme.collection.rounds
    return parts if number is None else tuple(part for part in parts if part.number == number)


def _occasion(
    workspace: Workspace, university: University, fiscal_year: int, facts: YearKnown, by_faculty: bool = False
) -> Occasion:
    programme = workspace.programme
    mark = fingerprint(programme, lines(programme, university.role, fiscal_year, None, facts.own))
    due = due_dates(programme, fiscal_year)
    is_broken_down = by_faculty or bool(university.faculties)
    return Occasion(
        programme, university, fiscal_year, mark, due, workspace.config.synthetic, is_broken_down=is_broken_down
    )


def _book(
    workspace: Workspace, occasion: Occasion, parts: tuple[CollectionRound, ...], *, facts: YearKnown,
    lists: tuple[CountList, ...], at: datetime, cut: Cut = list,
) -> Book:  # fmt: skip
    """Return the workbook: 記入要領, the rounds, the money for the lead, 内訳一覧, 質問票, earlier values; it opens on the
    first round.

    `cut` keeps the lines of a round that are asked; a round without any has no sheet.
    """
    programme, form = occasion.programme, occasion.programme.collection
    book = Book()
    book.remove(book.worksheets[0])
    write_guide(book.create_sheet(form.guide.sheet), occasion)
    university = occasion.university
    ruled = partial(with_rulings, form, facts.answers)
    found = {
        part: cut(ruled(lines(programme, university.role, occasion.fiscal_year, part, facts.own))) for part in parts
    }
    asked = {part: each for part, each in found.items() if each or not occasion.desk}
    shown = {line.row.row for each in asked.values() for line in each if line.row}
    nets = _faculties(book, occasion, facts, list(asked.values()))
    first, known_here = None, facts.by_university.get(university.code) or Known(0)
    for number, (part, each) in enumerate(asked.items(), 1):
        sheet = book.create_sheet(part.sheet, number)
        write_round(sheet, occasion, part, each, known_here, first, nets)
        first = first or sheet
    if university.role == "lead" and occasion.desk in (None, form.money.desk):
        write_money(book.create_sheet(form.money.sheet), occasion, facts.money)
    for one in lists:
        if _is_asked(workspace, occasion, parts, one):
            write_list(book.create_sheet(one.sheet), occasion, one, facts.listed.get((university.code, one.id), ()))
    asked_before = facts.questions.get(university.code, [])
    write_questions(book.create_sheet(form.questions.sheet), occasion, asked_before, facts.answers)
    if facts.answers and form.answers:
        write_answers(book.create_sheet(form.answers.sheet), occasion, form.answers, facts.answers)
    if earlier := [fact for fact in facts.history.get(university.code, ()) if fact["row"] in shown]:
        write_history(book.create_sheet(form.history.sheet), occasion, earlier)
    book.active = 1
    properties = book.properties
    properties.title, properties.creator, properties.subject = occasion.title, "Rokunen", occasion.mark
    properties.created = properties.modified = at
    return book


def _faculties(book: Book, occasion: Occasion, facts: YearKnown, rounds: list[list[Line]]) -> dict[str, str]:
    """Write the 部局別内訳 where the form has one, and return the cell that makes the answer of each row."""
    words = occasion.programme.collection.faculties
    if not occasion.is_broken_down or not rounds or words is None:
        return {}
    sheet = book.create_sheet(words.sheet)
    return write_faculties(
        sheet, occasion, words, max(rounds, key=len), facts.breakdown.get(occasion.university.code, [])
    )


def _is_asked(workspace: Workspace, occasion: Occasion, parts: tuple[CollectionRound, ...], one: CountList) -> bool:
    """Whether a list goes with this form: its rows are asked in one of the rounds, and of this desk."""
    key = one.rows[0].row
    table, row = next((table, row) for _, table, row in occasion.programme.rows() if row.row == key)
    return any(table.basis in part.bases for part in parts) and occasion.desk in (None, desk_of(workspace, row))
