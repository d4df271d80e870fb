"""One worksheet of an .xlsx package: its cells with formulas and comments, and what is hidden or merged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from warehouse.intake.book.package import Package, elements
from warehouse.intake.book.stored import MAX_COLUMN, cell_range, joined_text, number_of, place, unescaped, whole
from warehouse.intake.formula.text import translate
from warehouse.intake.spreadsheet import Cell, CellRange, CellValue, Sheet, Unreadable, column_letters

MAX_CELLS = 200_000  # about 90 MB in memory and 2 s; a filled データ集 has 10,000
MAX_TEXTS = 1_000_000
MAX_MERGED = 100_000
MAX_COPIED_CHARACTERS = 20_000_000  # of shared formulas written out for each of their cells
TAGS = ("{*}row", "{*}col", "{*}mergeCell")
TRUE = ("1", "true")
ON_ERROR_TEXT = "e"


@dataclass(slots=True)
class Surroundings:
    """What a worksheet refers to: the shared texts, the number format of each style, and its comments."""

    texts: Sequence[str]
    formats: Mapping[str, str]
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    around: Surroundings
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    shared: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[CellRange] = field(default_factory=list)
    row: int = 0
    copied_characters: int = 0


def read_sheet(content: bytes, title: str, index: int, is_hidden: bool, around: Surroundings) -> Sheet:
    """The worksheet in `content`; cost follows the cells really written, not the size that it claims."""
    reading = _Reading(around)
    for element in elements(content, TAGS):
        if element.tag.endswith("}row"):
            _read_row(element, reading)
        elif element.tag.endswith("}col"):
            _read_columns(element, reading)
        else:
            reading.merged.append(cell_range(element.get("ref", "")))
            _limit(len(reading.merged), MAX_MERGED)
    for (row, column), comment in around.comments.items():
        if (row, column) not in reading.cells:
            reading.cells[row, column] = Cell(row, column, None, comment=comment)
    return Sheet(
        title=title,
        index=index,
        is_hidden=is_hidden,
        cells=reading.cells,
        hidden_rows=frozenset(reading.hidden_rows),
        hidden_columns=frozenset(reading.hidden_columns),
        row_count=max((row for row, _ in reading.cells), default=0),
        column_count=max((column for _, column in reading.cells), default=0),
        merged=tuple(reading.merged),
    )


def _read_row(element: etree._Element, reading: _Reading) -> None:
    row = whole(element.get("r")) or reading.row + 1
    reading.row = row
    if element.get("hidden") in TRUE or element.get("ht") == "0":
        reading.hidden_rows.add(row)
    address = f"@{row}"  # before the first column; a cell that does not tell its address follows the one before
    for cell in element:
        address = cell.get("r") or _next(address)
        if len(cell):
            found = _read_cell(cell, *place(address), reading)
            if found is not None:
                reading.cells[found.row, found.column] = found
    _limit(len(reading.cells), MAX_CELLS)


def _next(address: str) -> str:
    if address.startswith("@"):
        return "A" + address[1:]
    row, column = place(address)
    return f"{column_letters(column + 1)}{row}"


def _read_cell(element: etree._Element, row: int, column: int, reading: _Reading) -> Cell | None:
    around = reading.around
    formula: str | None = None
    stored: str | None = None
    inline: str | None = None
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):
            continue
        if tag.endswith("}v"):
            stored = child.text
            if stored is None and element.get("t") == "str":
                stored = ""
        elif tag.endswith("}f"):
            formula = _formula(child, row, column, reading)
        elif tag.endswith("}is"):
            inline = joined_text(child)
    kind = element.get("t", "n")
    value: CellValue = inline if inline is not None else None
    if inline is None and stored is not None:
        value = _value(stored, kind, around.texts)
    if value is None and formula is None:
        return None
    return Cell(
        row,
        column,
        value,
        formula,
        value is not None,
        around.comments.get((row, column)),
        around.formats.get(element.get("s", "0")),
        kind == ON_ERROR_TEXT,
    )


def _value(stored: str, kind: str, texts: Sequence[str]) -> CellValue:
    if kind == "s":
        number = whole(stored)
        if number is None or number >= len(texts):
            raise Unreadable("malformed")
        return texts[number]
    if kind == "n":
        return number_of(stored)
    if kind == "b":
        return stored.strip() in TRUE
    return unescaped(stored) if kind == "str" else stored


def _formula(element: etree._Element, row: int, column: int, reading: _Reading) -> str | None:
    text = element.text
    if element.get("t") != "shared":
        return "=" + unescaped(text) if text else None
    group = element.get("si", "")
    if text:
        reading.shared[group] = (text, row, column)
        return "=" + text
    if group not in reading.shared:
        return None
    model, model_row, model_column = reading.shared[group]
    copy = "=" + translate(model, row - model_row, column - model_column)
    reading.copied_characters += len(copy)
    _limit(reading.copied_characters, MAX_COPIED_CHARACTERS)
    return copy


def _read_columns(element: etree._Element, reading: _Reading) -> None:
    if element.get("hidden") in TRUE or element.get("width") == "0":
        first, last = whole(element.get("min")) or 1, whole(element.get("max")) or 0
        if first <= last <= MAX_COLUMN and first not in reading.hidden_columns:  # each column is told once
            reading.hidden_columns.update(range(first, last + 1))


def read_comments(package: Package, name: str) -> dict[tuple[int, int], str]:
    """The comment of each commented cell of the worksheet in that part."""
    found: dict[tuple[int, int], str] = {}
    for kind, target in package.relations(name).values():
        if kind != "comments" or target not in package:
            continue
        for comment in elements(package.part(target), ("{*}comment",)):
            found[place(comment.get("ref", ""))] = joined_text(comment)
    return found


def read_texts(content: bytes) -> list[str]:
    """The shared texts in order, without the readings (furigana) that Office keeps beside them."""
    texts: list[str] = []
    if content:
        for item in elements(content, ("{*}si",)):
            texts.append(joined_text(item))
            _limit(len(texts), MAX_TEXTS)
    return texts


def _limit(count: int, most: int) -> None:
    if count > most:
        raise Unreadable("too_large")
