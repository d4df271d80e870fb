"""What the reader of the official form says of slips that only the file shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import FIRST, LEAD, NAMES, SECOND, a_workspace
from tests.official_workbook import TOTAL, OfficialWorkbook, datum, plan_of, said
from warehouse.workspace import Workspace

Spoil = Callable[[OfficialWorkbook], object]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return a_workspace(tmp_path)


@pytest.fixture
def book(workspace: Workspace) -> OfficialWorkbook:
    return OfficialWorkbook(workspace.programme, workspace.universities)


def put(role: str, cell: str, value: object, number: int = 0) -> Spoil:
    return lambda book: book.sheet(role, number).__setitem__(cell, value)


def remove(role: str, number: int = 0) -> Spoil:
    return lambda book: book.book.remove(book.sheet(role, number))


SPECIAL, TARGET = "internationalisation", "令和8年度\n(目標値)"
SPOILT: dict[str, tuple[Spoil, str, str | None]] = {
    "a cost sheet is missing": (remove("budget", 2027), "form_sheet_missing", None),
    "the sheet of 7) is missing": (remove(SPECIAL), "form_sheet_missing", None),
    "合計 is missing": (remove("total"), "form_sheet_missing", None),
    "a partner's course list is missing": (remove("regular", 1), "form_sheet_missing", None),
    "an unknown university": (put("partner", "D3", "架空秋田太学", 1), "form_university_unknown", "D3"),
    "no university": (put("partner", "D3", None, 2), "form_university_missing", "B3"),
    "no university on a course list": (put("regular", "D3", None, 1), "form_university_missing", "B3"),
    "another university on the lead's sheet": (put("lead", "D3", NAMES[FIRST]), "form_university_other", "D3"),
    "SGU unset": (put(SPECIAL, "E6", None), "form_sgu_unset", "B6"),
    "a wrong year in a head": (put("lead", "F6", "令和7年度\n(目標値)"), "form_head_year", "F6"),
    "an actual where a target belongs": (put("lead", "F6", "令和8年度\n(実績値)"), "form_head_year", "F6"),
    "the same head twice": (put("lead", "G6", TARGET), "form_head_year", "G6"),
    "two heads in each other's place": (
        lambda book: (put("lead", "F6", "令和11年度\n(目標値)")(book), put("lead", "G6", TARGET)(book)),
        "form_head_order",
        "F6",
    ),
    "a missing head": (put("lead", "G6", None), "form_head_missing", None),
    "text for a number": (put("lead", "E7", "多数"), "form_value_not_a_number", "E7"),
    "an error value": (put("lead", "E7", "#REF!"), "form_value_not_a_number", "E7"),
    "about a number": (put("lead", "E7", "約100"), "form_value_unclear", "E7"),
    "a dash": (put("lead", "E7", "－"), "form_value_unclear", "E7"),
    "another unit": (put("lead", "E7", "12人"), "form_value_unit", "E7"),
    "not yet known": (put("lead", "E7", "集計中"), "form_value_pending", "E7"),
    "a row without label": (put("lead", "B7", None), "form_row_missing", None),
    "a section without heading": (put("lead", "B4", None), "form_section_missing", None),
    "another year on a cost sheet": (put("budget", "B5", "<令和6年度> 経費区分", 2025), "form_cost_year", "B5"),
    "yen for 千円": (put("budget", "G4", "(単位：円)", 2025), "form_cost_unit", "G4"),
    "a cost line gone": (put("budget", "C7", None, 2025), "form_cost_row_missing", None),
    "a cost column gone": (put("budget", "E5", None, 2025), "form_cost_head_missing", None),
    "words for an amount": (put("budget", "D7", "調整中", 2025), "form_value_pending", "D7"),
    "an amount in 百万円": (put("budget", "D7", "12百万円", 2025), "form_value_unit", "D7"),
    "words for credits": (put("regular", "F7", "二つ"), "form_value_not_a_number", "F7"),
    "a bare share": (
        lambda book: setattr(book.sheet("regular")["N7"], "number_format", "0.00"),
        "form_value_unclear",
        "N7",
    ),
    "a course's number still compiled": (put("regular", "M7", "集計中"), "form_value_pending", "M7"),
    "a course column gone": (put("regular", "H5", None), "form_course_head_missing", None),
}


@pytest.mark.parametrize("slip", SPOILT)
def test_a_slip_that_only_the_file_shows_blocks_once(workspace: Workspace, book: OfficialWorkbook, slip: str) -> None:
    spoil, rule, cell = SPOILT[slip]
    spoil(book)
    [finding] = [finding for finding in plan_of(workspace, book.content).findings if finding.severity == "block"]
    assert finding.rule == rule
    assert cell is None or finding.place.cell == cell
    assert "…" not in finding.message_ja + finding.message_en


def test_one_university_on_two_sheets_leaves_the_other_missing(workspace: Workspace, book: OfficialWorkbook) -> None:
    book.sheet("partner", 2)["D3"] = NAMES[FIRST]
    blocks = {one.rule for one in plan_of(workspace, book.content).findings if one.severity == "block"}
    assert blocks == {"form_university_twice", "form_sheet_missing"}


def test_values_of_an_own_indicator_without_a_name_block(workspace: Workspace, book: OfficialWorkbook) -> None:
    sheet, address = book.cells[SECOND, "8.1", 2023]
    book.book[sheet][f"B{address[1:]}"] = "(指標1)"
    findings = plan_of(workspace, book.content).findings
    assert {one.place.cell for one in findings if one.rule == "form_own_label_missing"} >= {address}
    assert {one.severity for one in findings if one.rule == "form_own_label_missing"} == {"block"}


def copied(book: OfficialWorkbook, change: object = None) -> None:
    copy = book.book.copy_worksheet(book.sheet("lead"))
    copy.title = book.sheet("lead").title + " (2)"
    if change:
        copy["E7"] = change


def test_a_doubled_sheet_blocks_only_with_other_values(workspace: Workspace, book: OfficialWorkbook) -> None:
    copied(book)
    assert "form_sheet_twice" in said(plan_of(workspace, book.content))


def test_a_doubled_sheet_with_other_values_is_said(workspace: Workspace, book: OfficialWorkbook) -> None:
    copied(book, 99999)
    submission = plan_of(workspace, book.content)
    assert "form_sheet_doubled" in said(submission)
    assert datum(submission, LEAD, "1.courses_total", 2023).value == book.value(LEAD, "1.courses_total", 2023)


def test_partners_out_of_order_are_said_once_and_read_by_name(workspace: Workspace, book: OfficialWorkbook) -> None:
    book.sheet("partner", 1)["D3"], book.sheet("partner", 2)["D3"] = NAMES[SECOND], NAMES[FIRST]
    submission = plan_of(workspace, book.content)
    assert said(submission).count("form_partner_order") == 1
    assert datum(submission, SECOND, "2.A", 2023).sheet == book.sheet("partner", 1).title


def test_a_renamed_sheet_is_known_by_its_heading_and_tag(workspace: Workspace, book: OfficialWorkbook) -> None:
    old, new = book.sheet("partner", 1).title, "秋田（提出用）"
    for row in book.sheet("total").iter_rows(min_col=5):
        for cell in row:
            cell.value = cell.value.replace(old, new) if isinstance(cell.value, str) else cell.value
    book.sheet("partner", 1).title = new
    book.sheet("budget", 2026).title = "経費2026"
    book.book.create_sheet("作業メモ")["A1"] = "日本人学生数（A）"
    submission = plan_of(workspace, book.content)
    assert datum(submission, FIRST, "2.A", 2023).value == book.value(FIRST, "2.A", 2023)
    assert any(one.fiscal_year == 2026 for one in submission.money)
    assert {"form_sheet_renamed", "form_sheet_ignored"} <= set(said(submission))
    assert all(finding.severity == "note" for finding in submission.findings)


def test_unused_partner_sheets_are_normal(tmp_path: Path, workspace: Workspace, book: OfficialWorkbook) -> None:
    alone = a_workspace(tmp_path / "alone", partners=1)
    for sheet in (book.sheet("partner", 2), book.sheet("regular", 2), book.sheet("extracurricular", 2)):
        book.book.remove(sheet)
    blank = book.book.copy_worksheet(book.sheet("partner", 1))
    blank.title, blank["H1"], blank["D3"] = "審査項目⑨（連携校2）", "連携校2", None
    for row in blank.iter_rows(min_col=5, max_col=7):
        for cell in row:
            cell.value = None if isinstance(cell.value, int) else cell.value
    submission = plan_of(alone, book.content)
    assert {one.university for one in submission.data} == {LEAD, FIRST, TOTAL}
    assert not [finding for finding in submission.findings if finding.severity == "block"]


@pytest.mark.parametrize(("content", "rule"), [(b"", "form_unreadable"), (b"PK\x03\x04 nothing", "form_unreadable")])
def test_an_unreadable_file_is_a_finding(workspace: Workspace, content: bytes, rule: str) -> None:
    submission = plan_of(workspace, content)
    assert said(submission) == [rule] and not submission.data


def test_an_unreadable_cover_does_not_hold_up_the_workbook(workspace: Workspace, book: OfficialWorkbook) -> None:
    submission = plan_of(workspace, book.content, cover=b"no document")
    assert "form_cover_unreadable" in said(submission) and submission.data


def test_every_declared_rule_of_the_form_is_said_somewhere(workspace: Workspace) -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for path in (Path(__file__).parents[4] / "warehouse" / "intake").rglob("*.py")
    )
    declared = {rule.id for rule in workspace.programme.rules if rule.id.startswith("form_")}
    assert declared == set(re.findall(r'"(form_[a-z_]+)"', code))
