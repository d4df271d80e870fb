"""The reader of the official form on workbooks made from the definition: what it reads, and what it says."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from tests.builders import FIRST, LEAD, PLANNED, SECOND, a_workspace
from tests.official_workbook import TOTAL, OfficialWorkbook, datum, plan_of, said
from warehouse import read, write
from warehouse.database import open_warehouse
from warehouse.workspace import Workspace

BUDGET_YEAR = 2025


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return a_workspace(tmp_path)


@pytest.fixture
def book(workspace: Workspace) -> OfficialWorkbook:
    return OfficialWorkbook(workspace.programme, workspace.universities)


def test_every_value_comes_out_of_the_warehouse_with_its_cell(workspace: Workspace, book: OfficialWorkbook) -> None:
    submission = plan_of(workspace, book.content)
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, PLANNED)
        write.stage(submission, workspace.staging)
        write.load_staged(connection, workspace.staging)
        facts = read.rows(connection, "out.fact")
    found = {(row["university"], row["row"], row["fiscal_year"]): row for row in facts}
    wanted = {key: place for key, place in book.cells.items() if not key[1].endswith(("ratio", "growth"))}
    assert set(found) == set(wanted)
    for key, place in wanted.items():
        assert (found[key]["value"], (found[key]["sheet"], found[key]["cell"])) == (book.value(*key), place)


def test_formulas_without_a_result_are_worked_out_and_noted(workspace: Workspace, book: OfficialWorkbook) -> None:
    submission = plan_of(workspace, book.content)
    assert set(said(submission)) == {"form_formula_recomputed"}
    total = datum(submission, TOTAL, "1.A", 2029)
    assert (total.recomputed, total.value) == (True, book.value(TOTAL, "1.A", 2029))
    ratio = datum(submission, LEAD, "2.ratio", 2023)
    assert ratio.value == Decimal(book.value(LEAD, "2.B", 2023)) / book.value(LEAD, "2.A", 2023)
    assert ratio.text == f"{round(ratio.value, 6).normalize():f}"  # as a message tells it, not with 28 digits


def test_rows_columns_and_labels_may_have_moved(workspace: Workspace, book: OfficialWorkbook) -> None:
    title, address = book.cells[LEAD, "2.A", 2026]
    sheet = book.book[title]
    for row in sheet.iter_rows(min_col=2, max_col=4):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = "　" + cell.value.replace("(", "（").replace(")", " ）")
    for _ in range(3):
        sheet.insert_rows(1)
    sheet.insert_cols(1)
    heads = {"令和5年度\n(実績値)": "R5年度(実績)", "令和8年度\n(目標値)": "2026年度（目標）"}
    for row in sheet.iter_rows():
        for cell in row:
            cell.value = heads.get(cell.value, cell.value) if not str(cell.value).startswith("=") else None
    submission = plan_of(workspace, book.content)
    moved = datum(submission, LEAD, "2.A", 2026)
    assert moved.value == book.value(LEAD, "2.A", 2026)
    assert moved.cell == f"{chr(ord(address[0]) + 1)}{int(address[1:]) + 3}"
    assert datum(submission, LEAD, "1.A_bachelor", 2023).value == book.value(LEAD, "1.A_bachelor", 2023)
    assert not {finding.rule for finding in submission.findings if finding.severity == "block"}


def test_a_row_out_of_its_place_is_read_by_its_label(workspace: Workspace, book: OfficialWorkbook) -> None:
    sheet = book.sheet("lead")
    first, second = (int(book.cells[LEAD, key, 2023][1][1:]) for key in ("3.local", "3.npo"))
    for column in "BEFG":
        one, other = sheet[f"{column}{first}"], sheet[f"{column}{second}"]
        one.value, other.value = other.value, one.value
    submission = plan_of(workspace, book.content)
    assert datum(submission, LEAD, "3.npo", 2029).cell == f"G{first}"
    assert "form_row_moved" in said(submission)


def test_a_row_that_is_gone_does_not_take_the_next_table_s_row_of_that_label(
    workspace: Workspace, book: OfficialWorkbook
) -> None:
    row = book.cells[LEAD, "1.courses_co_bachelor", 2023][1][1:]
    for column in "BCDEFG":
        book.sheet("lead")[f"{column}{row}"] = None
    submission = plan_of(workspace, book.content)
    missing = [one.row for one in submission.findings if one.rule == "form_row_missing"]
    assert missing == ["1.courses_co_bachelor"]
    assert datum(submission, LEAD, "1.A_bachelor", 2023).value == book.value(LEAD, "1.A_bachelor", 2023)


def test_a_label_slightly_other_is_read_and_noted(workspace: Workspace, book: OfficialWorkbook) -> None:
    row = book.cells[LEAD, "3.companies", 2023][1][1:]
    book.sheet("lead")[f"B{row}"] = "連携する企業の数"
    submission = plan_of(workspace, book.content)
    assert datum(submission, LEAD, "3.companies", 2023).value == book.value(LEAD, "3.companies", 2023)
    assert "form_label_read_as" in said(submission, "note") and not said(submission, "block")


def test_blank_zero_not_applicable_pending_and_error_stay_apart(workspace: Workspace, book: OfficialWorkbook) -> None:
    for row, typed in (
        ("3.local", None),
        ("3.companies", 0),
        ("3.npo", "該当なし"),
        ("2.A", "集計中"),
        ("2.B", "多数"),
    ):
        book.put((LEAD, row, 2026), typed)
    submission = plan_of(workspace, book.content)
    states = [datum(submission, LEAD, row, 2026).state for row in ("3.local", "3.companies", "3.npo", "2.A", "2.B")]
    assert states == ["blank", "zero", "not_applicable", "pending", "error"]


def test_a_formula_over_nothing_is_blank_not_zero(workspace: Workspace, book: OfficialWorkbook) -> None:
    book.put((LEAD, "5.B_long", 2026), None)
    book.put((LEAD, "5.B_short", 2026), None)
    assert datum(plan_of(workspace, book.content), LEAD, "5.B", 2026).state == "blank"


def test_a_stored_result_that_is_stale_gives_way_to_the_formula(workspace: Workspace, book: OfficialWorkbook) -> None:
    title, address = book.cells[LEAD, "1.A", 2023]
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book.content)) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name == f"xl/worksheets/sheet{book.book.sheetnames.index(title) + 1}.xml":
                before, cell, after = part.partition(f'<c r="{address}"')
                part = before + cell + after.replace("<v/>", "<v>1</v>", 1).replace("<v></v>", "<v>1</v>", 1)
            new.writestr(name, part)
    submission = plan_of(workspace, content.getvalue())
    assert datum(submission, LEAD, "1.A", 2023).value == book.value(LEAD, "1.A", 2023)
    assert "form_cache_stale" in said(submission)


def test_own_indicators_keep_label_unit_decimals_and_definition(workspace: Workspace, book: OfficialWorkbook) -> None:
    own = [one for one in plan_of(workspace, book.content).own_indicators if one.university == LEAD]
    assert [(one.row, one.label, one.unit, one.decimals) for one in own] == [
        ("8.1", "海外拠点の履修者数", "人", 0),
        ("8.2", "認定単位数", "単位", 1),
    ]
    assert own[0].definition == "「海外拠点」は、連携先に置く拠点とする。"
    assert (own[0].basis_note, own[1].definition) == ("各年度通年の数値を記入。", None)


def test_a_partners_own_indicators_take_the_leads_numbers(workspace: Workspace, book: OfficialWorkbook) -> None:
    sheet = book.sheet("partner", 1)
    first, second = (int(book.cells[FIRST, key, 2023][1][1:]) for key in ("8.1", "8.2"))
    sheet[f"B{first}"], sheet[f"B{second}"] = "(指標1) 認定単位数（単位）", "(指標2) 海外拠点の履修者数（人）"
    submission = plan_of(workspace, book.content)
    assert datum(submission, FIRST, "8.2", 2023).cell == f"E{first}"


def test_money_is_kept_line_by_line_with_subtotals_and_remarks(workspace: Workspace, book: OfficialWorkbook) -> None:
    book.sheet("budget", BUDGET_YEAR)["G7"] = "該当なし"
    book.sheet("budget", BUDGET_YEAR)["G8"] = "教材"
    book.sheet("budget", BUDGET_YEAR)["E8"] = "1,234千円"
    book.sheet("budget", BUDGET_YEAR)["C8"] = "消耗品費"
    money = {
        (one.category, one.line, one.column): one
        for one in plan_of(workspace, book.content).money
        if one.fiscal_year == BUDGET_YEAR
    }
    assert money["goods", "consumables", "own"].value == 1234
    assert money["goods", "", "grant"].value == 107 + 108
    assert money["goods", "equipment", "remark"].state == "not_applicable"
    assert money["goods", "consumables", "remark"].text == "教材"
    assert {"grant", "own", "scale"} <= {column for category, _, column in money if category == ""}


def test_courses_give_percentages_and_numbers(workspace: Workspace, book: OfficialWorkbook) -> None:
    fields = {(one.list, one.university, one.no, one.column): one for one in plan_of(workspace, book.content).courses}
    assert fields["regular", SECOND, 1, "foreign_share_pct"].value == 25
    assert fields["regular", SECOND, 1, "target_r11"].value == 20
    assert fields["extracurricular", LEAD, 1, "name"].text == "取組名"
    assert {no for _, _, no, _ in fields} == {1}


def test_text_read_as_meant_does_not_spoil_the_sums_over_it(workspace: Workspace, book: OfficialWorkbook) -> None:
    book.put((LEAD, "1.B", 2023), "１２０人")
    submission = plan_of(workspace, book.content)
    assert datum(submission, LEAD, "1.B", 2023).value == 120
    assert datum(submission, LEAD, "1.A", 2023).value == 120 + book.value(LEAD, "1.C", 2023)
    assert {finding.severity for finding in submission.findings} == {"note"}


def test_a_sum_over_what_is_not_applicable_is_left_to_the_warehouse(
    workspace: Workspace, book: OfficialWorkbook
) -> None:
    book.put((LEAD, "1.B", 2023), "該当なし")
    submission = plan_of(workspace, book.content)
    assert datum(submission, LEAD, "1.A", 2023).state == "blank"  # it is computed from its parts there
    assert {finding.severity for finding in submission.findings} == {"note"}
    assert "form_formula_error" in said(submission)


def test_marks_in_a_column_left_of_the_labels_change_nothing(workspace: Workspace, book: OfficialWorkbook) -> None:
    for role, number in (("lead", 0), ("budget", 2026)):
        for row in range(7, 40, 3):
            book.sheet(role, number).cell(row, 1).value = "確認済"
    submission = plan_of(workspace, book.content)
    assert [finding.rule for finding in submission.findings if finding.severity != "note"] == []
    assert datum(submission, LEAD, "1.B", 2023).value == book.value(LEAD, "1.B", 2023)


def test_a_note_between_courses_is_no_course_and_ends_no_list(workspace: Workspace, book: OfficialWorkbook) -> None:
    before = {
        (one.no, one.column, one.text) for one in plan_of(workspace, book.content).courses if one.list == "regular"
    }
    for column in (1, 3):
        book.sheet("regular").insert_rows(7)
        book.sheet("regular").cell(7, column).value = "※ここから全学共通科目"
    courses = plan_of(workspace, book.content).courses
    assert {(one.no, one.column, one.text) for one in courses if one.list == "regular"} == before


def test_a_memo_beside_an_unused_partners_sheet_does_not_make_it_used(
    workspace: Workspace, book: OfficialWorkbook
) -> None:
    unused = book.book.copy_worksheet(book.sheet("partner", 2))
    unused.title = book.sheet("partner", 2).title.replace("2", "3")
    for row in unused.iter_rows(min_col=4):
        for cell in row:
            if isinstance(cell.value, int | float) or cell.coordinate == "D3":
                cell.value = None
            elif isinstance(cell.value, str) and "連携校2" in cell.value:
                cell.value = cell.value.replace("連携校2", "連携校3")
    for row in unused.iter_rows(max_col=3):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("連携校2", "連携校3")
    unused.cell(8, 12).value = 99
    assert "form_university_missing" not in [finding.rule for finding in plan_of(workspace, book.content).findings]
