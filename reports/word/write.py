"""A document's tree as a Word file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from reports.content import Document, PageBreak
from reports.figures import Figure
from reports.word.blocks import Writer
from reports.word.style import shape_section, styled_document

Placed = tuple[Figure, str]


def write_word(content: Document, path: Path) -> list[Placed]:
    """Write a document and return each figure with the bookmark in which it stands."""
    document = styled_document()
    writer = Writer(document)
    landscape = False
    for block in content.blocks():
        if isinstance(block, PageBreak):
            landscape = _new_page(document, block.landscape, landscape)
            continue
        for element in writer.elements(block, landscape):
            document.element.body.insert(len(document.element.body) - 1, element)
    write_margins(document, content)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return writer.placed


def _new_page(document: WordDocument, landscape: bool, before: bool) -> bool:
    if landscape == before:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.page_break_before = True
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(1)
    else:
        shape_section(document.add_section(WD_SECTION.NEW_PAGE), landscape)
    return landscape


def write_margins(document: WordDocument, content: Document) -> None:
    """Write each page's head and foot (page numbers), and the file's properties."""
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.text = "　".join(content.header)
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for run in head.runs:
        run.font.size = Pt(9)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")
    core = document.core_properties
    core.title = content.title
    core.author = content.properties.get("author", "")
    core.language = "ja-JP"
    core.comments = content.properties.get("comments", "")


def _field(paragraph: Any, code: str) -> None:
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run()
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            run._r.append(instruction)
        elif kind == "text":
            run.text = "1"
        else:
            character = OxmlElement("w:fldChar")
            character.set(qn("w:fldCharType"), kind)
            run._r.append(character)
