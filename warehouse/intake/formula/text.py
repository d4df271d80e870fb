"""The words of a formula: numbers, texts, references, names and signs."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from warehouse.intake.spreadsheet import column_letters, column_number

MAX_LENGTH = 8_192  # the longest formula that a spreadsheet takes
WORDS = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<error>\#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!))
    | (?P<reference>
        (?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
        \$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}(?![\w(.!])
        (?::\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}(?![\w(.!]))?
      )
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)
    | (?P<name>[^\W\d][\w.]*)
    | (?P<sign><=|>=|<>|[-+*/^&=<>%(),;])
    """,
    re.VERBOSE,
)
CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]+)")
OUTSIDE = "#REF!"


class Word(NamedTuple):
    """One word of a formula: its kind (text, error, reference, number, name, sign) and how it is written."""

    kind: str
    text: str


class UnknownFormula(Exception):
    """A formula with something that this reader does not know."""


def words(formula: str) -> Iterator[Word]:
    """The words of a formula, with or without its leading =; an unknown sign raises UnknownFormula."""
    place = 1 if formula.startswith("=") else 0
    if len(formula) > MAX_LENGTH:
        raise UnknownFormula
    while place < len(formula):
        found = WORDS.match(formula, place)
        if found is None or found.lastgroup is None:
            raise UnknownFormula
        place = found.end()
        if found.lastgroup != "space":
            yield Word(found.lastgroup, found[0])


@lru_cache(maxsize=1 << 14)
def split_reference(reference: str) -> tuple[str | None, str]:
    """The sheet's title (None: the formula's own sheet) and the cell or range of a reference."""
    title, mark, cells = reference.rpartition("!")
    if not mark:
        return None, cells
    return (title[1:-1].replace("''", "'") if title.startswith("'") else title), cells


def translate(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads when copied that many rows down and columns to the right."""
    parts = []
    place = 0
    while place < len(formula):
        found = WORDS.match(formula, place)
        part = found[0] if found else formula[place]
        if found and found.lastgroup == "reference":
            title, mark, cells = part.rpartition("!")
            part = title + mark + CELL.sub(lambda cell: _moved(cell, rows, columns), cells)
        parts.append(part)
        place += len(found[0] if found else part)
    return "".join(parts)


def _moved(cell: re.Match[str], rows: int, columns: int) -> str:
    fixed_column, letters, fixed_row, digits = cell.groups()
    row = int(digits) if fixed_row else int(digits) + rows
    column = column_number(letters) if fixed_column else column_number(letters) + columns
    if row < 1 or column < 1:
        return OUTSIDE
    return f"{fixed_column}{column_letters(column)}{fixed_row}{row}"
