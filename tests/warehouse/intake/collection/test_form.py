"""The way of a 調査票: written, filled in by an officer, handled, and read back."""

from __future__ import annotations

import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from tests.builders import FIRST, LEAD
from tests.officer import cell_of, columns, fill, opened, read, rounds, rules, saved, values
from tests.warehouse.intake.answering import YEAR, Handle, answered, form, untouched
from warehouse.workspace import Workspace

MOST_INPUTS, SUMS = (
    42,
    {"1.A": ("1.B", "1.C"), "1.D": ("1.E", "1.F"), "4.A": ("1.E",), "5.B": ("5.B_long", "5.B_short")},
)


def test_a_blank_form_is_no_answer(handed_out: Workspace) -> None:
    submission = read(handed_out, form(handed_out).read_bytes(), form(handed_out).name, YEAR)
    assert (submission.university, submission.data, submission.money, submission.findings) == (LEAD, (), (), ())


@pytest.mark.parametrize("university", [LEAD, FIRST])
def test_what_an_officer_types_is_what_is_read(handed_out: Workspace, university: str) -> None:
    book = opened(form(handed_out, university))
    typed = fill(book)
    submission = read(handed_out, saved(book), form(handed_out, university).name, YEAR)
    inputs = {row.row for part, _, row in handed_out.programme.rows() if row.is_input
              and (part.reported_by == "every" or university == LEAD)}  # fmt: skip
    assert typed.keys() == inputs
    found = values(submission)
    assert {key: found[key] for key in typed} == typed
    for total, parts in SUMS.items():
        assert found[total] == sum(typed[part] for part in parts)
    assert found["5.ratio"] == (found["5.B"] / typed["5.A"]).quantize(Decimal("1e-10"))  # type: ignore[operator]
    assert {datum.status for datum in submission.data} == {"final"}
    assert submission.findings == ()


def test_desk_and_evidence_are_kept_with_the_cell(handed_out: Workspace) -> None:
    submission = answered(handed_out, lambda book: setattr(cell_of(book, "1.E", "備考"), "value", "9月入学を含む"))
    datum = next(datum for datum in submission.data if datum.row == "1.E")
    assert (datum.desk, datum.note) == ("教務課", "9月入学を含む")
    assert datum.evidence is not None and datum.evidence.startswith("台帳")
    assert datum.sheet == "第2回（通年）" and datum.cell is not None


@pytest.mark.office
def test_the_same_is_read_after_an_office_program_saved_it(handed_out: Workspace, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    book = opened(form(handed_out))
    typed = fill(book)
    source = tmp_path / "in" / form(handed_out).name
    source.parent.mkdir()
    source.write_bytes(saved(book))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=180)
    ours = read(handed_out, source.read_bytes(), source.name, YEAR)
    theirs = read(handed_out, (tmp_path / source.name).read_bytes(), source.name, YEAR)
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
def test_harmless_handling_changes_no_value(handed_out: Workspace, handle: Handle) -> None:
    expected = values(answered(handed_out, untouched))
    submission = answered(handed_out, handle)
    assert values(submission) == expected
    assert not [finding for finding in submission.findings if finding.severity != "note"]


def test_a_renamed_sheet_is_noted(handed_out: Workspace) -> None:
    assert rules(answered(handed_out, rename_sheets)) == ["return_sheet_renamed"] * 2


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
    handed_out: Workspace, typed: object, rule: str | None, state: str, value: Decimal | None
) -> None:
    row = "1.A_bachelor"
    submission = answered(handed_out, lambda book: setattr(cell_of(book, row), "value", typed))
    datum = next(datum for datum in submission.data if datum.row == row)
    assert (datum.state, datum.value) == (state, value)
    assert rules(submission) == ([rule] if rule else [])
    for finding in submission.findings:
        assert (finding.university, finding.row, finding.item, finding.place.cell) == (LEAD, row, "1", datum.cell)
        assert finding.message_ja and finding.remedy_ja and "…" not in finding.message_ja + finding.remedy_ja
    others = {key: found for key, found in values(answered(handed_out, untouched)).items() if key != row}
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
    handed_out: Workspace, word: str | None, typed: object, state: str, status: str, rule: str | None
) -> None:
    def handle(book: Any) -> None:
        cell_of(book, "3.npo", "状態").value, cell_of(book, "3.npo").value = word, typed

    submission = answered(handed_out, handle)
    datum = next(datum for datum in submission.data if datum.row == "3.npo")
    assert (datum.state, datum.status, rules(submission)) == (state, status, [rule] if rule else [])


def test_rows_of_a_round_not_asked_yet_are_no_data(handed_out: Workspace) -> None:
    book = opened(form(handed_out))
    for key in ("2.A", "2.B", "5.A", "7.A", "7.B", "7.ii"):
        cell_of(book, key).value = 100
    submission = read(handed_out, saved(book), form(handed_out).name, YEAR)
    assert set(values(submission)) == {"2.A", "2.B", "2.ratio", "5.A", "7.A", "7.B", "7.ii", "7.ii_ratio"}
    assert submission.findings == ()


def test_a_comment_is_kept_with_the_remark(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        cell_of(book, "4.B").comment = Comment("6月に確定予定", "係")

    datum = next(datum for datum in answered(handed_out, handle).data if datum.row == "4.B")
    assert datum.note is not None and "6月に確定予定" in datum.note
