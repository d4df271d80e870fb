"""Own indicators (任意指標) as a sheet declares them: label, unit, decimals, definition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from warehouse.intake.book.number_format import GENERAL
from warehouse.intake.layout import pattern
from warehouse.intake.official.table import Labelled, Section
from warehouse.intake.submission import OwnIndicator
from warehouse.intake.text import is_percent, normal
from warehouse.programme.form import OwnIndicatorWords

NOTE = "※"
NOTE_MARKS = (NOTE, "・")
LAST_BRACKET = re.compile(r"\s*[（(]([^（()）]{1,4})[）)]\s*$")
QUOTED = re.compile(r'"([^"]*)"|\\(.)')
DECIMALS = re.compile(r"0\.(0+)")
BLANK_TO_FILL = "●"  # how the form marks what is to be filled in


def read_own(
    section: Section,
    labelled: Sequence[Labelled],
    words: OwnIndicatorWords,
    item: str,
    university: str,
    order: Sequence[str],
) -> list[tuple[OwnIndicator, Labelled]]:
    """Return the own indicators of a section with their rows; a placeholder that nobody filled in is none.

    `order` holds the lead's labels (normalised), which give 8.1, 8.2, …; empty for the lead itself. A label that the
    lead does not have takes the first number that is left.
    """
    rows = [(row, named) for row in labelled if (named := _label(section, row, words))]
    notes = [cell.text.strip() for cell in section.texts() if cell.text.strip().startswith(NOTE)]
    definitions = _definitions(notes, words)
    basis = next((note.removeprefix(NOTE) for note in notes if not _is_definition(note, words)), None)
    found: list[tuple[OwnIndicator, Labelled]] = []
    numbers = _numbers([_parts(text, words)[0] for _, (_, text) in rows], order)
    for place, (row, (number, text)) in enumerate(rows):
        label, bracket = _parts(text, words)
        unit, decimals = _format(section, row)
        own = OwnIndicator(
            university=university, row=f"{item}.{numbers[place]}", label=label, unit=bracket or unit or "", decimals=decimals,
            definition=definitions.get(number if number is not None else place + 1), basis_note=basis,
            sheet=section.sheet.title, cell=row.label.address,
        )  # fmt: skip
        found.append((own, row))
    return found


def _numbers(labels: Sequence[str], order: Sequence[str]) -> list[int]:
    """Return the number of each label in the lead's order, counted from 1."""
    free = list(range(1, max(len(labels), len(order)) + len(labels) + 1))
    found: list[int | None] = []
    for label in labels:
        number = order.index(normal(label)) + 1 if normal(label) in order else None
        number = number if number in free else None
        if number is not None:
            free.remove(number)
        found.append(number)
    return [free.pop(0) if number is None else number for number in found]


def _label(section: Section, row: Labelled, words: OwnIndicatorWords) -> tuple[int | None, str] | None:
    """Return the number and the text of an own indicator's label; None for a head, a note or an unset placeholder."""
    text = row.label.text.strip()
    if row.at_head or text.startswith(NOTE_MARKS):
        return None
    found = pattern(words.placeholder).match(row.text)
    if found is None:
        return (
            (None, text) if any((row.number, place) in section.sheet.cells for place, _ in row.heads.columns) else None
        )
    rest = _after(text, found.end())
    return (int(found[1]), rest) if rest else None


def _after(text: str, characters: int) -> str:
    """Return what follows the first so many characters, spaces not counted, exactly as it was written."""
    for place in range(len(text) + 1):
        if len(normal(text[:place])) >= characters:
            return text[place:].strip()
    return ""


def _parts(text: str, words: OwnIndicatorWords) -> tuple[str, str | None]:
    """Return the label and the unit that stands in brackets at its end."""
    found = LAST_BRACKET.search(text)
    if found is None or found[1] in words.no_units or any(sign.isdigit() for sign in found[1]):
        return text, None
    return text[: found.start()], found[1]


def _format(section: Section, row: Labelled) -> tuple[str | None, int]:
    """Return the unit and the decimals that the row's value cells show."""
    cells = [cell for place, _ in row.heads.columns if (cell := section.sheet.cells.get((row.number, place)))]
    code = next((cell.number_format for cell in cells if cell.number_format not in (None, GENERAL)), "") or ""
    unit = "%" if is_percent(code) else "".join(quoted or sign for quoted, sign in QUOTED.findall(code)).strip()
    found = DECIMALS.search(code)
    if found or code:
        return unit or None, len(found[1]) if found else 0
    typed = [-int(cell.value.as_tuple().exponent) for cell in cells if isinstance(cell.value, Decimal)]
    return None, max([0, *typed])


def _definitions(notes: list[str], words: OwnIndicatorWords) -> dict[int, str]:
    """Return what the notes say about each own indicator, by the number that the note names."""
    found: dict[int, str] = {}
    for note in notes:
        named = _is_definition(note, words)
        text = _after(note, named.end()) if named else ""
        if named and text and BLANK_TO_FILL not in text:
            found.setdefault(int(named[1]), text)
    return found


def _is_definition(note: str, words: OwnIndicatorWords) -> re.Match[str] | None:
    return pattern(words.definition.partition(BLANK_TO_FILL)[0]).match(normal(note))
