"""A return as CSV or TSV: long (one line a value) or wide (a column a year, or a column a row of the form)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from warehouse.finding import Place
from warehouse.intake.answerer import answerer, named, nearest
from warehouse.intake.delimited.heads import ROLES, near_head
from warehouse.intake.delimited.text import Grid, NotDelimited, read_grid
from warehouse.intake.reported import Answer, Reported, all_of, suggestion
from warehouse.intake.row_names import RowNames
from warehouse.intake.spreadsheet import column_letters
from warehouse.intake.submission import Received, Submission
from warehouse.intake.text import normal, read_year
from warehouse.programme import Programme
from warehouse.workspace import University

HEAD_WITHIN_LINES = 20
IN_BRACKETS = re.compile(r"\([^)]*\)$")


@dataclass(frozen=True)
class Columns:
    """What each column holds: roles by name, a column for each fiscal year, a column for each row of the form."""

    line: int
    roles: dict[str, int]
    years: dict[int, str]
    rows: dict[int, str]
    unknown: dict[int, str]

    @property
    def is_long(self) -> bool:
        """Whether each line holds one value."""
        return "value" in self.roles and bool({"row", "label"} & self.roles.keys())

    @property
    def is_by_year(self) -> bool:
        """Whether each line is a row of the form with a column a fiscal year."""
        return bool(self.years) and bool({"row", "label"} & self.roles.keys())

    @property
    def is_by_row(self) -> bool:
        """Whether each line is a university with a column for each row of the form."""
        return bool(self.rows) and not self.years and not {"row", "label", "value"} & self.roles.keys()


def read_delimited(
    received: Received, content: bytes, programme: Programme, universities: Sequence[University], fiscal_year: int
) -> Submission:
    """Return what a CSV or TSV says, good cells loaded and every bad one a finding.

    Who answers: the column of universities, else the file's name, else its folder. An unreadable file yields a
    submission without data and one blocking finding.
    """
    reported = Reported(programme, fiscal_year)
    sender = answerer(received.name, universities)
    try:
        grid = read_grid(content)
    except NotDelimited as problem:
        reported.say("channel_unreadable", Place(received.name), problem, sender.code if sender else None)
        return reported.submission(received, "csv", sender)
    columns = _find_columns(grid, reported.names)
    first = next((" ".join(line) for line in grid if any(line)), "")
    if columns is None:
        reported.say("channel_head_unknown", Place(received.name, None, "A1"), first, sender.code if sender else None)
        return reported.submission(received, "csv", sender)
    lines = _Lines(received, grid, columns, universities, sender, reported)
    lines.read()
    if not reported.data and not reported.findings:  # lines without values, of no row of the form
        reported.say("channel_head_unknown", Place(received.name, None, "A1"), first, sender.code if sender else None)
    codes = all_of(reported.data)
    told = next((each for each in universities if codes == {each.code}), sender if not codes else None)
    return reported.submission(received, "csv", told, lines.reason())


class _Lines:
    """The lines below the headings, told one answer at a time."""

    def __init__(
        self, received: Received, grid: Grid, columns: Columns, universities: Sequence[University],
        sender: University | None, reported: Reported,
    ) -> None:  # fmt: skip
        self.file, self.grid, self.columns = received.name, grid, columns
        self.universities, self.sender, self.reported = universities, sender, reported
        self._by_order: dict[int, str] = {}

    def read(self) -> None:
        """Take every line; nothing where nobody can be told to have answered."""
        if "university" not in self.columns.roles and self.sender is None:
            near_ja, near_en = suggestion(nearest(self.file, self.universities))
            self.reported.say(
                "channel_university_unknown", Place(self.file), self.file, near_ja=near_ja, near_en=near_en
            )
            return
        self._tell_columns()
        self._by_order = self._labels_by_order()
        for number in range(self.columns.line, len(self.grid)):
            if any(field.strip() for field in self.grid[number]) and (university := self._university(number)):
                for answer in self._answers(number, university):
                    self.reported.add(answer)

    def _labels_by_order(self) -> dict[int, str]:
        """Return the row of each line whose label the form has several times, where the lines are in the form's order."""
        if self.columns.is_by_row or "university" in self.columns.roles:
            return {}
        lines = range(self.columns.line, len(self.grid))
        names = {number: self._text(number, "label") or "" for number in lines if not self._text(number, "row")}
        return self.reported.names.by_order({number: name for number, name in names.items() if name})

    def reason(self) -> str | None:
        """Return why this file replaces an earlier one, where a column says so."""
        texts = (self._text(number, "reason") for number in range(self.columns.line, len(self.grid)))
        return next((text for text in texts if text), None)

    def _answers(self, number: int, university: University) -> Iterator[Answer]:
        if self.columns.is_by_row:
            for column, row in self.columns.rows.items():
                head = self._place(self.columns.line - 1, column)
                yield self._answer(number, university, row, column, row_place=head)
            return
        name = self._text(number, "row") or self._by_order.get(number) or self._text(number, "label") or ""
        named_by = "row" if self._text(number, "row") else "label"
        place = self._place(number, self.columns.roles.get(named_by, 0))
        columns = [self.columns.roles["value"]] if self.columns.is_long else self._asked_columns()
        for column in columns:
            yield self._answer(number, university, name, column, row_place=place)

    def _answer(self, number: int, university: University, row: str, column: int, row_place: Place) -> Answer:
        roles = self.columns.roles
        line = self.grid[number]
        year = self._text(number, "year", blank="") if "year" in roles and not self.columns.is_by_year else None
        return Answer(
            university=university, row=row, value=line[column] if column < len(line) else None, year=year,
            status=self._text(number, "status") or "", note=self._text(number, "note"),
            desk=self._text(number, "desk"), evidence=self._text(number, "evidence"), row_place=row_place,
            year_place=self._place(number, roles.get("year", 0)), value_place=self._place(number, column),
            status_place=self._place(number, roles.get("status", 0)),
        )  # fmt: skip

    def _asked_columns(self) -> list[int]:
        return [column for column, head in self.columns.years.items() if self._is_asked(head)]

    def _is_asked(self, head: str) -> bool:
        year, kind = read_year(head)
        return year == self.reported.fiscal_year and kind != "target"

    def _tell_columns(self) -> None:
        """Say which columns are not read; a file without the year that was asked for is a block."""
        line = self.columns.line - 1
        code = self.sender.code if self.sender else None
        if self.columns.is_by_year and not self.columns.is_long:
            rule = "channel_other_column" if self._asked_columns() else "channel_wrong_year"
            for column, head in self.columns.years.items():
                if not self._is_asked(head):
                    self.reported.say(rule, self._place(line, column), head, code)
        rule = "channel_row_unknown" if self.columns.is_by_row else "channel_column_unknown"
        for column, head in self.columns.unknown.items():
            if self.reported.is_enough(rule):
                break
            near_ja, near_en = suggestion(self.reported.names.near(head) if self.columns.is_by_row else near_head(head))
            self.reported.say(rule, self._place(line, column), head, code, near_ja=near_ja, near_en=near_en)

    def _university(self, number: int) -> University | None:
        text = self._text(number, "university")
        if text is None and self.sender is not None:
            return self.sender
        place = self._place(number, self.columns.roles.get("university", 0))
        found = named(text or "", self.universities)
        if found is None:
            near_ja, near_en = suggestion(nearest(text or "", self.universities))
            self.reported.say("channel_university_unknown", place, text or "", near_ja=near_ja, near_en=near_en)
            return None
        if self.sender is not None and self.sender.role != "lead" and found.code != self.sender.code:
            self.reported.say("channel_university_differs", place, text or "", found.code, expected=self.sender.name)
            return None
        return found

    def _text(self, number: int, role: str, blank: str | None = None) -> str | None:
        column = self.columns.roles.get(role)
        line = self.grid[number]
        if column is None or column >= len(line):
            return blank
        return line[column].strip() or blank

    def _place(self, number: int, column: int) -> Place:
        return Place(self.file, None, f"{column_letters(column + 1)}{number + 1}")


def _find_columns(grid: Grid, names: RowNames) -> Columns | None:
    for number, line in enumerate(grid[:HEAD_WITHIN_LINES]):
        columns = _columns(number + 1, line, names)
        if columns.is_long or columns.is_by_year or columns.is_by_row:
            return columns
    return None


def _columns(line_number: int, line: Sequence[str], names: RowNames) -> Columns:
    columns = Columns(line_number, {}, {}, {}, {})
    for number, head in enumerate(line):
        plain = normal(head).casefold()
        role = ROLES.get(plain) or ROLES.get(IN_BRACKETS.sub("", plain))
        if not plain:
            continue
        if role and role not in columns.roles:
            columns.roles[role] = number
        elif read_year(head)[0] is not None:
            columns.years[number] = head
        elif names.find(head):
            columns.rows[number] = head
        else:
            columns.unknown[number] = head
    if "row" not in columns.roles and "label" not in columns.roles:
        return columns
    return Columns(line_number, columns.roles, columns.years, {}, columns.unknown | columns.rows)
