"""The table of one section of a form sheet: its value columns by their heads, its rows by their labels."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from warehouse.intake.findings import Findings
from warehouse.intake.layout import Line
from warehouse.intake.spreadsheet import Cell, Sheet
from warehouse.intake.text import normal, read_year
from warehouse.programme.form import IndicatorSheets, ValueColumn

HEAD_CHARACTERS = 24  # a head is short; a note that names a year is long
NEAR_ENOUGH = 0.75
ENUMERATION = re.compile(r"^(\(\w{1,2}\)|\d{1,2}[.)])")


@dataclass(frozen=True, slots=True)
class Heads:
    """The value columns below one head row: (column of the sheet, what it holds), and the column of 令和5年度比."""

    columns: tuple[tuple[int, ValueColumn], ...]
    growth: int | None

    @property
    def first(self) -> int:
        """The first value column; labels stand left of it."""
        return min(column for column, _ in self.columns)


@dataclass(slots=True)
class Labelled:
    """A row of the sheet below a head row: its first text left of the values."""

    number: int
    text: str
    label: Cell
    heads: Heads
    at_head: bool
    line: Line | None = None
    moved: bool = False


@dataclass(slots=True)
class Section:
    """The rows of one item on one sheet, top to bottom."""

    sheet: Sheet
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)

    def texts(self) -> Iterator[Cell]:
        """Yield every text of the section, wherever it stands in its row."""
        return (cell for _, cells in self.rows for cell in cells if isinstance(cell.value, str))


def rows_of(sheet: Sheet) -> list[tuple[int, list[Cell]]]:
    """Return the filled rows of a sheet, top to bottom, each left to right."""
    rows: dict[int, list[Cell]] = {}
    for (row, _), cell in sheet.cells.items():
        rows.setdefault(row, []).append(cell)
    for cells in rows.values():
        cells.sort(key=lambda cell: cell.column)
    return sorted(rows.items())


def read_labels(
    section: Section, form: IndicatorSheets, findings: Findings, known: Collection[str] = ()
) -> list[Labelled]:
    """Return the labelled rows of a section with the heads that hold for them.

    The label is the text that the form knows (`known`, normalised), else the first: before it somebody may have put a mark.
    """
    found: list[Labelled] = []
    heads: Heads | None = None
    for number, cells in section.rows:
        at_head = read_heads(section.sheet, cells, form, findings)
        heads = at_head or heads
        if heads is None:
            continue
        label = label_of([cell for cell in cells if cell.column < heads.first], known)
        if label is not None:
            found.append(Labelled(number, normal(label.text), label, heads, at_head is not None))
    return found


def label_of(cells: Iterable[Cell], known: Collection[str]) -> Cell | None:
    """Return the first text that is a known label (normalised), else the first text; None where there is none."""
    texts = [cell for cell in cells if _is_words(cell)]
    return next((cell for cell in texts if normal(cell.text) in known), texts[0] if texts else None)


def read_heads(sheet: Sheet, cells: Sequence[Cell], form: IndicatorSheets, findings: Findings) -> Heads | None:
    """Return the value columns of a head row, or None where the row is no head row.

    A head that names another year than the form does is said, and the columns are taken by their places.
    """
    growth_head = normal(form.growth_head)
    texts = [cell for cell in cells if isinstance(cell.value, str) and len(normal(cell.value)) <= HEAD_CHARACTERS]
    growth = next((cell.column for cell in texts if normal(cell.text) == growth_head), None)
    years = [cell for cell in texts if cell.column != growth and read_year(cell.text)[0] is not None]
    if len(years) < 2:
        return None
    expected = form.columns
    right = [(cell, column) for cell in years for column in expected if _says(cell, column)]
    found = {column for _, column in right}
    if len(found) < len(right) or len(right) < min(len(years), len(expected)):
        return _by_place(sheet, years, expected, growth, findings)
    for column in expected:
        if column not in found:
            _say_missing(sheet, years, column, findings)
    for cell in years:
        if cell not in [known for known, _ in right]:
            findings.say("form_head_extra", sheet.title, cell.address, value=cell.text)
    in_order = [column for column in expected if column in found]
    for (cell, _), wanted in [(head, one) for head, one in zip(right, in_order, strict=True) if head[1] != one][:1]:
        expected_head = wanted.head.replace("\n", "")
        findings.say("form_head_order", sheet.title, cell.address, value=cell.text, expected=expected_head)
    return Heads(tuple((cell.column, column) for cell, column in right), growth)


def _by_place(
    sheet: Sheet, years: list[Cell], expected: tuple[ValueColumn, ...], growth: int | None, findings: Findings
) -> Heads:
    columns: list[tuple[int, ValueColumn]] = []
    for cell, column in zip(years, expected, strict=False):
        columns.append((cell.column, column))
        if not _says(cell, column):
            head = column.head.replace("\n", "")
            findings.say("form_head_year", sheet.title, cell.address, value=cell.text, expected=head)
    for column in expected[len(years) :]:
        _say_missing(sheet, years, column, findings)
    for cell in years[len(expected) :]:
        findings.say("form_head_extra", sheet.title, cell.address, value=cell.text)
    return Heads(tuple(columns), growth)


def _say_missing(sheet: Sheet, years: list[Cell], column: ValueColumn, findings: Findings) -> None:
    findings.say("form_head_missing", sheet.title, years[0].address, expected=column.head.replace("\n", ""))


def _says(head: Cell, column: ValueColumn) -> bool:
    year, kind = read_year(head.text)
    told = "baseline" if kind == "actual" else kind
    return year == column.fy and told in (None, column.kind)


def _is_words(cell: Cell) -> bool:
    return isinstance(cell.value, str) and bool(cell.value.strip())


def match_lines(labelled: Sequence[Labelled], lines: Sequence[Line]) -> list[Line]:
    """Put the form's line to each labelled row, in the form's order, and return the lines that were not found.

    Labels repeat: the rows and the lines are laid side by side so that the longest runs agree; of a row and its copy
    the first counts. A row that is left over is the first line of its label that is still open, out of its place.
    """
    open_places = dict.fromkeys(range(len(lines)))
    words = [row.text for row in labelled], [line.label for line in lines]
    for run in SequenceMatcher(None, *words, autojunk=False).get_matching_blocks():
        for step in range(run.size):
            labelled[run.a + step].line = lines[run.b + step]
            open_places.pop(run.b + step)
    for row, copy in reversed(list(pairwise(labelled))):
        if row.line is None and row.text == copy.text:
            row.line, copy.line = copy.line, None
    for row in labelled:
        place = next((place for place in open_places if row.line is None and lines[place].label == row.text), None)
        if place is not None:
            row.line, row.moved = lines[place], True
            open_places.pop(place)
    return [lines[place] for place in open_places if lines[place].row is not None]


def match_nearly(
    labelled: Sequence[Labelled], missing: list[Line], filled: Iterable[int], lines: Sequence[Line]
) -> list[Labelled]:
    """Put a missing line to a filled row whose label is nearly the form's, where no other is as near; return these.

    A label that is nearer to another line of the form (`lines`) is not what is missing: 外国人学生数 is no 日本人学生数.
    """
    places = {id(line): place for place, line in enumerate(lines)}
    rows = {row.number: row for row in labelled if row.line is None}
    found: list[Labelled] = []
    for row in (rows[number] for number in filled if number in rows):
        best = nearest_label(row.text, (line.label for line in lines))
        near = [line for line in missing if line.label == best]
        if len(near) > 1:  # the label repeats: the one between the rows above and below is meant
            above = [places[id(each.line)] for each in labelled if each.line and each.number < row.number]
            below = [places[id(each.line)] for each in labelled if each.line and each.number > row.number]
            first, last = max(above, default=-1), min(below, default=len(lines))
            near = [line for line in near if first < places[id(line)] < last]
        if len(near) == 1:
            row.line = near[0]
            missing.remove(near[0])
            found.append(row)
    return found


def nearest_label(text: str, labels: Iterable[str]) -> str | None:
    """Return the label that a text says in nearly the same words; None where none is near, or two are as near."""
    bare = ENUMERATION.sub("", text)  # somebody has numbered the rows
    ranked = sorted(
        (max(SequenceMatcher(None, words, label).ratio() for words in {text, bare}), label) for label in set(labels)
    )[::-1]
    if not ranked or ranked[0][0] < NEAR_ENOUGH or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    return ranked[0][1]
