"""The covering letter (依頼文) that goes with each 調査票, as an officer would lay it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Letter
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from reports.contact import contact
from reports.due import day_in_japan, due_dates, in_words
from warehouse.intake.era import era
from warehouse.programme.collection import CollectionRound
from warehouse.workspace import University, Workspace

FACE = "ＭＳ 明朝"
SIZE = 10.5
NUMBERED = "１２３４５６７８９"


def write_letter(
    path: Path, workspace: Workspace, university: University, fiscal_year: int, at: datetime,
    parts: Sequence[CollectionRound], file: str,
) -> Path:  # fmt: skip
    """Write the 依頼文 to a university about its 調査票 `file` and return it.

    `letters` of rokunen.yaml gives document_number, sender, contact and submission; what is missing stays ●●.
    """
    words = workspace.programme.collection.letter
    facts = _facts(workspace, fiscal_year, parts, file)
    letter = _blank(at, _filled(words.subject, facts))
    given = workspace.config.letters
    if workspace.config.synthetic:
        _line(letter, workspace.programme.collection.synthetic, ALIGN.CENTER, colour=RGBColor(0xC0, 0, 0))
    _line(letter, given.get("document_number") or f"{words.mark}第{words.mark}号", ALIGN.RIGHT)
    _line(letter, in_words(day_in_japan(at)), ALIGN.RIGHT)
    for text in addressee(university, words.mark):
        _line(letter, text)
    _line(letter, "")
    for text in sender(workspace, words.mark):
        _line(letter, text, ALIGN.RIGHT)
    _line(letter, words.seal_omitted, ALIGN.RIGHT)
    _line(letter, "")
    _line(letter, _filled(words.subject, facts), ALIGN.CENTER, size=12)
    _line(letter, "")
    for text in words.body:
        _line(letter, "　" + _filled(text, facts))
    _line(letter, "")
    _line(letter, "記", ALIGN.CENTER)
    _line(letter, "")
    for number, (name, text) in enumerate(words.items):
        _item(letter, NUMBERED[number], name, _filled(text, facts))
    _line(letter, words.closing, ALIGN.RIGHT)
    letter.save(str(path))
    return path


def addressee(university: University, mark: str) -> list[str]:
    """Return the lines of the 宛名: 設置者 and 学長 where known, else the office in charge; the lead's own offices."""
    if university.role == "lead":
        return [f"{university.name}", f"{university.office or '関係部課'}　御中"]
    found = [university.founder] if university.founder else []
    if university.president:
        found.append(f"{university.name}　学長　{_without(university.president, '学長')}　殿")
        return [*found, *([f"（{university.office}　扱い）"] if university.office else [])]
    return [*found, university.name, f"{university.office or mark + '部' + mark + '課'}　御中"]


def sender(workspace: Workspace, mark: str) -> list[str]:
    """Return the lines of the 差出人: what rokunen.yaml gives, else the 代表校 with its 事業責任者."""
    lead, given = workspace.lead, workspace.config.letters.get("sender")
    if given:
        return given.splitlines()
    responsible = _without(lead.responsible or mark * 2, "事業責任者")
    return [f"{lead.name}（代表校）", f"事業責任者　{responsible}"]


def _facts(workspace: Workspace, fiscal_year: int, parts: Sequence[CollectionRound], file: str) -> dict[str, str]:
    programme, lead, given = workspace.programme, workspace.lead, workspace.config.letters
    mark = programme.collection.letter.mark
    due = due_dates(programme, fiscal_year)
    office = lead.office or f"{mark}部{mark}課"
    return {
        "{year}": era(fiscal_year),
        "{programme}": programme.name_in(fiscal_year).ja,
        "{file}": file,
        "{rounds}": "、".join(part.ja for part in parts),
        "{due}": "\n".join(f"{part.sheet}　{due[part.number]}" for part in parts),
        "{submission}": given.get("submission")
        or f"電子メールに添付して、次の問合せ先（{office}）あてに御提出ください。",
        "{contact}": contact(workspace),
    }


def _filled(text: str, facts: dict[str, str]) -> str:
    for name, said in facts.items():
        text = text.replace(name, said)
    return text


def _without(name: str, title: str) -> str:
    """Return a name without the title before it, which the letter prints itself."""
    return name.removeprefix(title).strip()


def _blank(at: datetime, title: str) -> Letter:
    letter = Document()
    section = letter.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(27)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    style = letter.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(SIZE)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACE)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = Pt(18)
    properties = letter.core_properties
    properties.title, properties.author, properties.created, properties.modified = title, "Rokunen", at, at
    return letter


def _line(
    letter: Letter, text: str, across: ALIGN | None = None, *, size: float = SIZE, colour: RGBColor | None = None
) -> Paragraph:
    paragraph = letter.add_paragraph()
    if across is not None:
        paragraph.alignment = across
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph


def _item(letter: Letter, number: str, name: str, text: str) -> None:
    """Write a numbered item of the 記 with its text hanging beside the name."""
    for count, part in enumerate(text.split("\n")):
        paragraph = letter.add_paragraph()
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent = Mm(42), Mm(-38)
        form.tab_stops.add_tab_stop(Mm(42))
        paragraph.add_run(f"{number}　{name}\t{part}" if count == 0 else f"\t{part}")
    letter.paragraphs[-1].paragraph_format.space_after = Pt(4)
