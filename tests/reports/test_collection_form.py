"""The 調査票 and its letter as they go out."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from reports.collection.form import write_forms
from tests.builders import FIRST, LEAD, NAMES, PROGRAMME, a_workspace
from tests.officer import cell_of, columns, fill, opened, read, rounds, saved, values
from tests.reports.conftest import load, plan, returns
from warehouse.programme.load import DEFINITIONS
from warehouse.workspace import Workspace, create_workspace

AT = datetime(2027, 5, 1, 1)
YEAR = 2026
WESTERN = re.compile(r"\bR\d{1,2}\b|FY\d{4}|20\d\d年度")


def form(workspace: Workspace, name: str, year: int = YEAR) -> Path:
    return workspace.outbox(year) / f"{name}_調査票_{year}.xlsx"


def texts(book: Any) -> Iterator[str]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    yield cell.value


@pytest.fixture
def known(workspace: Workspace) -> Workspace:
    """A workspace with its plan and the returns of the year before."""
    load(workspace, plan(workspace))
    load(workspace, *returns(workspace, YEAR - 1))
    return workspace


def test_each_university_gets_a_form_and_a_letter(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    names = [path.name for path in write_forms(workspace, YEAR, AT)]
    assert names == [
        name
        for who in workspace.universities
        for name in (f"{who.name}_調査票_2026.xlsx", f"{who.name}_依頼文_2026.docx")
    ]


def test_the_lead_alone_is_asked_for_money_and_internationalisation(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    write_forms(workspace, YEAR, AT)
    lead, partner = (opened(form(workspace, NAMES[code])) for code in (LEAD, FIRST))
    assert lead.sheetnames == ["記入要領", "第1回（5月1日）", "第2回（通年）", "経費（交付決定額・執行額）", "質問票"]
    assert partner.sheetnames == ["記入要領", "第1回（5月1日）", "第2回（通年）", "質問票"]
    assert cell_of(lead, "7.A") is not None
    with pytest.raises(AssertionError):
        cell_of(partner, "7.A")


def test_one_round_may_go_out_alone(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    path = write_forms(workspace, YEAR, AT, round=1)[0]
    assert path.name == f"{NAMES[LEAD]}_調査票_2026_第1回.xlsx"
    assert [sheet.title for sheet in rounds(opened(path))] == ["第1回（5月1日）"]


def test_last_years_values_and_the_target_stand_beside_each_answer(known: Workspace) -> None:
    write_forms(known, YEAR, AT)
    book = opened(form(known, known.lead.name))
    _, names = columns(rounds(book)[1])
    assert {"令和7年度\n(実績値)", "令和8年度\n(目標値)"} <= names.keys()
    last = next(datum.value for datum in returns(known, YEAR - 1)[0].data if datum.row == "1.E")
    target = next(
        datum.value for datum in plan(known).data
        if (datum.university, datum.row, datum.fiscal_year, datum.kind) == (known.lead.code, "1.E", 2026, "target")
    )  # fmt: skip
    second = rounds(book)[1]
    assert cell_of(book, "1.E", "令和7年度\n(実績値)", second).value == last
    assert cell_of(book, "1.E", "令和8年度\n(目標値)", second).value == target
    assert cell_of(book, "1.E", sheet=second).value is None


def test_the_second_round_shows_what_the_first_one_brought(known: Workspace) -> None:
    write_forms(known, YEAR, AT)
    book = opened(form(known, known.lead.name))
    cell_of(book, "5.A").value, cell_of(book, "5.A", "状態").value = 8765, "確定"
    first = read(known, saved(book), form(known, known.lead.name).name, YEAR)
    load(known, first)
    path = write_forms(known, YEAR, datetime(2027, 6, 10), round=2)[0]
    book = opened(path)
    assert cell_of(book, "5.A").value == 8765 and cell_of(book, "5.A", "状態").value == "確定"


def test_own_indicators_come_with_the_plan_and_are_read_back(known: Workspace) -> None:
    write_forms(known, YEAR, AT)
    book = opened(form(known, known.lead.name))
    assert cell_of(book, "8.1", "項目").value == "満足度調査の回答者数"
    typed = fill(book)
    assert values(read(known, saved(book), form(known, known.lead.name).name, YEAR))["8.1"] == typed["8.1"]


def test_no_sheet_is_locked_by_a_password_and_inputs_are_open(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    write_forms(workspace, YEAR, AT)
    book = opened(form(workspace, NAMES[LEAD]))
    for sheet in book.worksheets:
        assert sheet.protection.sheet and sheet.protection.password is None
        assert not sheet.protection.objects and not sheet.protection.selectLockedCells
    for sheet in rounds(book):
        head, names = columns(sheet)
        for row in range(head + 1, sheet.max_row + 1):
            cell = sheet.cell(row, names["回答"])
            if isinstance(cell.value, str) and cell.value.startswith("=") and "!" not in cell.value:
                assert cell.protection.locked
    assert not cell_of(book, "1.E").protection.locked and not cell_of(book, "1.E", "備考").protection.locked


def test_validation_warns_and_never_forbids(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    write_forms(workspace, YEAR, AT)
    for sheet in opened(form(workspace, NAMES[LEAD])).worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert rule.errorStyle == "warning" and rule.showErrorMessage
            assert len(rule.prompt or "") <= 255 and len(rule.promptTitle or "") <= 32 and len(rule.error) <= 255


def test_each_sheet_says_what_it_is_and_prints_on_a4(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    write_forms(workspace, YEAR, AT)
    for sheet in opened(form(workspace, NAMES[FIRST])).worksheets:
        said = " ".join(str(cell.value) for row in sheet.iter_rows(max_row=6) for cell in row if cell.value)
        for words in ("調査票", "第1版", "令和8年度", NAMES[FIRST], f"定義 {workspace.programme.hash[:8]}"):
            assert words in said, (sheet.title, words)
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToHeight == 0
        assert "&P" in sheet.oddFooter.center.text and NAMES[FIRST] in sheet.oddHeader.right.text
    for sheet in rounds(opened(form(workspace, NAMES[FIRST]))):
        assert sheet.print_title_rows


def test_years_are_written_as_an_office_writes_them(known: Workspace) -> None:
    for path in write_forms(known, YEAR, AT):
        if path.suffix == ".xlsx":
            said = list(texts(openpyxl.load_workbook(path)))
        else:
            said = [paragraph.text for paragraph in Document(str(path)).paragraphs]
        assert not [text for text in said if WESTERN.search(text)]


def test_what_is_synthetic_says_so_on_every_sheet_and_letter(known: Workspace) -> None:
    for path in write_forms(known, YEAR, AT):
        if path.suffix == ".xlsx":
            for sheet in openpyxl.load_workbook(path).worksheets:
                assert any("合成データ" in str(cell.value) for row in sheet.iter_rows(max_row=6) for cell in row)
        else:
            assert "合成データ" in Document(str(path)).paragraphs[0].text


def test_the_letter_names_what_is_known_and_marks_what_is_not(tmp_path: Path) -> None:
    universities = [("lead", LEAD, "北都大学"), ("partner", FIRST, "南西大学")]
    letters = {"document_number": "北国際第12号", "contact": "北都大学国際課　係長　山田"}
    workspace = create_workspace(tmp_path / "w", PROGRAMME, universities, letters=letters)
    text = (workspace.root / "rokunen.yaml").read_text(encoding="utf-8")
    detail = "name: 南西大学\n  founder: 国立大学法人南西大学\n  president: 学長　南野 一郎"
    (workspace.root / "rokunen.yaml").write_text(text.replace("name: 南西大学", detail), encoding="utf-8")
    write_forms(Workspace(workspace.root), YEAR, AT)
    lines = [
        paragraph.text for paragraph in Document(str(workspace.outbox(YEAR) / "南西大学_依頼文_2026.docx")).paragraphs
    ]
    said = "\n".join(lines)
    for words in (
        "北国際第12号", "令和9年5月1日", "国立大学法人南西大学", "南西大学　学長　南野 一郎　殿", "（公印省略）", "記", "以上", "回答期限",
        "北都大学国際課", "南西大学_調査票_2026.xlsx", "事業責任者　●●●●",
    ):  # fmt: skip
        assert words in said, words
    assert lines.index("記") < lines.index("以上")


def test_the_same_moment_writes_the_same_cells(known: Workspace) -> None:
    first = [
        list(texts(openpyxl.load_workbook(path))) for path in write_forms(known, YEAR, AT) if path.suffix == ".xlsx"
    ]
    again = [
        list(texts(openpyxl.load_workbook(path))) for path in write_forms(known, YEAR, AT) if path.suffix == ".xlsx"
    ]
    assert first == again
    with zipfile.ZipFile(form(known, known.lead.name)) as package:
        assert "2027-05-01" in package.read("docProps/core.xml").decode()


MORE_ROW = """\
        - {row: 3.schools, measure: schools, label: 連携する高等学校の数, en: High schools, unit: 校, desk: 社会連携課}
