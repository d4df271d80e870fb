"""The way of a 調査票: written, filled in by an officer, handled, and read back."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from reports.collection_form import write_forms
from tests.builders import FIRST, LEAD, NAMES, a_workspace
from tests.officer import cell_of, columns, fill, opened, read, rounds, rules, saved, values
from warehouse.intake.submission import Submission
from warehouse.workspace import Workspace

AT = datetime(2026, 5, 1, 1)
YEAR = 2026
MOST_INPUTS, SUMS = (
    42,
    {"1.A": ("1.B", "1.C"), "1.D": ("1.E", "1.F"), "4.A": ("1.E",), "5.B": ("5.B_long", "5.B_short")},
)

Handle = Callable[[Any], None]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = a_workspace(tmp_path_factory.mktemp("form"))
    write_forms(workspace, YEAR, AT)
    return workspace


def form(workspace: Workspace, university: str = LEAD) -> Path:
    return workspace.outbox(YEAR) / f"{NAMES[university]}_調査票_{YEAR}.xlsx"


def answered(workspace: Workspace, handle: Handle, university: str = LEAD, name: str | None = None) -> Submission:
    """What is read of a form that was filled in whole and then handled."""
    book = opened(form(workspace, university))
    fill(book)
    handle(book)
    return read(workspace, saved(book), name or form(workspace, university).name, YEAR)


def said(submission: Submission, rule: str) -> list[Any]:
    return [finding for finding in submission.findings if finding.rule == rule]


def untouched(book: Any) -> None:
    """Nothing happens to the form."""


def test_a_blank_form_is_no_answer(workspace: Workspace) -> None:
    submission = read(workspace, form(workspace).read_bytes(), form(workspace).name, YEAR)
    assert (submission.university, submission.data, submission.money, submission.findings) == (LEAD, (), (), ())


@pytest.mark.parametrize("university", [LEAD, FIRST])
def test_what_an_officer_types_is_what_is_read(workspace: Workspace, university: str) -> None:
    book = opened(form(workspace, university))
    typed = fill(book)
    submission = read(workspace, saved(book), form(workspace, university).name, YEAR)
    inputs = {row.row for part, _, row in workspace.programme.rows() if row.is_input
              and (part.reported_by == "every" or university == LEAD)}  # fmt: skip
    assert typed.keys() == inputs
    found = values(submission)
    assert {key: found[key] for key in typed} == typed
    for total, parts in SUMS.items():
        assert found[total] == sum(typed[part] for part in parts)
    assert found["5.ratio"] == (found["5.B"] / typed["5.A"]).quantize(Decimal("1e-10"))  # type: ignore[operator]
    assert {datum.status for datum in submission.data} == {"final"}
    assert submission.findings == ()


def test_desk_and_evidence_are_kept_with_the_cell(workspace: Workspace) -> None:
    submission = answered(workspace, lambda book: setattr(cell_of(book, "1.E", "備考"), "value", "9月入学を含む"))
    datum = next(datum for datum in submission.data if datum.row == "1.E")
    assert (datum.desk, datum.note) == ("教務課", "9月入学を含む")
    assert datum.evidence is not None and datum.evidence.startswith("台帳")
    assert datum.sheet == "第2回（通年）" and datum.cell is not None


@pytest.mark.office
def test_the_same_is_read_after_an_office_program_saved_it(workspace: Workspace, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    book = opened(form(workspace))
    typed = fill(book)
    source = tmp_path / "in" / form(workspace).name
    source.parent.mkdir()
    source.write_bytes(saved(book))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=180)
    ours = read(workspace, source.read_bytes(), source.name, YEAR)
    theirs = read(workspace, (tmp_path / source.name).read_bytes(), source.name, YEAR)
    assert values(theirs) == values(ours) and len(values(ours)) > len(typed)
    assert rules(theirs) == rules(ours) == []
    assert not any(datum.recomputed for datum in theirs.data)


def insert_row(book: Any) -> None:
    for sheet in rounds(book):
        _shift(sheet, rows=columns(sheet)[0] + 4)


def insert_column(book: Any) -> None:
    for sheet in rounds(book):
        _shift(sheet, column=5)


def _shift(sheet: Any, rows: int = 0, column: int = 0) -> None:
    """Insert a row or a column and let the formulas follow, as a spreadsheet does."""
    merged = [str(box) for box in sheet.merged_cells.ranges]
    for box in merged:
        sheet.unmerge_cells(box)
    sheet.insert_rows(rows) if rows else sheet.insert_cols(column)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.value = _followed(cell.value, rows, column)


def _followed(formula: str, rows: int, column: int) -> str:
    def moved(found: re.Match[str]) -> str:
        letters, number = found[1], int(found[2])
        at = sum((ord(sign) - 64) * 26**place for place, sign in enumerate(reversed(letters)))
        return f"{get_column_letter(at + bool(column and at >= column))}{number + bool(rows and number >= rows)}"

    return re.sub(r"\b([A-Z]{1,2})(\d+)\b", moved, formula)


def rename_sheets(book: Any) -> None:
    for number, sheet in enumerate(rounds(book)):
        sheet.title = f"回答{number}　最終"


def move_rows(book: Any) -> None:
    """The three rows of indicator 3 are sorted the other way round, notes and all."""
    sheet = rounds(book)[1]
    places = [cell_of(book, key).row for key in ("3.local", "3.companies", "3.npo")]
    texts = [[sheet.cell(row, column).value for column in range(1, 12)] for row in places]
    for row, text in zip(places, reversed(texts), strict=True):
        for column, value in enumerate(text, 1):
            sheet.cell(row, column).value = value


def clear_keys(book: Any) -> None:
    for sheet in rounds(book):
        head, names = columns(sheet)
        for row in range(head + 1, sheet.max_row + 1):
            if "." in str(sheet.cell(row, names["項番"]).value) and ")" not in str(
                sheet.cell(row, names["項番"]).value
            ):
                sheet.cell(row, names["項番"]).value = None


def reorder_sheets(book: Any) -> None:
    book.move_sheet(book.worksheets[1], 2)


@pytest.mark.parametrize("handle", [insert_row, insert_column, rename_sheets, move_rows, clear_keys, reorder_sheets])
def test_harmless_handling_changes_no_value(workspace: Workspace, handle: Handle) -> None:
    expected = values(answered(workspace, untouched))
    submission = answered(workspace, handle)
    assert values(submission) == expected
    assert not [finding for finding in submission.findings if finding.severity != "note"]


def test_a_renamed_sheet_is_noted(workspace: Workspace) -> None:
    assert rules(answered(workspace, rename_sheets)) == ["return_sheet_renamed"] * 2


@pytest.mark.parametrize(
    ("typed", "rule", "state", "value"),
    [
        ("１２３４", "return_read_as_meant", "value", Decimal(1234)),
        ("1,234人", "return_read_as_meant", "value", Decimal(1234)),
        (0, None, "zero", Decimal(0)),
        ("0", None, "zero", Decimal(0)),
        ("該当なし", None, "not_applicable", None),
        ("集計中", None, "pending", None),
        ("三十", "return_value_not_a_number", "error", None),
        ("約1200", "return_value_unclear", "error", None),
        ("－", "return_value_unclear", "error", None),
        ("12件", "return_unit_differs", "error", None),
        (-3, "return_value_negative", "error", None),
        (12.5, "return_value_not_whole", "error", None),
        (None, "return_required_blank", "blank", None),
    ],
)
def test_a_cell_is_read_as_meant_or_named_and_the_others_load(
    workspace: Workspace, typed: object, rule: str | None, state: str, value: Decimal | None
) -> None:
    row = "1.A_bachelor"
    submission = answered(workspace, lambda book: setattr(cell_of(book, row), "value", typed))
    datum = next(datum for datum in submission.data if datum.row == row)
    assert (datum.state, datum.value) == (state, value)
    assert rules(submission) == ([rule] if rule else [])
    for finding in submission.findings:
        assert (finding.university, finding.row, finding.item, finding.place.cell) == (LEAD, row, "1", datum.cell)
        assert finding.message_ja and finding.remedy_ja and "…" not in finding.message_ja + finding.remedy_ja
    others = {key: found for key, found in values(answered(workspace, untouched)).items() if key != row}
    assert {key: found for key, found in values(submission).items() if key != row} == others


@pytest.mark.parametrize(
    ("word", "typed", "state", "status", "rule"),
    [
        ("確定", 5, "value", "final", None),
        ("速報", 5, "value", "provisional", None),
        (None, 5, "value", "provisional", None),
        ("該当なし", None, "not_applicable", "provisional", None),
        ("集計中", None, "pending", "provisional", None),
        ("集計中", 5, "value", "provisional", "return_pending_value"),
        ("該当なし", 5, "error", "provisional", "return_state_contradicts"),
        ("たぶん", 5, "value", "provisional", "return_state_unknown"),
    ],
)
def test_the_state_beside_a_value_decides(
    workspace: Workspace, word: str | None, typed: object, state: str, status: str, rule: str | None
) -> None:
    def handle(book: Any) -> None:
        cell_of(book, "3.npo", "状態").value, cell_of(book, "3.npo").value = word, typed

    submission = answered(workspace, handle)
    datum = next(datum for datum in submission.data if datum.row == "3.npo")
    assert (datum.state, datum.status, rules(submission)) == (state, status, [rule] if rule else [])


def test_rows_of_a_round_not_asked_yet_are_no_data(workspace: Workspace) -> None:
    book = opened(form(workspace))
    for key in ("2.A", "2.B", "5.A", "7.A", "7.B", "7.ii"):
        cell_of(book, key).value = 100
    submission = read(workspace, saved(book), form(workspace).name, YEAR)
    assert set(values(submission)) == {"2.A", "2.B", "2.ratio", "5.A", "7.A", "7.B", "7.ii", "7.ii_ratio"}
    assert submission.findings == ()


def test_a_comment_is_kept_with_the_remark(workspace: Workspace) -> None:
    def handle(book: Any) -> None:
        cell_of(book, "4.B").comment = Comment("6月に確定予定", "係")

    datum = next(datum for datum in answered(workspace, handle).data if datum.row == "4.B")
    assert datum.note is not None and "6月に確定予定" in datum.note


def test_a_sum_typed_over_is_named_with_what_its_parts_make(workspace: Workspace) -> None:
    submission = answered(workspace, lambda book: setattr(cell_of(book, "1.A"), "value", 9))
    finding = said(submission, "return_formula_overwritten")[0]
    total = values(submission)["1.B"] + values(submission)["1.C"]  # type: ignore[operator]
    assert (finding.severity, finding.row) == ("block", "1.A")
    assert "「9」" in finding.message_ja and f"{total:,f}" in finding.message_ja
    assert values(submission)["1.A"] == 9  # what was typed is kept; it is for the university to say which is right


def test_a_sum_typed_over_beside_parts_that_are_pending_cannot_be_checked(workspace: Workspace) -> None:
    def handle(book: Any) -> None:
        cell_of(book, "1.A").value, cell_of(book, "1.B").value = 9, "集計中"

    assert rules(answered(workspace, handle)) == ["return_formula_unchecked"]


def test_a_formula_replaced_by_its_result_is_only_noted(workspace: Workspace) -> None:
    expected = values(answered(workspace, untouched))["1.D"]
    submission = answered(workspace, lambda book: setattr(cell_of(book, "1.D"), "value", int(expected or 0)))
    assert (rules(submission), values(submission)["1.D"]) == (["return_formula_replaced"], expected)


def test_a_formula_that_adds_other_cells_is_named(workspace: Workspace) -> None:
    def handle(book: Any) -> None:
        cell_of(book, "5.B").value = f"={cell_of(book, '5.B_long').coordinate}"

    assert "return_formula_changed" in rules(answered(workspace, handle))


def test_another_years_form_is_refused_by_what_it_says(workspace: Workspace) -> None:
    write_forms(workspace, 2025, datetime(2025, 5, 1))
    book = opened(workspace.outbox(2025) / f"{NAMES[LEAD]}_調査票_2025.xlsx")
    fill(book)
    submission = read(workspace, saved(book), form(workspace).name, YEAR)
    assert submission.data == () and submission.university == LEAD
    findings = said(submission, "return_year_differs")
    assert len(findings) >= 2
    assert "2025年度" in findings[0].message_ja and "2026年度" in findings[0].message_ja


def test_another_universitys_form_is_refused_by_what_it_says(workspace: Workspace) -> None:
    submission = answered(workspace, untouched, university=FIRST, name=f"{NAMES[LEAD]}_調査票_{YEAR}.xlsx")
    assert (submission.university, submission.data) == (LEAD, ())
    finding = said(submission, "return_university_differs")[0]
    assert NAMES[LEAD] in finding.message_ja and NAMES[FIRST] in finding.message_ja and finding.place.cell


def test_one_sheet_of_another_university_does_not_spoil_the_others(workspace: Workspace) -> None:
    def handle(book: Any) -> None:
        sheet = rounds(book)[0]
        place = next(cell for row in sheet.iter_rows(max_row=8) for cell in row if cell.value == NAMES[LEAD])
        place.value = NAMES[FIRST]

    submission = answered(workspace, handle)
    assert len(said(submission, "return_university_differs")) == 1
    assert values(submission)["1.E"] is not None


def test_a_university_that_takes_no_part_is_named(workspace: Workspace) -> None:
    def handle(book: Any) -> None:
        for sheet in book.worksheets:
            for row in sheet.iter_rows(max_row=8):
                for cell in row:
                    if cell.value in (NAMES[LEAD], LEAD):
                        cell.value = "別の大学"

    submission = answered(workspace, handle, name="調査票.xlsx")
    assert submission.data == () and submission.university is None
    assert set(rules(submission)) == {"return_university_unknown"}


def test_a_deleted_row_is_missed(workspace: Workspace) -> None:
    def handle(book: Any) -> None:
        sheet = rounds(book)[1]
        row = cell_of(book, "3.npo").row
        for column in range(1, 12):
            sheet.cell(row, column).value = None

    assert [(finding.rule, finding.row) for finding in answered(workspace, handle).findings] == [
        ("return_row_missing", "3.npo")
    ]


def test_a_changed_label_is_read_by_its_number_and_said(workspace: Workspace) -> None:
    submission = answered(workspace, lambda book: setattr(cell_of(book, "3.npo", "項目"), "value", "その他の連携先"))
    assert rules(submission) == ["return_label_changed"]
    assert values(submission)["3.npo"] is not None


def test_an_added_row_is_not_taken_and_said(workspace: Workspace) -> None:
    def handle(book: Any) -> None:
        sheet = rounds(book)[1]
        row = sheet.max_row + 2
        sheet.cell(row, 2).value, sheet.cell(row, columns(sheet)[1]["回答"]).value = "参考：大学院生数", 77

    assert rules(answered(workspace, handle)) == ["return_row_unknown"]


def test_a_copied_sheet_with_another_value_is_a_question_with_both_cells(workspace: Workspace) -> None:
    def handle(book: Any) -> None:
        copy = book.copy_worksheet(rounds(book)[1])
        copy.title = "第2回（通年） (2)"
        cell_of(book, "1.E", sheet=copy).value = 5

    submission = answered(workspace, handle)
    finding = next(found for found in said(submission, "return_two_values") if found.row == "1.E")
    assert finding.severity == "block" and "第2回（通年）" in finding.message_ja
    assert values(submission)["1.E"] == values(answered(workspace, untouched))["1.E"]


def test_the_later_round_may_settle_a_count_of_the_first(workspace: Workspace) -> None:
    def handle(book: Any) -> None:
        cell_of(book, "5.A", sheet=rounds(book)[1]).value = 4321

    submission = answered(workspace, handle)
    assert rules(submission) == ["return_rounds_differ"]
    assert values(submission)["5.A"] == 4321


def test_a_reason_for_a_replacement_is_kept(workspace: Workspace) -> None:
    def handle(book: Any) -> None:
        sheet = rounds(book)[0]
        label = workspace.programme.collection.reason
        place = next(cell for row in sheet.iter_rows(max_row=10) for cell in row if cell.value == label)
        sheet.cell(place.row, 2).value = "学籍異動の反映"

    assert answered(workspace, handle).reason == "学籍異動の反映"


def test_questions_are_listed(workspace: Workspace) -> None:
    def handle(book: Any) -> None:
        sheet = book["質問票"]
        row = next(cell.row for line in sheet.iter_rows() for cell in line if cell.value == 1)
        sheet.cell(row, 2).value, sheet.cell(row, 3).value = "2.D", "SAの範囲を教えてください"

    finding = said(answered(workspace, handle), "question_asked")[0]
    assert (
        finding.severity == "note" and "SAの範囲を教えてください" in finding.message_ja and "2.D" in finding.message_ja
    )


def test_the_lead_answers_for_the_money_and_a_wrong_subtotal_is_named(workspace: Workspace) -> None:
    def handle(book: Any) -> None:
        sheet = book[workspace.programme.collection.money.sheet]
        for row in range(1, sheet.max_row + 1):
            for column in (3, 4):
                cell = sheet.cell(row, column)
                if not cell.protection.locked:
                    cell.value = 100 * row + column
        subtotal = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "【物品費】")
        sheet.cell(subtotal, 4).value = 1

    submission = answered(workspace, handle)
    leaves = sum(len(category.lines) or 1 for category in workspace.programme.budget.categories)
    found = {(cell.category, cell.line, cell.column): cell.value for cell in submission.money}
    assert len([key for key in found if key[0] and (key[1] or key[0] == "travel")]) == 2 * leaves
    assert found["goods", "equipment", "granted"] is not None
    assert rules(submission) == ["return_formula_overwritten"]


def test_a_partner_that_left_before_the_year_gets_no_form(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    text = (workspace.root / "rokunen.yaml").read_text(encoding="utf-8")
    left = f"name: {NAMES[FIRST]}\n  left: {date(2026, 3, 31)}"
    (workspace.root / "rokunen.yaml").write_text(text.replace(f"name: {NAMES[FIRST]}", left), encoding="utf-8")
    names = [path.name for path in write_forms(Workspace(workspace.root), YEAR, AT)]
    assert not [name for name in names if NAMES[FIRST] in name] and len(names) == 4
