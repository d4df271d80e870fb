"""Blocks of a document as Word elements; each figure stands in a bookmark of its id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from reports.charts import chart_png
from reports.content import Block, Cell, Chart, Heading, Inline, Mark, PageBreak, Paragraph, Table, TableRow
from reports.figures import Figure
from reports.word.style import text_width

_STYLES = {"body": "Normal", "note": "Rokunen Note", "placeholder": "Rokunen Placeholder",
           "caption": "Rokunen Caption", "unit": "Rokunen Unit", "lead": "Rokunen Lead"}  # fmt: skip
_CHART_WIDTH = Mm(165)
_WHOLE = 24  # a table of so many rows stands on one page; of a longer one the first rows stay together
_FIRST_BOOKMARK = 1000  # an official template's own bookmarks have small numbers


class Writer:
    """Makes Word elements and remembers which figure stands in which bookmark."""

    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self.placed: list[tuple[Figure, str]] = []
        self._printed: Counter[str] = Counter()
        self._styles = {str(style.name): str(style.style_id) for style in document.styles}

    def elements(self, block: Block, landscape: bool) -> Iterator[Any]:
        """Yield the elements of a block; a page break is the caller's."""
        if isinstance(block, Heading):
            yield self._paragraph((block.text,), f"Heading {block.level}")
        elif isinstance(block, Paragraph):
            yield self._paragraph(block.parts, _STYLES[block.style])
        elif isinstance(block, Table):
            if block.caption:
                yield self._paragraph((block.caption,), "Rokunen Caption")
            yield self._table(block, text_width(landscape))
            for note in block.notes:
                yield self._paragraph((note,), "Rokunen Note")
            yield self._paragraph(("",), "Rokunen Note")
        elif isinstance(block, Chart):
            yield from self._chart(block)
        elif isinstance(block, PageBreak):
            return

    def _style(self, name: str) -> str:
        """The id of a style; an official form that lacks a heading style gets its own body style there."""
        return self._styles.get(name, self._styles["Normal"])

    def bookmark(self, figure: Figure) -> str:
        """Return a bookmark name for a figure that is printed once more, and remember it."""
        self._printed[figure.id] += 1
        count = self._printed[figure.id]
        name = figure.id if count == 1 else f"{figure.id[:36]}_n{count}"
        self.placed.append((figure, name))
        return name

    def runs(self, parts: tuple[Inline, ...], properties: str = "") -> str:
        """Return parts as runs, as XML text."""
        return "".join(self._inline(part, properties) for part in parts)

    def _inline(self, part: Inline, properties: str) -> str:
        if isinstance(part, Mark):
            return _run(part.text, _RAISED)
        return self._figure_run(part, properties) if isinstance(part, Figure) else _run(part, properties)

    def _figure_run(self, figure: Figure, properties: str) -> str:
        if not figure.text:
            return ""
        name = self.bookmark(figure)
        number = _FIRST_BOOKMARK + len(self.placed)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
            f'{_run(figure.text, properties)}<w:bookmarkEnd w:id="{number}"/>'
        )

    def _paragraph(self, parts: tuple[Inline, ...], style: str) -> Any:
        style_id = self._style(style)
        return parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>{self.runs(parts)}</w:p>')

    def _table(self, table: Table, width: int) -> Any:
        total = sum(table.widths)
        widths = [round(width * share / total) for share in table.widths]
        grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
        heads = next((at for at, row in enumerate(table.rows) if not row.is_head), len(table.rows))
        is_whole = len(table.rows) <= _WHOLE and not table.is_list
        last = len(table.rows) - (not table.notes) if is_whole else heads + 2  # the notes stay with the last row
        rows = "".join(
            self._row(row, widths, table.size, at < heads, keeps=at < last) for at, row in enumerate(table.rows)
        )
        return parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_BORDERS}'
            f'<w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
        )

    def _row(self, row: TableRow, widths: list[int], size: float, repeats: bool, keeps: bool) -> str:
        header = "<w:tblHeader/>" if repeats else ""
        cells, at = [], 0
        for cell in row.cells:
            cells.append(self._cell(cell, sum(widths[at : at + cell.span]), size, row.is_head, keeps))
            at += cell.span
        return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(self, cell: Cell, width: int, size: float, is_head: bool, keeps: bool) -> str:
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if is_head else ""
        keep = "<w:keepNext/>" if keeps else ""
        indent = f'<w:ind w:left="{cell.indent * round(size * 20)}"/>' if cell.indent else ""
        bold = "<w:b/>" if cell.bold and not is_head else ""
        look = f'<w:rPr>{_GOTHIC if cell.bold or is_head else ""}{bold}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
        style = self._style("Rokunen Cell")
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{_TIGHT}{indent}<w:jc w:val="{cell.align}"/></w:pPr>'
            f"{self.runs(cell.parts, look)}</w:p></w:tc>"
        )

    def _chart(self, chart: Chart) -> Iterator[Any]:
        paragraph = self.document.add_paragraph(style="Rokunen Caption")
        picture = paragraph.add_run().add_picture(BytesIO(chart_png(chart)), width=_CHART_WIDTH)
        properties = picture._inline.find(qn("wp:docPr"))
        properties.set("descr", chart.alt)
        properties.set("title", chart.caption)
        paragraph._p.getparent().remove(paragraph._p)
        yield paragraph._p
        yield self._paragraph((f"図　{chart.caption}",), "Rokunen Note")


def _run(text: str, properties: str) -> str:
    lines = text.split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{properties}{inner}</w:r>" if text else ""


_GOTHIC = '<w:rFonts w:ascii="ＭＳ ゴシック" w:hAnsi="ＭＳ ゴシック" w:eastAsia="ＭＳ ゴシック" w:cs="ＭＳ ゴシック"/>'
_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_BORDERS = "<w:tblBorders>" + "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
) + "</w:tblBorders>"  # fmt: skip
_MARGINS = '<w:tblCellMar><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar>'
_TIGHT = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'  # no gap between digits and 年度 in a narrow cell