"""
MORE_INDICATOR = """
- item: "9"
  id: languages
  title: {ja: 外国語で学べる相談窓口の数, en: Desks that give advice in other languages}
  notes: [※「相談窓口」は、常設のものに限る。]
  tables:
    - basis: full_year
      rows:
        - {row: 9.all, measure: desks, label: 相談窓口の数, en: Desks, unit: 件, sum: [9.campus, 9.city]}
        - {row: 9.campus, measure: desks_campus, label: うち学内, en: On campus, unit: 件, within: 9.all, desk: 学生課}
        - {row: 9.city, measure: desks_city, label: うち学外, en: In town, unit: 件, within: 9.all, desk: 学生課}
"""


def test_one_more_row_and_one_more_indicator_are_asked_and_read_back(tmp_path: Path) -> None:
    folder = tmp_path / "programme"
    shutil.copytree(DEFINITIONS / PROGRAMME, folder)
    indicators = folder / "indicators.yaml"
    text = indicators.read_text(encoding="utf-8")
    npo = next(line for line in text.splitlines(keepends=True) if "row: 3.npo" in line)
    indicators.write_text(text.replace(npo, npo + MORE_ROW) + MORE_INDICATOR, encoding="utf-8")
    workspace = create_workspace(tmp_path / "w", str(folder), [("lead", LEAD, NAMES[LEAD])])
    path = write_forms(workspace, YEAR, AT)[0]
    book = opened(path)
    assert "9) 外国語で学べる相談窓口の数" in list(texts(book))
    assert cell_of(book, "3.schools", "担当課").value == "社会連携課"
    typed = fill(book)
    found = values(read(workspace, saved(book), path.name, YEAR))
    assert typed.items() <= found.items() and {"3.schools", "9.campus", "9.city"} <= typed.keys()
    assert found["9.all"] == typed["9.campus"] + typed["9.city"]
