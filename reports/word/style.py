"""The one look of a Word document: A4, 10.5 pt, MS 明朝 and MS ゴシック named for East Asian text too."""

from __future__ import annotations

from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

BODY_FONT = "ＭＳ 明朝"
HEADING_FONT = "ＭＳ ゴシック"
BODY_SIZE = 10.5
PAGE_SHORT, PAGE_LONG = Mm(210), Mm(297)
MARGIN_TOP = MARGIN_BOTTOM = Mm(25)
MARGIN_SIDE = Mm(20)
_HEADING_SIZES = {1: 14.0, 2: 12.0, 3: 10.5}
_TEXT_STYLES = {
    # name: (size, alignment, colour, space before, keeps with next)
    "Rokunen Note": (9.0, "left", None, 0, False),
    "Rokunen Placeholder": (10.5, "left", RGBColor(0x80, 0x80, 0x80), 0, False),
    "Rokunen Caption": (9.5, "left", None, 6, True),
    "Rokunen Unit": (9.0, "right", None, 0, True),
    "Rokunen Lead": (15.0, "center", None, 12, False),
    "Rokunen Cell": (9.0, "left", None, 0, False),
}


def styled_document() -> WordDocument:
    """Return an empty A4 document with the house's styles."""
    document = docx.Document()
    styles = document.styles
    normal = styles["Normal"]
    normal.font.size = Pt(BODY_SIZE)
    _fonts(normal.element.get_or_add_rPr(), BODY_FONT)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.15
    normal.paragraph_format.widow_control = True
    _languages(styles.element)
    for level, size in _HEADING_SIZES.items():
        _restyle_heading(styles[f"Heading {level}"], size, level)
    add_styles(document)
    shape_section(document.sections[0], landscape=False)
    return document


def add_styles(document: WordDocument) -> None:
    """Add the house's own styles to a document; those it has already stay as they are."""
    for name, look in _TEXT_STYLES.items():
        if name not in document.styles:
            _add_text_style(document.styles, name, look)


def shape_section(section: Any, landscape: bool) -> None:
    """Give a section its A4 page, upright or across."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (PAGE_LONG, PAGE_SHORT) if landscape else (PAGE_SHORT, PAGE_LONG)
    section.top_margin, section.bottom_margin = MARGIN_TOP, MARGIN_BOTTOM
    section.left_margin = section.right_margin = MARGIN_SIDE
    section.header_distance = section.footer_distance = Mm(12)


def text_width(landscape: bool) -> int:
    """Return the width of the text in twentieths of a point."""
    page = PAGE_LONG if landscape else PAGE_SHORT
    return int((page - 2 * MARGIN_SIDE) * 20 // Pt(1))


def _fonts(properties: Any, name: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), name)


def _languages(styles: Any) -> None:
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "ja-JP")


def _restyle_heading(style: Any, size: float, level: int) -> None:
    style.font.size = Pt(size)
    style.font.bold = level < 3
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    _fonts(style.element.get_or_add_rPr(), HEADING_FONT)
    style.paragraph_format.space_before = Pt({1: 14, 2: 10, 3: 6}[level])
    style.paragraph_format.space_after = Pt(4)
    style.paragraph_format.keep_with_next = True


def _add_text_style(styles: Any, name: str, look: tuple[float, str, RGBColor | None, float, bool]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    size, align, colour, before, keep = look
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    style.font.size = Pt(size)
    if colour is not None:
        style.font.color.rgb = colour
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH[align.upper()]
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.keep_with_next = keep
    if name in ("Rokunen Caption", "Rokunen Lead"):
        _fonts(style.element.get_or_add_rPr(), HEADING_FONT)
    if name == "Rokunen Cell":
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0
