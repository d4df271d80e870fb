"""The sheets of an OpenDocument spreadsheet (.ods): values, formulas, errors, comments, and what is hidden or merged.

Source: OASIS OpenDocument 1.3, part 3 (content.xml) and part 4 (formulas).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from warehouse.intake.book.number_format import GENERAL
from warehouse.intake.book.open_formula import plain_formula
from warehouse.intake.book.package import Package, elements
from warehouse.intake.book.stored import MAX_COLUMN, MAX_ROW, number_of, whole
from warehouse.intake.book.worksheet import MAX_CELLS, MAX_MERGED
from warehouse.intake.spreadsheet import Cell, CellRange, CellValue, Sheet, Unreadable
from warehouse.intake.text import CODE

CONTENT = "content.xml"
MAX_SHEETS = 1_000
TAGS = ("{*}style", "{*}table-column", "{*}table-row")
HIDDEN = ("collapse", "filter")
NUMBERS = ("float", "percentage", "currency")
TRUTHS = {"=TRUE()": True, "=FALSE()": False}  # how LibreOffice saves a truth value that was typed
OTHERS_ERROR = re.compile(r"Err:\d{3}")  # LibreOffice's own codes, such as Err:502


@dataclass(slots=True, eq=False)
class _Table:
    """One sheet while it is read; `row` and `column` are the last ones that were told."""

    element: etree._Element
    title: str
    is_hidden: bool
    row: int = 0
    column: int = 0
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[CellRange] = field(default_factory=list)


def read_open_document(package: Package) -> tuple[Sheet, ...]:
    """The sheets of the package; cost follows the cells really written, repeated ones counted each. Raises Unreadable."""
    content = package.part(CONTENT)
    if not content:
        raise Unreadable("malformed")
    tables: list[_Table] = []
    styles = _Styles()
    for element in elements(content, TAGS):
        if element.tag.endswith("}style"):
            styles.add(element)
            continue
        owner = _owner(element)
        if owner is None:
            continue
        if not tables or tables[-1].element is not owner:
            tables.append(_Table(owner, _of(owner, "name"), _of(owner, "style-name") in styles.hidden))
            _limit(len(tables), MAX_SHEETS)
        if element.tag.endswith("}table-column"):
            _read_column(element, tables[-1])
        else:
            _read_row(element, tables[-1], styles)
            _limit(sum(len(table.cells) for table in tables), MAX_CELLS)
    if not tables:
        raise Unreadable("malformed")
    return tuple(_sheet(index, table) for index, table in enumerate(tables))


class _Styles:
    """The styles that tell something: of sheets that are hidden, and of texts with a line through them."""

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self.struck: set[str] = set()

    def add(self, element: etree._Element) -> None:
        name = _of(element, "name")
        for child in element:
            if _of(child, "display") == "false":
                self.hidden.add(name)
            if any(_of(child, f"text-line-through-{kind}") not in ("", "none") for kind in ("style", "type")):
                self.struck.add(name)


def _owner(element: etree._Element) -> etree._Element | None:
    """The sheet that a row or column stands in; None for a table inside a cell and for the copy of another file's."""
    for place in element.iterancestors():
        if place.tag.endswith(("}table-cell", "}dde-link", "}tracked-changes")):
            return None
        if place.tag.endswith("}table"):
            is_copy = len(place) and place[0].tag.endswith("}table-source")
            return None if is_copy or "#" in _of(place, "name") else place
    return None


