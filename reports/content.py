"""A document as a tree of plain parts, before any file format: what is printed, and which of it are figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from reports.figures import Figure

Align = Literal["left", "center", "right"]
TextStyle = Literal["body", "note", "placeholder", "caption", "unit", "lead"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A raised mark (注1) behind a number, of a note that is told elsewhere."""

    text: str


Inline = str | Figure | Mark


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `span` is how many columns it covers; `indent` is in characters."""

    parts: tuple[Inline, ...] = ()
    align: Align = "left"
    bold: bool = False
    span: int = 1
    indent: int = 0

    @property
    def text(self) -> str:
        """The cell's text as it is printed."""
        return text_of(self.parts)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row; a head is shaded, and heads at the top of a table are repeated on each page."""

    cells: tuple[Cell, ...]
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; `id` is the section that it opens."""

    level: int
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. A `placeholder` asks somebody to write; a `unit` stands at the right above a table."""

    parts: tuple[Inline, ...]
    style: TextStyle = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `widths` are shares of the text width; `caption` stands above it, `notes` below it; a list may run on over pages."""

    widths: tuple[float, ...]
    rows: tuple[TableRow, ...]
    caption: str = ""
    size: float = 9.0
    is_list: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: the value of each fiscal year (None: nothing to draw), and the targets."""

    name: str
    unit: str
    actuals: tuple[tuple[int, Decimal], ...]
    targets: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of series over fiscal years, with the words that stand for it (`alt`)."""

    caption: str
    alt: str
    years: tuple[int, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next part begins on a new page, in this direction."""

    landscape: bool = False


Block = Heading | Paragraph | Table | Chart | PageBreak


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a document by its id, so that an official template can take it where it has a bookmark."""

    id: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document: what stands on each page's head, and the sections in order.

    `required`: sections without which it must not go out, also in an official form (the notes of a decision).
    """

    title: str
    header: tuple[str, ...]
    sections: tuple[Section, ...]
    is_draft: bool = False
    required: tuple[str, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of every section in order."""
        for section in self.sections:
            yield from section.blocks

    def figures(self) -> tuple[Figure, ...]:
        """Return every figure that is printed, in order, each as often as it is printed."""
        return tuple(part for block in self.blocks() for part in _inlines(block) if isinstance(part, Figure))


def text_of(parts: tuple[Inline, ...]) -> str:
    """Return parts as the text that is printed."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def _inlines(block: Block) -> Iterator[Inline]:
    if isinstance(block, Paragraph):
        yield from block.parts
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                yield from cell.parts
