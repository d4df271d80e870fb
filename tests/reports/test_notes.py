"""The 注 of a document: numbered in the order of their numbers, below the tables, and as long as they hold."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from reports.budget import budget_parts, write_budget
from reports.content import Document, Heading, Section, Table
from reports.content_text import document_text
from reports.evaluation import evaluation_document
from reports.material import Material, read_material
from reports.notes_sheet import TITLE, add_notes
from reports.word.write import write_word
from tests.reports.conftest import LEAD, SECOND, three_years
from warehouse import read, write
from warehouse.database import open_warehouse
from warehouse.decision import Actor
from warehouse.explanation import waive
from warehouse.finding import Finding, Place
from warehouse.release import release
from warehouse.workspace import Workspace

AT = datetime(2028, 6, 10)  # after all that three_years loads
HEAD = Actor("山田 太郎", "事業責任者", "学長決裁第3号")


def about(row: str | None, university: str = SECOND, severity: str = "explain", **changes: Any) -> Finding:
    place = Place("回答.xlsx", "第1回", changes.pop("cell", "E7"))
    words = (changes.pop("rule", "a_rule"), severity, f"{place}: {row}が違います", "differs", "直す", "mend")
    year = changes.pop("year", 2026)
    return Finding(*words, university, None, row, year, place, Decimal(changes.pop("excess", 5)))


def checked(workspace: Workspace, *findings: Finding, days: int = 0, scope: str = "2026") -> None:
    with open_warehouse(workspace.database) as connection:
        run = write.next_run(connection, scope)
        write.add_check_run(connection, run, AT + timedelta(days=days), scope, "definition", [], findings)


def accept_all(workspace: Workspace, until: date = date(2029, 3, 31)) -> None:
    with open_warehouse(workspace.database) as connection:
        for row in read.rows(connection, "out.open_finding", severity="explain"):
            waive(connection, workspace, row["id"], "規模が小さい", HEAD, AT, until)


def let_out(workspace: Workspace, document: Any = "interim", last_fy: int = 2026) -> None:
    with open_warehouse(workspace.database) as connection:
        release(connection, workspace, document, last_fy, "期限", HEAD, AT + timedelta(days=1))


def material(workspace: Workspace, document: str = "interim", last_fy: int = 2026) -> Material:
    return read_material(workspace, AT + timedelta(days=30), last_fy, None, document)


def interim(workspace: Workspace) -> Document:
    outline = next(one for one in workspace.programme.outline if one.id == "interim")
    return evaluation_document(material(workspace), outline)


def noted(document: Document) -> list[str]:
    return [line for line in document_text(document).splitlines() if line.startswith("注")]


def marked(document: Document) -> list[tuple[str, str]]:
    """The row and the number of each cell that carries a mark, in order."""
    rows = [row for block in document.blocks() if isinstance(block, Table) for row in block.rows]
    return [
        (row.cells[0].text, cell.text) for row in rows for cell in row.cells if "人" in cell.text and "注" in cell.text
    ]


def test_notes_are_numbered_as_their_numbers_are_printed_and_stand_below_each_table(workspace: Workspace) -> None:
    three_years(workspace)
    checked(workspace, about("5.B_long"), about("4.B", LEAD), about("5.A", LEAD), about("5.ratio", LEAD))
    accept_all(workspace)
    document = interim(workspace)
    assert [line.split("が違います")[0] for line in noted(document)] == [
        "注1　【理由了承】4.B", "注2　【理由了承】5.A", "注3　【理由了承】5.ratio", "注4　【理由了承】5.B_long",
    ]  # fmt: skip
    tables = [block for block in document.blocks() if isinstance(block, Table) and block.notes]
    assert [len(table.notes) for table in tables] == [1, 2, 1]
    assert [number.partition("人")[2] for _, number in marked(document)] == ["*注1", "*注2", "*注4"]


def test_two_notes_of_one_number_share_a_mark(workspace: Workspace) -> None:
    three_years(workspace)
    checked(workspace, about("4.B"), about("4.B", rule="other"))
    accept_all(workspace)
    [(_, number)] = marked(interim(workspace))
    assert number.endswith("注1・2")


def test_a_finding_of_the_plan_stands_at_the_target_and_one_of_a_course_at_its_cell(workspace: Workspace) -> None:
    three_years(workspace)
    checked(workspace, about("4.B", LEAD), scope="plan")
    of_course = about(None, LEAD, cell="C7", year=None)
    checked(workspace, Finding(*[*_words(of_course), LEAD, None, None, None, Place("データ集.xlsx", "⑩", "C7")]))
    accept_all(workspace)
    text = document_text(interim(workspace))
    rows = [line for line in text.splitlines() if "注1" in line or "注2" in line]
    assert rows[0].split("|")[3].endswith("注1") and "異文化共修演習" in rows[3], rows


def _words(one: Finding) -> list[str]:
    return [one.rule, one.severity, one.message_ja, one.message_en, one.remedy_ja, one.remedy_en]


def test_what_stands_in_no_table_is_told_in_the_chapter_of_notes(workspace: Workspace) -> None:
    three_years(workspace)
    checked(workspace, about(None, cell="Z99", year=None))
    accept_all(workspace)
    text = document_text(interim(workspace))
    assert text.index("# 6. 注記") < text.index("\n注1　【理由了承】") < text.index("# 付録")


def test_an_exceeded_or_expired_acceptance_is_no_note_and_is_asked_again(workspace: Workspace) -> None:
    three_years(workspace)
    checked(workspace, about("4.B"))
    accept_all(workspace, date(2028, 6, 30))
    assert len(noted(interim(workspace))) == 1
    checked(workspace, about("4.B", excess=6), days=1)
    assert noted(interim(workspace)) == [] and "上限超過・期限切れのため再確認" in document_text(interim(workspace))
    checked(workspace, about("4.B"), days=2)
    assert len(noted(interim(workspace))) == 1
    checked(workspace, about("4.B"), days=25)
    assert noted(interim(workspace)) == []


@pytest.mark.parametrize("later", [about("7.A", severity="block"), about("4.B", severity="block", excess=6)])
def test_a_release_ends_the_draft_until_something_else_must_be_corrected(workspace: Workspace, later: Finding) -> None:
    three_years(workspace)
    checked(workspace, about("4.B", severity="block"))
    assert material(workspace).is_draft and noted(interim(workspace)) == []
    let_out(workspace)
    assert not material(workspace).is_draft
    assert "【要修正・未解決】4.Bが違います。理由：期限。事業責任者 山田 太郎の決裁" in noted(interim(workspace))[0]
    assert material(workspace, "budget", 2029).is_draft, "another document was not released"
    checked(workspace, later, days=5)
    assert material(workspace).is_draft
    assert "この文書は案である：未解決の要修正　1件" in document_text(interim(workspace))


def test_a_yearly_paper_is_released_for_the_year_that_it_tells_of(workspace: Workspace) -> None:
    three_years(workspace)
    checked(workspace, about("4.B", severity="block"))
    let_out(workspace, "budget", 2026)
    let_out(workspace, "data-book", 2029)
    assert [material(workspace, "budget", year).is_draft for year in (2025, 2026, 2029)] == [False, False, True]
    assert [material(workspace, "data-book", year).document_fy for year in (2026, 2029)] == [2026, 2027]
    assert not material(workspace, "data-book", 2029).is_draft
    assert budget_parts(material(workspace, "budget", 2026))


def test_a_workbook_has_a_sheet_of_notes_only_by_decision(workspace: Workspace) -> None:
    from openpyxl import Workbook

    three_years(workspace)
    checked(workspace, about("4.B", severity="block"))
    book = Workbook()
    add_notes(book, material(workspace, "budget", 2029))
    assert TITLE not in book.sheetnames
    let_out(workspace, "budget", 2029)
    add_notes(book, material(workspace, "budget", 2029))
    assert "学長決裁第3号" in book[TITLE]["A1"].value and "4.Bが違います" in book[TITLE]["C3"].value
    assert "湖東大学" in book[TITLE]["B3"].value


def test_the_page_of_the_money_tells_of_no_number_that_it_does_not_print(workspace: Workspace) -> None:
    three_years(workspace)
    checked(workspace, about("4.B"), about("5.A", severity="block"))
    accept_all(workspace)
    let_out(workspace, "budget", 2026)
    [file] = [path for path in write_budget(workspace, AT + timedelta(days=30), None, 2026) if path.suffix == ".docx"]
    told = [each.text for each in docx.Document(str(file)).paragraphs if each.text.startswith("注")]
    assert told[0] == "注記" and len(told) == 2 and "【要修正・未解決】5.A" in told[1]


def test_a_mark_is_raised_and_the_note_stays_with_its_table(workspace: Workspace, tmp_path: Path) -> None:
    three_years(workspace)
    checked(workspace, about("4.B"))
    accept_all(workspace)
    table = next(block for block in interim(workspace).blocks() if isinstance(block, Table) and block.notes)
    write_word(Document("題", (), (Section("s", (Heading(1, "章"), table)),)), tmp_path / "a.docx")
    xml = zipfile.ZipFile(tmp_path / "a.docx").read("word/document.xml").decode()
    assert '<w:vertAlign w:val="superscript"/></w:rPr><w:t xml:space="preserve">注1</w:t>' in xml
    last_row = xml[xml.rindex("<w:tr>") :]
    assert "<w:keepNext/>" in last_row and last_row.index("</w:tbl>") < last_row.index("注1　")


def test_an_official_form_takes_every_note_in_its_chapter(workspace: Workspace) -> None:
    three_years(workspace)
    checked(workspace, about("4.B", severity="block"))
    let_out(workspace)
    outline = next(one for one in workspace.programme.outline if one.id == "interim")
    form = evaluation_document(material(workspace), outline.model_copy(update={"template": "様式.docx"}))
    assert not any(block.notes for block in form.blocks() if isinstance(block, Table))
    assert form.required == ("notes",) and len(noted(form)) == 1 and len(marked(form)) == 1
