"""An official .docx filled at its bookmarks: a section's id takes the section, a figure's id takes the number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph as WordParagraph

from reports.content import Block, Document, Heading, PageBreak
from reports.figures import Figure
from reports.word.blocks import Writer
from reports.word.style import add_styles
from reports.word.write import Placed


class TemplateProblem(Exception):
    """A template that cannot be filled; the sentence says why and what to do, Japanese first."""


def find_template(name: str, *folders: Path) -> Path:
    """Return the template's path in the first folder that has it; TemplateProblem where none has."""
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise TemplateProblem(
        f"様式「{name}」が見つかりません。rokunen.yaml と同じフォルダに置いてください / "
        f"the template '{name}' was not found; put it beside rokunen.yaml"
    )


def fill_template(content: Document, template: Path, path: Path) -> list[Placed]:
    """Fill the bookmarks of an official form, leave the rest of it as it is, and return the figures with their places.

    A bookmark that no section or figure answers to stays untouched. The form's own headings stand, so that a
    section's heading is left out; its text follows the paragraph of the bookmark.
    """
    document = docx.Document(str(template))
    add_styles(document)
    writer = Writer(document)
    sections = {section.id: section.blocks for section in content.sections}
    figures = {figure.id: figure for figure in content.figures()}
    filled = 0
    starts = list(document.element.body.iter(qn("w:bookmarkStart")))
    marks = {start.get(qn("w:name")) for start in starts}
    for start in starts:
        name = start.get(qn("w:name"))
        if name in figures:
            _fill_figure(writer, start, figures[name])
            filled += 1
        elif name in sections:
            _fill_section(writer, start, sections[name])
            filled += 1
    if not filled:
        raise TemplateProblem(
            f"様式「{template.name}」に、章又は数値の名前のしおり（ブックマーク）がありません / "
            f"the template '{template.name}' has no bookmark named after a section or a figure"
        )
    for section in content.required:
        if section not in marks:
            raise TemplateProblem(
                f"様式「{template.name}」に、しおり（ブックマーク）「{section}」がありません。要修正を残して提出する書類には注記が必要です。"
                f"注記を入れる段落にしおりを付けてください / the template '{template.name}' has no bookmark '{section}', "
                "where the notes of the decision must stand"
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return writer.placed


def _fill_figure(writer: Writer, start: Any, figure: Figure) -> None:
    """Put the figure's text between the bookmark's start and end, in the look of what stood there."""
    look = ""
    for element in list(_inside(start)):
        properties = element.find(qn("w:rPr"))
        if properties is not None and not look:
            from lxml import etree

            look = etree.tostring(properties, encoding="unicode")
        element.getparent().remove(element)
    start.addnext(parse_xml(f"<w:r {nsdecls('w')}>{look}<w:t>{figure.text}</w:t></w:r>"))
    writer.placed.append((figure, figure.id))


def _fill_section(writer: Writer, start: Any, blocks: tuple[Block, ...]) -> None:
    """Put a section's blocks behind the paragraph of the bookmark (inside its cell, where it stands in a table)."""
    paragraph = start if start.tag == qn("w:p") else next(start.iterancestors(qn("w:p")), None)
    if paragraph is None:
        raise TemplateProblem("しおりが段落の中にありません / a bookmark does not stand in a paragraph")
    for element in list(_inside(start)):
        element.getparent().remove(element)
    after = paragraph
    is_first_heading = True
    for block in blocks:
        if isinstance(block, PageBreak):
            continue
        if isinstance(block, Heading) and is_first_heading:
            is_first_heading = False
            continue
        for element in writer.elements(block, landscape=False):
            after.addnext(element)
            after = element
    if after.tag == qn("w:tbl"):
        after.addnext(WordParagraph(parse_xml(f"<w:p {nsdecls('w')}/>"), None)._p)


def _inside(start: Any) -> Iterator[Any]:
    """Yield the runs between a bookmark's start and its end."""
    number = start.get(qn("w:id"))
    for element in start.itersiblings():
        if element.tag == qn("w:bookmarkEnd") and element.get(qn("w:id")) == number:
            return
        if element.tag == qn("w:r"):
            yield element
