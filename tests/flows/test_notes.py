"""What was accepted or released is printed by the documents at its number, as people bring it about on the command line."""

import json
import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.flows.conftest import Run
from tests.reports.conftest import FIRST, LEAD, SECOND, finding, three_years
from warehouse import read, write
from warehouse.database import open_warehouse
from warehouse.finding import Finding, Place
from warehouse.workspace import Workspace, create_workspace

HEAD = ("--who", "山田 太郎", "--decision", "学長決裁第3号")
CHECKED = datetime(2028, 6, 1)  # after all that three_years loads


def a_jump(excess: int = 124, severity: str = "explain", row: str = "5.B_long") -> Finding:
    said = f"回答.xlsx シート「第1回」 E7セル: 湖東大学 {row}が見込みの範囲を超えています"
    words = ("suspect_jump", severity, said, "a jump", "確かめてください", "check")
    return Finding(*words, SECOND, "5", row, 2026, Place("回答.xlsx", "第1回", "E7"), Decimal(excess))


def check(workspace: Workspace, *findings: Finding, days: int = 0) -> None:
    with open_warehouse(workspace.database) as connection:
        run = write.next_run(connection, "2026")
        write.add_check_run(connection, run, CHECKED + timedelta(days=days), "2026", "definition", [], findings)


def id_of(workspace: Workspace, rule: str) -> str:
    with open_warehouse(workspace.database) as connection:
        return str(read.rows(connection, "out.open_finding", rule=rule)[0]["id"])


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A lead and two partners that have answered three years, in June 2028; nothing is open."""
    universities = [("lead", LEAD, "北都大学"), ("partner", FIRST, "南西大学"), ("partner", SECOND, "湖東大学")]
    workspace = create_workspace(tmp_path / "ws", "social-impact-type2", universities)
    settings = workspace.root / "rokunen.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'schedule: {today: "2028-06-10"}\n', encoding="utf-8")
    return Workspace(workspace.root)


def paragraphs(file: Path) -> list[str]:
    return [each.text for each in docx.Document(str(file)).paragraphs]


def cells(file: Path) -> list[str]:
    tables = docx.Document(str(file)).tables
    return [cell.text for table in tables for row in table.rows for cell in row.cells]


def written(done: object) -> list[Path]:
    return [Path(each["file"]) for each in json.loads(done.stdout) if not each["file"].endswith(".json")]  # type: ignore[attr-defined]


def test_a_document_goes_out_with_its_notes_at_the_numbers_and_no_draft(place: Workspace, rokunen: Run) -> None:
    three_years(place, findings=(finding(),))
    check(place, a_jump())
    at = ("--workspace", place.root)
    accepted = ("--reason", "新コースの開始", "--who", "山田 太郎", "--until", "2028", "--bound", "200")
    assert rokunen("waive", id_of(place, "suspect_jump"), *accepted, *at).returncode == 0
    assert rokunen("release", "interim", "--reason", "期限が先に来るため", *HEAD, *at).returncode == 0
    done = rokunen("report", "interim", "--json", *at)
    assert done.returncode == 0, done.stderr
    assert not any(each["draft"] or "案" in Path(each["file"]).name for each in json.loads(done.stdout))
    file, book = written(done)
    told, decision = paragraphs(file), "事業責任者 山田 太郎の決裁（学長決裁第3号、2028年6月10日）により"
    assert [text for text in told if text.startswith("注")] == [
        f"注1　【要修正・未解決】回答「約300」は数値ではありません。理由：期限が先に来るため。{decision}、このまま提出する。",
        "注2　【理由了承】湖東大学 5.B_longが見込みの範囲を超えています。理由：新コースの開始。"
        "（事業責任者 山田 太郎が2028年6月10日に了承。上限 200人、期限 2029年3月31日、規則 suspect_jump）",
    ]
    marks = [text.partition("人")[2] for text in cells(file) if re.fullmatch("[0-9,]+人.*", text) and "注" in text]
    assert marks == ["*注1", "*注2"], "the numbers carry the marks"
    assert any(text.startswith("※未解決の要修正が1件ある。") and decision in text for text in told)
    assert "・理由を了承した確認事項が1件ある（注2）。" in told
    assert "【案】" not in docx.Document(str(file)).sections[0].header.paragraphs[0].text
    assert openpyxl.load_workbook(book).sheetnames[-1] != "注記", "the official workbook stays as it is"
    manifest = json.loads(file.with_name(file.name + ".manifest.json").read_text(encoding="utf-8"))
    assert [each["decision"] for each in manifest["notes"]] == ["学長決裁第3号"]
    assert [each["expires_on"] for each in manifest["accepted"]] == ["2029-03-31"]


@pytest.mark.slow
def test_a_waiver_that_is_exceeded_opens_its_finding_again(place: Workspace, rokunen: Run) -> None:
    three_years(place)
    check(place, a_jump())
    at = ("--workspace", place.root)
    words = ("--reason", "新コースの開始", "--who", "山田 太郎", "--until", "2028", "--bound", "200")
    assert rokunen("waive", id_of(place, "suspect_jump"), *words, *at).returncode == 0
    check(place, a_jump(201), days=20)
    file = written(rokunen("report", "interim", "--json", *at))[0]
    assert not any(text.startswith("注1") for text in paragraphs(file))
    assert any("上限超過・期限切れのため再確認" in text for text in cells(file))


@pytest.mark.slow
@pytest.mark.parametrize("later", [a_jump(severity="block"), None])
def test_a_release_holds_only_for_what_was_open_then(place: Workspace, rokunen: Run, later: Finding | None) -> None:
    three_years(place)
    check(place, a_jump(5, "block", row="5.B_short"))
    at = ("--workspace", place.root)
    assert rokunen("release", "interim", "--reason", "期限", *HEAD, *at).returncode == 0
    assert rokunen("report", "interim", *at).returncode == 0
    check(place, later or a_jump(6, "block", row="5.B_short"), days=20)
    done = rokunen("report", "interim", "--json", *at)
    assert done.returncode == 1 and "_案" in written(done)[0].name
    assert any("この文書は案である：未解決の要修正　1件" in text for text in paragraphs(written(done)[0]))
    earlier = rokunen("report", "interim", "--as-of", "2028-06-11", "--json", *at)
    assert earlier.returncode == 0 and "案" not in written(earlier)[0].name


@pytest.mark.slow
def test_the_papers_of_a_year_list_their_notes_on_a_sheet_of_their_own(place: Workspace, rokunen: Run) -> None:
    three_years(place, findings=(finding(),))
    at = ("--workspace", place.root)
    for document, kind in (("data-book", ".xlsx"), ("budget", ".docx")):
        assert rokunen("release", document, "--reason", "期限", *HEAD, *at).returncode == 0
        done = rokunen("report", document, "--json", *at)
        assert done.returncode == 0, done.stderr
        book = openpyxl.load_workbook(next(file for file in written(done) if file.suffix == ".xlsx"))
        assert "【要修正・未解決】" in str(book["注記"]["C3"].value) and book["注記"]["B3"].value
        if kind == ".docx":
            page = next(file for file in written(done) if file.suffix == kind)
            assert any(text.startswith("注1") for text in paragraphs(page))
