"""A returned 調査票 as one submission, read by what its sheets say."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.intake.answerer import answerer
from warehouse.intake.book.workbook import read_workbook
from warehouse.intake.collection.cells import Answer, AnswerReader
from warehouse.intake.collection.faculties import BreakdownReader
from warehouse.intake.collection.heads import faculties_head, money_head, round_head
from warehouse.intake.collection.lists import ListReader, list_head
from warehouse.intake.collection.merge import Merger
from warehouse.intake.collection.money import MoneyReader
from warehouse.intake.collection.questions import read_questions
from warehouse.intake.collection.rows import BESIDE_NOTHING, RowFinder
from warehouse.intake.collection.sheets import SeenSheet, SheetRecogniser
from warehouse.intake.findings import Findings
from warehouse.intake.spreadsheet import Workbook, column_letters
from warehouse.intake.submission import BreakdownCell, Datum, ListedLine, Money, Question, Received, Submission
from warehouse.programme import Programme
from warehouse.workspace import University

ODD = ("macros", "external_links", "outside_names")


def is_collection_form(book: Workbook, programme: Programme) -> bool:
    """Return whether a workbook holds a sheet of a 調査票: a round's, the money's, the 部局別内訳 or a 内訳一覧."""
    form, budget, lists = programme.collection, programme.budget, programme.lists
    return any(
        round_head(sheet, form)
        or money_head(sheet, form, budget)
        or faculties_head(sheet, form)
        or list_head(sheet, lists)
        for sheet in book.sheets
    )


def read_collection_form(
    received: Received, content: bytes, programme: Programme, universities: Sequence[University], fiscal_year: int,
    book: Workbook | None = None,
) -> Submission:  # fmt: skip
    """Return what a filled 調査票 says, with a finding for each thing that is wrong; its good cells load all the same.

    University and year are what the sheets say. What speaks of another year, or of another university than the file's
    name, is not loaded at all. `book`: the workbook where it has been read already. Raises Unreadable.
    """
    book = book or read_workbook(content, received.name)
    return _FormReader(received, book, programme, universities, fiscal_year).submission()


class _FormReader:
    """Reads one workbook."""

    def __init__(
        self, received: Received, book: Workbook, programme: Programme, universities: Sequence[University], fiscal_year: int
    ) -> None:  # fmt: skip
        self._received = received
        self._book = book
        self._programme = programme
        self._form = programme.collection
        self._universities = universities
        self._fiscal_year = fiscal_year
        self._findings = Findings(programme, received.name)
        form = programme.collection
        self._titles = {part.sheet for part in form.rounds} | {form.money.sheet, form.questions.sheet}
        self._titles |= {form.faculties.sheet} if form.faculties else set()
        self._titles |= {one.sheet for one in programme.lists.lists} if programme.lists else set()

    def submission(self) -> Submission:
        """Return the workbook's content."""
        recogniser = SheetRecogniser(self._programme, self._universities, self._fiscal_year, self._findings)
        seen = [found for sheet in self._book.sheets if (found := recogniser.seen(sheet)) is not None]
        sender = answerer(self._received.name, self._universities)
        named_first = next((each.university for each in seen if each.university and each.role != "questions"), None)
        university = sender or named_first
        self._note_file(university)
        accepted = [each for each in seen if university and recogniser.is_accepted(each, university)]
        accepted.sort(key=lambda each: each.sheet.title not in self._titles)  # of a copied sheet the original counts
        self._note_sheets(seen, accepted, university)
        is_whole = any(each.role != "list" for each in seen) and not any(each.top.desk for each in seen)
        if university and is_whole:
            recogniser.say_missing(seen, university, self._received.received_at)
        data: tuple[Datum, ...] = ()
        money: tuple[Money, ...] = ()
        breakdown: tuple[BreakdownCell, ...] = ()
        questions: tuple[Question, ...] = ()
        listed: tuple[ListedLine, ...] = ()
        if university:
            data, money = self._read(accepted, university)
            breakdown = self._breakdown(accepted, university)
            questions = self._questions(seen, university)
            listed = self._listed(accepted, university)
        return Submission(
            received=self._received, purpose="return", channel="workbook", fiscal_year=self._fiscal_year,
            university=university.code if university else None, definition=self._programme.hash, data=data, money=money,
            breakdown=breakdown, questions=questions, listed=listed,
            sheets=tuple(each.as_seen() for each in seen), findings=self._findings.all(),
            reason=next((each.top.reason for each in accepted if each.top.reason), None),
        )  # fmt: skip

    def _read(self, accepted: list[SeenSheet], university: University) -> tuple[tuple[Datum, ...], tuple[Money, ...]]:
        about: dict[str, object] = {"university": university.code, "fiscal_year": self._fiscal_year}
        reader = AnswerReader(self._book, self._form, self._findings, about)
        finder = RowFinder(self._programme, university.role, self._fiscal_year)
        sheets = [self._answers(each, reader, finder, about) for each in accepted if each.role == "round"]
        tells_formulas = "values_only" not in self._book.notes
        is_part = any(each.top.desk for each in accepted if each.role == "round")
        merger = Merger(self._programme, university, self._fiscal_year, sheets, self._findings, tells_formulas, is_part)
        money: list[Money] = []
        amounts = MoneyReader(self._programme, self._book, self._fiscal_year, self._findings, university.code)
        for each in accepted:
            if each.role == "money":
                money += [cell for cell in amounts.read(each.sheet, each.head) if not _is_known(cell, money)]
        return merger.data() if any(sheets) else (), tuple(money)

    def _breakdown(self, accepted: list[SeenSheet], university: University) -> tuple[BreakdownCell, ...]:
        """Return what the 部局 of a university count; of a row on two sheets the first counts."""
        finder = RowFinder(self._programme, university.role, self._fiscal_year)
        about: dict[str, object] = {"university": university.code, "fiscal_year": self._fiscal_year}
        reader = BreakdownReader(self._book, self._programme, finder, self._findings, about)
        found: list[BreakdownCell] = []
        for each in accepted:
            if each.role == "faculties":
                known = {cell.row for cell in found}
                found += [cell for cell in reader.read(each.sheet, each.head) if cell.row not in known]
        return tuple(found)

    def _listed(self, accepted: list[SeenSheet], university: University) -> tuple[ListedLine, ...]:
        """Return the lines of every 内訳一覧 of the workbook."""
        lists = self._programme.lists
        if lists is None:
            return ()
        reader = ListReader(lists, self._findings, university.code, self._fiscal_year)
        return tuple(
            line for each in accepted if each.role == "list" for line in reader.read(each.sheet, each.head, each.list)
        )

    def _answers(
        self, seen: SeenSheet, reader: AnswerReader, finder: RowFinder, about: dict[str, object]
    ) -> list[Answer]:  # fmt: skip
        sheet, head = seen.sheet, seen.head
        if "answer" not in head.columns:
            self._findings.say("return_column_missing", sheet.title, None, value=self._form.heads.answer_mark, **about)
            return []
        answers: list[Answer] = []
        taken: dict[str, Answer] = {}
        for found in finder.find(sheet, head):
            place = f"{column_letters(head.columns['label'])}{found.number}"
            if found.doubt == BESIDE_NOTHING:
                cell = sheet.cells[found.number, head.columns["answer"]]
                self._findings.say(found.doubt, sheet.title, cell.address, value=cell.text, label=found.label, **about)
            elif found.doubt:
                self._findings.say(found.doubt, sheet.title, place, value=found.label, near=found.near or "－", **about)
            if found.row is None:
                continue
            answer = reader.read(sheet, head, found, found.row)
            if answer.row.row in taken:
                self._twice(answer, taken[answer.row.row], about)
                continue
            taken[answer.row.row] = answer
            answers.append(answer)
        return answers

    def _twice(self, answer: Answer, first: Answer, about: dict[str, object]) -> None:
        """Say that a row stands twice on one sheet with two values; the first one counts."""
        if answer.is_filled and answer.value != first.value:
            self._findings.say(
                "return_two_values", answer.sheet, answer.cell, value=answer.text, other=first.cell, other_value=first.text,
                row=answer.row.row, item=answer.found.item, label=answer.row.label, label_en=answer.row.en, **about,
            )  # fmt: skip

    def _questions(self, seen: list[SeenSheet], university: University) -> tuple[Question, ...]:
        """Return the questions of the 質問票, each told as a note with its cell."""
        found = [
            question
            for each in seen if each.role == "questions"
            for question in read_questions(each.sheet, each.head, self._programme, university.code, self._fiscal_year)
        ]  # fmt: skip
        for each in found:
            self._findings.say(
                "question_asked", each.sheet, each.cell, value=each.text, about=each.place or "－",
                university=university.code, fiscal_year=self._fiscal_year,
            )  # fmt: skip
        return tuple(found)

    def _note_file(self, university: University | None) -> None:
        about = {"university": university.code if university else None, "fiscal_year": self._fiscal_year}
        for note in self._book.notes:
            if note in ODD:
                self._findings.say(f"return_{note}", value=self._received.name, **about)
            elif note.startswith("content_is_"):
                kind = note.removeprefix("content_is_")
                self._findings.say("return_content_differs", value=self._received.name, kind=f".{kind}", **about)

    def _note_sheets(self, seen: list[SeenSheet], accepted: list[SeenSheet], university: University | None) -> None:
        """Say what is odd about the sheets as such: renamed, or made from another version of the definition."""
        about = {"university": university.code if university else None, "fiscal_year": self._fiscal_year}
        for each in seen:
            if each.sheet.title not in self._titles:
                self._findings.say("return_sheet_renamed", each.sheet.title, None, value=each.sheet.title, **about)
        mark = next((each.top.mark for each in accepted if each.top.mark), "")
        if mark and self._programme.hash[:8] not in mark:
            sheet = next(each.sheet.title for each in accepted if each.top.mark == mark)
            self._findings.say("return_other_version", sheet, None, value=mark, ours=self._programme.hash[:8], **about)


def _is_known(cell: Money, money: list[Money]) -> bool:
    return any((part.category, part.line, part.column) == (cell.category, cell.line, cell.column) for part in money)
