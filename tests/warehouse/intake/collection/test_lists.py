"""The lines behind a count (内訳一覧) as they come back: on their sheet, or as a file of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

import openpyxl
import pytest

from reports.collection.form import write_forms
from tests.builders import FIRST, LEAD, NAMES, a_workspace
from tests.officer import list_lines, opened, read, rules, saved
from tests.warehouse.intake.answering import AT, YEAR
from warehouse.intake.submission import ListedLine, Submission
from warehouse.workspace import Workspace

PARTNERS, ABROAD, ASSISTANTS = "内訳（3 連携先）", "内訳（4 共修による留学）", "内訳（2 TA・SA）"
FILE = f"{NAMES[LEAD]}_調査票_{YEAR}.xlsx"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = a_workspace(tmp_path_factory.mktemp("lists"), partners=1)
    write_forms(workspace, YEAR, AT, with_lists=["all"])
    return workspace


def typed(office: Workspace, sheet: str, *lines: dict[str, Any], rename: str | None = None) -> Submission:
    book = opened(office.outbox(YEAR) / FILE)
    list_lines(book[sheet], list(lines))
    if rename:
        book[sheet].title = rename
    return read(office, saved(book), FILE, YEAR)


def sent(office: Workspace, text: str, name: str = f"{FIRST}.csv") -> Submission:
    return read(office, text.encode("cp932"), name, YEAR)


def company(name: str, **more: Any) -> dict[str, Any]:
    return {"区分": "企業等", "連携先の名称": name, **more}


def about(submission: Submission, rule: str) -> tuple[str | None, str]:
    finding = next(each for each in submission.findings if each.rule == rule)
    return finding.place.cell, finding.message_ja


def keys(lines: tuple[ListedLine, ...]) -> list[str | None]:
    return [line.same for line in lines]


def test_a_line_is_read_with_its_cell_category_and_all_that_is_written(office: Workspace) -> None:
    said = company("株式会社架空", 協定番号等=12, **{"年月日・期間": date(2026, 5, 1), "担当課": "社会連携課"})
    (line,) = typed(office, PARTNERS, said).listed
    assert (line.list, line.row, line.university, line.fiscal_year) == ("organisations", "3.companies", LEAD, YEAR)
    assert (line.sheet, line.cell, line.label) == (PARTNERS, "C8", "株式会社架空")
    texts = dict(zip(line.columns, line.texts, strict=True))
    assert texts["date"] == "2026-05-01" and texts["agreement"] == "12" and texts["desk"] == "社会連携課"


def test_an_empty_sheet_says_nothing(office: Workspace) -> None:
    submission = typed(office, PARTNERS)
    assert (submission.listed, rules(submission)) == ((), [])


def test_names_are_the_same_in_either_width_and_with_or_without_spaces(office: Workspace) -> None:
    lines = typed(office, PARTNERS, company("㈱ＡＢＣ　商事"), company("(株)abc商事"), company("ABD商事")).listed
    first, second, third = keys(lines)
    assert first == second != third and lines[0].across == lines[1].across


def test_a_line_of_sums_is_no_line_of_the_list(office: Workspace) -> None:
    lines = typed(office, PARTNERS, company("架空社"), {"連携先の名称": "合 計", "備考": "1"}).listed
    assert [line.label for line in lines] == ["架空社"]


def test_an_unknown_category_is_named_with_those_that_there_are(office: Workspace) -> None:
    submission = typed(office, PARTNERS, {"区分": "財団", "連携先の名称": "架空財団"}, company("架空社"))
    cell, message = about(submission, "list_row_unknown")
    assert cell == "B8" and "「財団」" in message and "地方公共団体、企業等、" in message
    assert [line.label for line in submission.listed] == ["架空社"]


def test_the_key_of_a_row_is_as_good_as_its_word(office: Workspace) -> None:
    (line,) = typed(office, PARTNERS, {"区分": "3.npo", "連携先の名称": "架空協会"}).listed
    assert line.row == "3.npo"


def test_a_line_without_a_name_counts_as_one_and_is_asked_about(office: Workspace) -> None:
    submission = typed(office, PARTNERS, company("", 協定番号等="協-1"), company("", 協定番号等="協-2"))
    assert rules(submission) == ["list_line_unnamed"] * 2 and keys(submission.listed) == [None, None]


def test_a_persons_name_is_asked_about_and_never_taken_over(office: Workspace) -> None:
    named = [{"区分": "短期", "仮名番号": name} for name in ("架空 太郎", "架空太郎", "Taro Kakuu", "A-1", 7)]
    submission = typed(office, ABROAD, *named)
    cell, message = about(submission, "list_name_given")
    assert cell == "C9" and "3行" in message
    kept = f"{submission.listed}{submission.findings}"
    assert "太郎" not in kept and "Taro" not in kept
    assert keys(submission.listed)[0] == keys(submission.listed)[1] and len(set(keys(submission.listed))) == 4


def test_persons_are_never_compared_with_those_of_another_university(office: Workspace) -> None:
    assert [line.across for line in typed(office, ABROAD, {"区分": "短期", "仮名番号": "A-1"}).listed] == [None]


def test_a_renamed_sheet_is_known_by_its_title(office: Workspace) -> None:
    submission = typed(office, ASSISTANTS, {"仮名番号": "A-1"}, rename="Sheet1")
    assert [line.row for line in submission.listed] == ["2.D"] and rules(submission) == ["return_sheet_renamed"]


def test_a_list_may_come_in_a_workbook_of_its_own(office: Workspace) -> None:
    book = opened(office.outbox(YEAR) / FILE)
    list_lines(book[PARTNERS], [company("架空社")])
    for sheet in book.worksheets:
        if sheet.title != PARTNERS:
            book.remove(sheet)
    assert [line.label for line in read(office, saved(book), FILE, YEAR).listed] == ["架空社"]


def test_two_sheets_of_one_list_are_one_list(office: Workspace) -> None:
    book = opened(office.outbox(YEAR) / FILE)
    list_lines(book[PARTNERS], [company("架空社")])
    copy = book.copy_worksheet(book[PARTNERS])
    list_lines(copy, [company("別の社")])
    assert [(line.no, line.label) for line in read(office, saved(book), FILE, YEAR).listed] == [
        (1, "架空社"),
        (2, "別の社"),
    ]


def test_a_csv_says_by_its_rows_which_list_it_is(office: Workspace) -> None:
    submission = sent(
        office, "項番,仮名番号,渡航先（国・地域）,年月日・期間\n4.short,A-1,韓国,2026-08\n4.long,A-2,独,2026\n"
    )
    assert (submission.channel, submission.university, rules(submission)) == ("csv", FIRST, [])
    assert [(line.list, line.row, line.cell) for line in submission.listed] == [
        ("abroad_co_learning", "4.short", "B2"), ("abroad_co_learning", "4.long", "B3"),
    ]  # fmt: skip


def test_a_csv_may_say_its_list_university_and_year_above_the_heads(office: Workspace) -> None:
    head = f"令和8年度 調査票\n内訳一覧：海外留学する日本人学生\n大学名,{NAMES[FIRST]}\n"
    body = "仮名番号,渡航先（国・地域）,年月日・期間\nA-1,韓国,2026-08\n"
    submission = sent(office, head + body, "list.csv")
    assert [(line.row, line.university) for line in submission.listed] == [("4.B", FIRST)]
    other = sent(office, head.replace("8", "7") + body, "list.csv")
    assert (rules(other), other.listed) == (["return_year_differs"], ())
    nobody = sent(office, body, "list.csv")
    assert rules(nobody) == ["channel_university_unknown"] and nobody.listed == ()


def test_a_list_that_could_be_several_is_asked_about(office: Workspace) -> None:
    submission = sent(office, "仮名番号,年月日・期間,担当課\nA-1,2026,留学生課\n")
    assert (
        rules(submission) == ["list_unknown"]
        and "多文化共修に関連して雇用するTA・SA" in submission.findings[0].message_ja
    )


def test_a_csv_of_values_is_no_list(office: Workspace) -> None:
    submission = sent(office, "行,年度,値,状態,担当課,根拠資料,備考\n5.A,2026,1234,確定,教務課,台帳,\n")
    assert submission.listed == () and [datum.row for datum in submission.data] == ["5.A"]


def test_the_plans_course_list_is_no_list_of_ours(office: Workspace) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["課程", "学部", "年次", "単位数", "学期", "科目区分", "科目名", "開設年度", "科目の概要"])
    sheet.append(["学士", "文学部", "1", "2", "前期", "必修", "演習", "既存", "概要"])
    assert read(office, saved(book), FILE, YEAR).listed == ()
