"""A document's tree as a Word file."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from pathlib import Path

from reports.content import Cell, Document, PageBreak, Paragraph, Section, Table, TableRow
from reports.figures import Figure
from reports.word.write import write_word

FIGURE = Figure("total_4_B_2026_actual", "1,955人", Decimal(1955), ("TOTAL/4.B/2026/actual",))


def written(path: Path, *blocks: Paragraph | Table | PageBreak) -> str:
    placed = write_word(Document("題", ("頭",), (Section("s", blocks),)), path)
    assert all(figure is FIGURE for figure, _ in placed)
    return zipfile.ZipFile(path).read("word/document.xml").decode()


def test_a_figure_printed_twice_stands_in_two_bookmarks(tmp_path: Path) -> None:
    xml = written(tmp_path / "a.docx", Paragraph(("人数は", FIGURE)), Paragraph((FIGURE,)))
    names = re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', xml)
    assert names == ["total_4_B_2026_actual", "total_4_B_2026_actual_n2"]


def test_text_with_markup_stays_text(tmp_path: Path) -> None:
    xml = written(tmp_path / "a.docx", Paragraph(("<w:p>＆&",)))
    assert "&lt;w:p&gt;＆&amp;" in xml


def test_the_head_of_a_table_is_repeated_and_no_row_is_cut(tmp_path: Path) -> None:
    head = TableRow((Cell(("頭",)), Cell(("値",))), is_head=True)
    body = TableRow((Cell(("行",)), Cell((FIGURE,), align="right")))
    xml = written(tmp_path / "a.docx", Table((2, 1), (head, body, body)))
    assert xml.count("<w:tblHeader/>") == 1 and xml.count("<w:cantSplit/>") == 3


def test_a_page_laid_across_is_a_section_of_its_own(tmp_path: Path) -> None:
    xml = written(tmp_path / "a.docx", Paragraph(("縦",)), PageBreak(landscape=True), Paragraph(("横",)), PageBreak())
    assert xml.count("<w:sectPr") == 3 and xml.count('w:orient="landscape"') == 1