def _of(element: etree._Element, name: str) -> str:
    """An attribute, in whatever namespace; empty where it is not there."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}" + name)), "")


def _read_column(element: etree._Element, table: _Table) -> None:
    count = whole(_of(element, "number-columns-repeated")) or 1
    last = min(table.column + count, MAX_COLUMN)
    if _of(element, "visibility") in HIDDEN:
        table.hidden_columns.update(range(table.column + 1, last + 1))
    table.column = last


def _read_row(element: etree._Element, table: _Table, styles: _Styles) -> None:
    first = table.row + 1
    count = whole(_of(element, "number-rows-repeated")) or 1
    table.row = first + count - 1
    cells = list(_cells(element, first, table, styles))
    if cells and table.row > MAX_ROW:
        raise Unreadable("malformed")
    _limit(len(table.cells) + len(cells) * count, MAX_CELLS)
    for row in range(first, table.row + 1) if cells else ():
        for cell in cells:
            table.cells[row, cell.column] = _at_row(cell, row)
    if _of(element, "visibility") in HIDDEN and first <= MAX_ROW and count < MAX_ROW // 2:  # not all the empty rest
        table.hidden_rows.update(range(first, table.row + 1))


def _at_row(cell: Cell, row: int) -> Cell:
    if cell.row == row:
        return cell
    return Cell(
        row, cell.column, cell.value, cell.formula, cell.has_cached, cell.comment, cell.number_format, cell.is_error
    )


def _cells(element: etree._Element, row: int, table: _Table, styles: _Styles) -> Iterator[Cell]:
    column = 0
    for child in element:
        if not isinstance(child.tag, str) or not child.tag.endswith(("}table-cell", "}covered-table-cell")):
            continue
        attributes = {str(name).rpartition("}")[2]: str(value) for name, value in child.attrib.items()}
        count = whole(attributes.get("number-columns-repeated")) or 1
        first, column = column + 1, column + count
        wide, high = (whole(attributes.get(f"number-{kind}-spanned")) or 1 for kind in ("columns", "rows"))
        if (wide, high) != (1, 1):
            table.merged.append((row, first, row + high - 1, first + wide - 1))
            _limit(len(table.merged), MAX_MERGED)
        if not len(child) and "value-type" not in attributes and "formula" not in attributes:
            continue
        value, is_error = _value(child, attributes, styles)
        formula = plain_formula(attributes["formula"]) if "formula" in attributes else None
        if formula in TRUTHS:
            value, formula = TRUTHS[formula], None
        if is_error and formula is not None and CODE.fullmatch(formula[1:]):  # how an error that was typed is saved
            formula = None
        comment = "".join(_text(note, styles) for note in child.iterchildren("{*}annotation")) or None
        if value is None and formula is None and comment is None:
            continue
        if column > MAX_COLUMN:
            raise Unreadable("malformed")
        _limit(count, MAX_CELLS)
        shape = "0%" if attributes.get("value-type") == "percentage" else GENERAL
        for place in range(first, column + 1):
            yield Cell(row, place, value, formula, value is not None or formula is None, comment, shape, is_error)


def _value(element: etree._Element, attributes: dict[str, str], styles: _Styles) -> tuple[CellValue, bool]:
    """What a cell holds, and whether it is an error; a day or a time is told as it is shown."""
    kind = attributes.get("value-type")
    if kind is None:
        return None, False
    if kind in NUMBERS and "value" in attributes:
        shown = _text(element, styles) if "formula" in attributes else ""
        return (shown, True) if _is_error(shown) else (number_of(attributes["value"]), False)
    if kind == "boolean":
        return attributes.get("boolean-value") == "true", False
    text = _text(element, styles) or attributes.get("string-value", "") or attributes.get(f"{kind}-value", "")
    if kind == "error" or ("formula" in attributes and _is_error(text)):
        return text, True
    return text, False


def _is_error(text: str) -> bool:
    return CODE.fullmatch(text.upper()) is not None or OTHERS_ERROR.fullmatch(text) is not None


def _text(element: etree._Element, styles: _Styles) -> str:
    """The paragraphs of a cell or a comment, one a line; what a line is drawn through is marked as such."""
    lines = [child for child in element if isinstance(child.tag, str) and child.tag.endswith("}p")]
    runs = [run for number, line in enumerate(lines) for run in ([("\n", False)] if number else []) + _runs(line, False, styles)]  # fmt: skip
    struck = "".join(text for text, is_struck in runs if is_struck)
    rest = "".join(text for text, is_struck in runs if not is_struck)
    return f"〔取消線：{struck}〕{rest}" if struck.strip() and rest.strip() else "".join(text for text, _ in runs)


def _runs(element: etree._Element, is_struck: bool, styles: _Styles) -> list[tuple[str, bool]]:
    runs = [(element.text or "", is_struck)]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag.endswith("}s"):
            runs.append((" " * min(whole(_of(child, "c")) or 1, 1_000), is_struck))
        elif tag.endswith(("}tab", "}line-break")):
            runs.append(("\n" if tag.endswith("k") else "\t", is_struck))
        elif tag and not tag.endswith(("}ruby-text", "}annotation")):
            runs += _runs(child, is_struck or _of(child, "style-name") in styles.struck, styles)
        runs.append((child.tail or "", is_struck))
    return runs


def _sheet(index: int, table: _Table) -> Sheet:
    return Sheet(
        title=table.title,
        index=index,
        is_hidden=table.is_hidden,
        cells=table.cells,
        hidden_rows=frozenset(table.hidden_rows),
        hidden_columns=frozenset(table.hidden_columns),
        row_count=max((row for row, _ in table.cells), default=0),
        column_count=max((column for _, column in table.cells), default=0),
        merged=tuple(table.merged),
    )


def _limit(count: int, most: int) -> None:
    if count > most:
        raise Unreadable("too_large")
