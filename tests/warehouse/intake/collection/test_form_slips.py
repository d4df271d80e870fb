"""What is said of slips in a returned 調査票, and that its sound cells load all the same."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from time import process_time
from typing import Any

from reports.collection.form import write_forms
from tests.builders import FIRST, LEAD, NAMES, a_workspace
from tests.officer import cell_of, columns, fill, opened, read, rounds, rules, saved, values
from tests.warehouse.intake.answering import AT, YEAR, answered, form, said, untouched
from warehouse.workspace import Workspace

MOST_INPUTS, SUMS = (
    42,
    {"1.A": ("1.B", "1.C"), "1.D": ("1.E", "1.F"), "4.A": ("1.E",), "5.B": ("5.B_long", "5.B_short")},
)


def test_a_sum_typed_over_is_named_with_what_its_parts_make(handed_out: Workspace) -> None:
    submission = answered(handed_out, lambda book: setattr(cell_of(book, "1.A"), "value", 9))
    finding = said(submission, "return_formula_overwritten")[0]
    total = values(submission)["1.B"] + values(submission)["1.C"]  # type: ignore[operator]
    assert (finding.severity, finding.row) == ("block", "1.A")
    assert "「9」" in finding.message_ja and f"{total:,f}" in finding.message_ja
    assert values(submission)["1.A"] == 9  # what was typed is kept; it is for the university to say which is right


def test_a_sum_typed_over_beside_parts_that_are_pending_cannot_be_checked(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        cell_of(book, "1.A").value, cell_of(book, "1.B").value = 9, "集計中"

    assert rules(answered(handed_out, handle)) == ["return_formula_unchecked"]


def test_a_formula_replaced_by_its_result_is_only_noted(handed_out: Workspace) -> None:
    expected = values(answered(handed_out, untouched))["1.D"]
    submission = answered(handed_out, lambda book: setattr(cell_of(book, "1.D"), "value", int(expected or 0)))
    assert (rules(submission), values(submission)["1.D"]) == (["return_formula_replaced"], expected)


def test_an_unclear_value_that_the_later_round_repeats_by_formula_is_said_once(handed_out: Workspace) -> None:
    submission = answered(handed_out, lambda book: setattr(cell_of(book, "2.B"), "value", "20人程度"))
    [finding] = said(submission, "return_value_unclear")
    assert "「20人程度」" in finding.message_ja and finding.place.sheet == "第1回（5月1日）"


def test_a_formula_that_adds_other_cells_is_named(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        cell_of(book, "5.B").value = f"={cell_of(book, '5.B_long').coordinate}"

    assert "return_formula_changed" in rules(answered(handed_out, handle))


def test_another_years_form_is_refused_by_what_it_says(handed_out: Workspace) -> None:
    write_forms(handed_out, 2025, datetime(2025, 5, 1))
    book = opened(handed_out.outbox(2025) / f"{NAMES[LEAD]}_調査票_2025.xlsx")
    fill(book)
    submission = read(handed_out, saved(book), form(handed_out).name, YEAR)
    assert submission.data == () and submission.university == LEAD
    findings = said(submission, "return_year_differs")
    assert len(findings) >= 2
    assert "2025年度" in findings[0].message_ja and "2026年度" in findings[0].message_ja


def test_another_universitys_form_is_refused_by_what_it_says(handed_out: Workspace) -> None:
    submission = answered(handed_out, untouched, university=FIRST, name=f"{NAMES[LEAD]}_調査票_{YEAR}.xlsx")
    assert (submission.university, submission.data) == (LEAD, ())
    finding = said(submission, "return_university_differs")[0]
    assert NAMES[LEAD] in finding.message_ja and NAMES[FIRST] in finding.message_ja and finding.place.cell


def test_one_sheet_of_another_university_does_not_spoil_the_others(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        sheet = rounds(book)[0]
        place = next(cell for row in sheet.iter_rows(max_row=8) for cell in row if cell.value == NAMES[LEAD])
        place.value = NAMES[FIRST]

    submission = answered(handed_out, handle)
    assert len(said(submission, "return_university_differs")) == 1
    assert values(submission)["1.E"] is not None


def test_a_university_that_takes_no_part_is_named(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        for sheet in book.worksheets:
            for row in sheet.iter_rows(max_row=8):
                for cell in row:
                    if cell.value in (NAMES[LEAD], LEAD):
                        cell.value = "別の大学"

    submission = answered(handed_out, handle, name="調査票.xlsx")
    assert submission.data == () and submission.university is None
    assert set(rules(submission)) == {"return_university_unknown"}


def test_a_deleted_row_is_missed(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        sheet = rounds(book)[1]
        row = cell_of(book, "3.npo").row
        for column in range(1, 12):
            sheet.cell(row, column).value = None

    assert [(finding.rule, finding.row) for finding in answered(handed_out, handle).findings] == [
        ("return_row_missing", "3.npo")
    ]


def test_a_changed_label_is_read_by_its_number_and_said(handed_out: Workspace) -> None:
    submission = answered(handed_out, lambda book: setattr(cell_of(book, "3.npo", "項目"), "value", "その他の連携先"))
    assert rules(submission) == ["return_label_changed"]
    assert values(submission)["3.npo"] is not None


def test_an_added_row_is_not_taken_and_said(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        sheet = rounds(book)[1]
        row = sheet.max_row + 2
        sheet.cell(row, 2).value, sheet.cell(row, columns(sheet)[1]["回答"]).value = "参考：大学院生数", 77

    assert rules(answered(handed_out, handle)) == ["return_row_unknown"]


def test_a_copied_sheet_with_another_value_is_a_question_with_both_cells(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        copy = book.copy_worksheet(rounds(book)[1])
        copy.title = "第2回（通年） (2)"
        cell_of(book, "1.E", sheet=copy).value = 5

    submission = answered(handed_out, handle)
    finding = next(found for found in said(submission, "return_two_values") if found.row == "1.E")
    assert finding.severity == "block" and "第2回（通年）" in finding.message_ja
    assert values(submission)["1.E"] == values(answered(handed_out, untouched))["1.E"]


def test_the_later_round_may_settle_a_count_of_the_first(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        cell_of(book, "5.A", sheet=rounds(book)[1]).value = 4321

    submission = answered(handed_out, handle)
    assert rules(submission) == ["return_rounds_differ"]
    assert values(submission)["5.A"] == 4321


def test_a_form_of_one_round_lacks_nothing(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    for number in (1, 2):
        for path in write_forms(workspace, YEAR, AT, number):
            if path.suffix == ".xlsx":
                assert "return_sheet_missing" not in rules(read(workspace, path.read_bytes(), path.name, YEAR)), path


def test_a_round_that_other_sheets_refer_to_and_the_money_are_missed(handed_out: Workspace) -> None:
    money = handed_out.programme.collection.money.sheet

    def handle(book: Any) -> None:
        book.remove(rounds(book)[0])
        book.remove(book[money])

    missing = [finding.message_ja for finding in said(answered(handed_out, handle), "return_sheet_missing")]
    assert len(missing) == 2 and "第1回（5月1日）" in missing[0] and money in missing[1]


def test_a_reason_for_a_replacement_is_kept(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        sheet = rounds(book)[0]
        label = handed_out.programme.collection.reason
        place = next(cell for row in sheet.iter_rows(max_row=10) for cell in row if cell.value == label)
        sheet.cell(place.row, 2).value = "学籍異動の反映"

    assert answered(handed_out, handle).reason == "学籍異動の反映"


def test_questions_are_listed(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        sheet = book["質問票"]
        row = next(cell.row for line in sheet.iter_rows() for cell in line if cell.value == 1)
        sheet.cell(row, 2).value, sheet.cell(row, 3).value = "2.D", "SAの範囲を教えてください"

    finding = said(answered(handed_out, handle), "question_asked")[0]
    assert (
        finding.severity == "note" and "SAの範囲を教えてください" in finding.message_ja and "2.D" in finding.message_ja
    )


def test_the_lead_answers_for_the_money_and_a_wrong_subtotal_is_named(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        sheet = book[handed_out.programme.collection.money.sheet]
        for row in range(1, sheet.max_row + 1):
            for column in (3, 4):
                cell = sheet.cell(row, column)
                if not cell.protection.locked:
                    cell.value = 100 * row + column
        subtotal = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "【物品費】")
        sheet.cell(subtotal, 4).value = 1

    submission = answered(handed_out, handle)
    leaves = sum(len(category.lines) or 1 for category in handed_out.programme.budget.categories)
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


def test_a_sheet_of_a_million_rows_is_read_at_once(handed_out: Workspace) -> None:
    book = opened(form(handed_out))
    fill(book)
    rounds(book)[0].cell(1_048_576, 16_384, "x")
    content, started = saved(book), process_time()
    submission = read(handed_out, content, form(handed_out).name, YEAR)
    assert process_time() - started < 2
    assert values(submission) == values(answered(handed_out, untouched))


def test_a_formula_without_a_result_that_cannot_be_worked_out_is_named(handed_out: Workspace) -> None:
    submission = answered(handed_out, lambda book: setattr(cell_of(book, "1.B"), "value", '=VLOOKUP("B",A1:B2,2)'))
    finding = said(submission, "return_formula_unknown")[0]
    assert (finding.severity, finding.row) == ("block", "1.B") and "VLOOKUP" in finding.message_ja
    assert values(submission)["1.B"] is None


def test_a_head_that_says_only_answer_and_a_state_in_brackets_are_read(handed_out: Workspace) -> None:
    expected = answered(handed_out, untouched)

    def handle(book: Any) -> None:
        cell_of(book, "1.B", "状態").value = "［確定］"
        for sheet in rounds(book):
            row, heads = columns(sheet)
            sheet.cell(row, heads["回答"]).value = "回答"

    submission = answered(handed_out, handle)
    assert (values(submission), rules(submission)) == (values(expected), [])
    assert {datum.status for datum in submission.data} == {datum.status for datum in expected.data}


def test_a_changed_unit_is_named_and_one_in_other_words_is_not(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        cell_of(book, "1.B", "単位").value, cell_of(book, "1.C", "単位").value = "千人", "名（実数）"

    findings = said(answered(handed_out, handle), "return_unit_changed")
    assert [(finding.row, "「千人」" in finding.message_ja) for finding in findings] == [("1.B", True)]


def test_a_head_of_targets_and_a_code_of_another_university_keep_a_sheet_out(handed_out: Workspace) -> None:
    def handle(book: Any) -> None:
        first, second = rounds(book)
        row, heads = columns(first)
        first.cell(row, heads["回答"]).value = "令和8年度\n(目標値)\n【回答】"
        second["E4"].value = FIRST

    submission = answered(handed_out, handle)
    assert submission.data == ()
    assert said(submission, "return_head_target")[0].place.cell
    assert FIRST in said(submission, "return_university_differs")[0].message_ja
