"""注: what was accepted (理由了承) or released, numbered, below the table in which its number stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reports.chapters.indicators import PROVISIONAL
from reports.content import Block, Document, Mark, Paragraph, Section, Table
from reports.figures import Figure
from reports.material import Material, Row
from reports.note_words import accepted_notes, release_line, released_notes

Spot = tuple[int, int, int, int, int]  # section, block, row, cell, part
NOWHERE: Spot = (10**6, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Note:
    """A note with its number in the document, and where its number stands (None: nowhere in a table)."""

    number: int
    text: str
    spot: Spot | None
    is_release: bool

    @property
    def line(self) -> str:
        """The note as it is printed."""
        return f"注{self.number}　{self.text}"


def with_notes(
    document: Document, material: Material, chapter: Section, below_tables: bool = True, tells_all: bool = True
) -> Document:
    """Return the document with each note marked at its number and told below the table.

    The `chapter` (one of the document's, else added at its end) lists them by number and tells what stands in no table;
    with `below_tables` false all of them, for an official form that may take the chapter and leave the tables.
    With `tells_all` false an accepted reason is left out whose number the document does not print; a released 要修正 never is.
    """
    notes = list(_numbered(document, material, tells_all))
    if not notes:
        return document
    sections = [
        replace(section, blocks=tuple(_marked(one, (at, place), notes, below_tables) for place, one in enumerate(section.blocks)))
        for at, section in enumerate(document.sections)
    ]  # fmt: skip
    told = [note for note in notes if note.spot is None or not below_tables]
    closing = (*_overview(material, notes), *(Paragraph((note.line,), "note") for note in told))
    if all(section.id != chapter.id for section in sections):
        sections.append(chapter)
    sections = [replace(one, blocks=(*one.blocks, *closing)) if one.id == chapter.id else one for one in sections]
    required = (chapter.id,) if material.notes else ()
    return replace(document, sections=tuple(sections), required=(*document.required, *required))


def _overview(material: Material, notes: Sequence[Note]) -> Iterator[Paragraph]:
    if material.notes:
        yield Paragraph((f"・{release_line(material, _numbers(note for note in notes if note.is_release))}",))
    accepted = [note for note in notes if not note.is_release]
    if accepted:
        yield Paragraph((f"・理由を了承した確認事項が{len(accepted)}件ある{_numbers(accepted)}。",))


def _numbers(notes: Iterable[Note]) -> str:
    return f"（{'、'.join(f'注{note.number}' for note in notes)}）"


def _numbered(document: Document, material: Material, tells_all: bool) -> Iterator[Note]:
    """Yield the notes in the order in which their numbers are printed, those without one last."""
    spots = _Spots(document, material)
    wanted = [(spots.of(row), text, True) for row, text in released_notes(material)]
    accepted = [(spots.of(row), text, False) for row, text in accepted_notes(material)]
    wanted += [one for one in accepted if tells_all or one[0]]
    wanted.sort(key=lambda one: one[0] or NOWHERE)
    for number, (spot, text, is_release) in enumerate(wanted, start=1):
        yield Note(number, text, spot, is_release)


def _marked(block: Block, place: tuple[int, int], notes: Sequence[Note], below: bool) -> Block:
    here = [note for note in notes if note.spot and note.spot[:2] == place]
    if not here or not isinstance(block, Table):
        return block
    numbers: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for note in here:
        assert note.spot is not None
        numbers[note.spot[2:]].append(note.number)
    rows = list(block.rows)
    for (row, cell, part), some in sorted(numbers.items(), reverse=True):  # from behind: a mark moves what follows it
        cells = list(rows[row].cells)
        parts = list(cells[cell].parts)
        behind = part + 2 if parts[part + 1 : part + 2] == [PROVISIONAL] else part + 1
        parts.insert(behind, Mark(f"注{'・'.join(str(number) for number in some)}"))
        cells[cell] = replace(cells[cell], parts=tuple(parts))
        rows[row] = replace(rows[row], cells=tuple(cells))
    lines = tuple(note.line for note in here) if below else ()
    return replace(block, rows=tuple(rows), notes=(*block.notes, *lines))


class _Spots:
    """Where each number stands first: by its key, by a fact behind it, and by the received cell."""

    def __init__(self, document: Document, material: Material) -> None:
        self._material = material
        self._exact: dict[str, Spot] = {}
        self._behind: dict[str, Spot] = {}
        self._cell: dict[str, Spot] = {}
        for spot, figure in _figures(document):
            if figure.text:
                self._add(spot, figure)

    def _add(self, spot: Spot, figure: Figure) -> None:
        self._exact.setdefault(_key(figure), spot)
        for fact in figure.facts:
            self._behind.setdefault(fact, spot)
        if len(figure.facts) == 1:
            for source in self._material.sources(figure.facts[0]):
                self._cell.setdefault(source, spot)

    def of(self, finding: Row) -> Spot | None:
        """Where the number of a finding stands; None where it is not printed."""
        key = f"{finding['university']}/{finding['row']}/{finding['fiscal_year']}/{self._kind(finding)}"
        cell = f"{finding['file']}|{finding['sheet'] or ''}|{finding['cell'] or ''}"
        if finding["row"] is None:
            return self._cell.get(cell) if finding["cell"] else None
        return self._exact.get(key) or self._behind.get(key)

    def _kind(self, finding: Row) -> str:
        if finding["fiscal_year"] == self._material.programme.baseline_fy:
            return "baseline"
        return "target" if finding["scope"] == "plan" else "actual"


def _figures(document: Document) -> Iterator[tuple[Spot, Figure]]:
    for at, section in enumerate(document.sections):
        for place, block in enumerate(section.blocks):
            for number, row in enumerate(block.rows if isinstance(block, Table) else ()):
                for column, cell in enumerate(row.cells):
                    for part, inline in enumerate(cell.parts):
                        if isinstance(inline, Figure):
                            yield (at, place, number, column, part), inline


def _key(figure: Figure) -> str:
    """The fact that a figure prints: that of its value, or of the row of its ratio."""
    formula, _, row = figure.formula.partition(":")
    if formula == "ratio" and figure.facts:
        university, _, fiscal_year, kind = figure.facts[0].split("/")
        return f"{university}/{row}/{fiscal_year}/{kind}"
    return figure.facts[0] if formula == "value" and figure.facts else ""
