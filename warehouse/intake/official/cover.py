"""The Word cover of the plan (計画調書の表紙): lead, partners in order, and the money of each year."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from warehouse.intake.book.package import Package
from warehouse.intake.findings import Findings
from warehouse.intake.spreadsheet import Unreadable
from warehouse.intake.submission import CoverField
from warehouse.intake.text import normal, read_number, read_year
from warehouse.programme import Programme
from warehouse.programme.form import Cover

MAIN_PART = "word/document.xml"
Row = list[tuple[int, str]]  # (grid column from 1, text)
Table = list[Row]


def read_cover(content: bytes, programme: Programme, findings: Findings) -> tuple[CoverField, ...]:
    """Return the fields of the cover: `lead`, `partner` from position 1 on, and `amount` by year and column, in 千円.

    Empty, with a finding, where the file is no Word document or its tables are not the cover's.
    """
    try:
        tables = list(_tables(content))
    except Unreadable as fault:
        findings.say("form_cover_unreadable", value=fault.reason)
        return ()
    words = programme.form.cover
    fields: list[CoverField] = []
    for number, table in enumerate(tables, 1):
        fields += _lead(table, number, words)
        fields += _partners(table, number, words)
        fields += _amounts(table, number, words, findings)
    for field, label in (("lead", words.lead), ("amount", words.years)):
        if not any(found.field == field for found in fields):
            findings.say("form_cover_part_missing", value=label)
    return tuple(fields)


def _tables(content: bytes) -> Iterator[Table]:
    package = Package(content)
    targets = [target for kind, target in package.relations("").values() if kind == "officeDocument"]
    root = package.tree(targets[0] if targets else MAIN_PART)
    if root is None or not root.tag.endswith("}document"):
        raise Unreadable("malformed")
    for table in root.iter("{*}tbl"):
        yield [_row(row) for row in table.iterchildren("{*}tr")]


def _row(row: etree._Element) -> Row:
    cells: Row = []
    column = 1
    for cell in row.iterchildren("{*}tc"):
        cells.append((column, "".join(text.text or "" for text in cell.iter("{*}t")).strip()))
        span = cell.find("{*}tcPr/{*}gridSpan")
        values = (
            [value for name, value in span.attrib.items() if str(name).endswith("}val")] if span is not None else []
        )
        column += int(values[0]) if values and str(values[0]).isdigit() else 1
    return cells


def _place(table: int, row: int, column: int) -> str:
    return f"表{table} {row}行{column}列"


def _lead(table: Table, number: int, words: Cover) -> Iterator[CoverField]:
    for index, row in enumerate(table, 1):
        for (_, label), (column, text) in pairwise(row):
            if normal(label) == normal(words.lead) and text:
                yield CoverField("lead", 0, text, place=_place(number, index, column))
                return


def _partners(table: Table, number: int, words: Cover) -> Iterator[CoverField]:
    head = normal(words.partners)
    start = next(
        ((index, column) for index, row in enumerate(table) for column, text in row if normal(text) == head), None
    )
    if start is None:
        return
    position = 0
    for index, row in enumerate(table[start[0] + 1 :], start[0] + 2):
        text = next((text for column, text in row if column == start[1]), "")
        if text and normal(text) != normal(words.none):
            position += 1
            yield CoverField("partner", position, text, place=_place(number, index, start[1]))


def _amounts(table: Table, number: int, words: Cover, findings: Findings) -> Iterator[CoverField]:
    labels = {"scale": normal(words.scale), "grant": normal(words.grant), "own": normal(words.own)}
    years: dict[int, int] = {}
    for index, row in enumerate(table, 1):
        texts = [normal(text) for _, text in row]
        if normal(words.years) in texts:
            years = {column: year for column, text in row if (year := _year(text, words))}
            continue
        field = next((field for field, label in labels.items() if any(text.endswith(label) for text in texts)), None)
        for column, text in row if field else ():
            if column in years:
                yield _amount(field or "", years[column], text, _place(number, index, column), findings)


def _year(text: str, words: Cover) -> int | None:
    """Return the fiscal year of a head such as 6年度, whose era stands in the row's label 年度（令和）."""
    era = normal(words.years).partition("(")[2].rstrip(")")
    return read_year(text)[0] or read_year(era + normal(text))[0]


def _amount(column: str, year: int, text: str, place: str, findings: Findings) -> CoverField:
    reading = read_number(text)
    if reading.state in ("error", "question", "pending"):
        findings.say("form_cover_amount", None, place, value=text, fiscal_year=year)
    return CoverField("amount", 0, text, year, column, reading.value, place)
