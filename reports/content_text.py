"""A document's tree as text that a person can read and a test can compare."""

from __future__ import annotations

from collections.abc import Iterator

from reports.content import Block, Chart, Document, Heading, PageBreak, Paragraph, Table, text_of


def document_text(document: Document) -> str:
    """Return the document as text: headings with #, tables with |, charts by what they say."""
    lines = [f"【{document.title}】", *(f"〔{line}〕" for line in document.header)]
    for block in document.blocks():
        lines.extend(_lines(block))
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield ""
        yield "#" * block.level + " " + block.text
    elif isinstance(block, Paragraph):
        mark = {"placeholder": "☐ ", "unit": "→ ", "caption": "▽ "}.get(block.style, "")
        yield mark + text_of(block.parts)
    elif isinstance(block, Table):
        if block.caption:
            yield f"▽ {block.caption}"
        for row in block.rows:
            bar = "‖" if row.is_head else "|"
            yield bar + bar.join(cell.text.replace("\n", "／") for cell in row.cells) + bar
        yield from block.notes
    elif isinstance(block, Chart):
        yield f"図 {block.caption}：{block.alt}"
    elif isinstance(block, PageBreak):
        yield "――― 横 ―――" if block.landscape else "―――"
