"""The quality book: one page that needs nothing else."""

import json
import re
from datetime import date, datetime
from decimal import Decimal

import pytest

from expectations.examine import check
from expectations.page_words import answer
from expectations.pages import quality_book, write_quality_book
from warehouse.programme import load_programme

LEAD, PARTNER = "F113310103224", "F105110101051"
AT = datetime(2024, 7, 2, 1)


def content(page: str) -> dict:
    """Return what the page's script shows."""
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])


@pytest.fixture
def checked(case):
    case.set_plan(LEAD, "4.B", 2026, 9100, sheet="審査項目⑨（代表校）", cell="F53", text="９１００</script><b>人")
    case.set_plan(PARTNER, "3.npo", 2026, None)
    case.load()
    check(case.workspace, "plan", AT)
    return case


def test_the_page_asks_for_nothing_over_a_network(checked):
    page = write_quality_book(checked.workspace, AT).read_text(encoding="utf-8")
    assert "http" not in page and "@import" not in page and "url(" not in page
    assert re.findall(r'(?:src|href)="([^"]*)"', page) == ["data:,", "#findings"]


def test_a_finding_is_told_with_its_place_its_value_and_the_remedy(checked):
    findings = content(quality_book(checked.workspace, AT))["findings"]
    one = next(each for each in findings if each["rule"] == "part_exceeds_whole")
    assert (
        one["ja"]
        == "中央大学 令和8年度(目標値)の4) 日本人学生の海外留学人数（B）9,100人が、4) 日本人学生数（A）9,055人を超えています"
    )
    assert (one["file"], one["sheet"], one["cell"]) == ("データ集.xlsx", "審査項目⑨（代表校）", "F53")
    assert (one["severity"], one["university"], one["year"], one["state"]) == ("block", "中央大学", "令和8年度", "open")
    assert one["remedy_ja"] and one["remedy_en"]
    assert [each["severity"] for each in findings] == sorted(
        (each["severity"] for each in findings), key="block explain note".index
    )


def test_what_an_amended_plan_closed_is_told_with_its_history(checked):
    checked.set_plan(LEAD, "4.B", 2026, 977, sheet="審査項目⑨（代表校）", cell="F53")
    checked.amend("データ集_差替え.xlsx", datetime(2024, 7, 20))
    check(checked.workspace, "plan", datetime(2024, 7, 21))
    page = quality_book(checked.workspace, datetime(2024, 8, 1))
    told = {each["rule"]: each for each in content(page)["findings"]}
    one = told["part_exceeds_whole"]
    assert (one["state"], one["first"], one["last"], one["closed"]) == (
        "closed",
        "2024-07-02",
        "2024-07-02",
        "2024-07-21",
    )
    assert one["closed_by"] == "データ集_差替え.xlsx" and one["value"] == ""  # the newer file may hold another value
    assert (told["blank_value"]["state"], told["blank_value"]["closed"], told["blank_value"]["closed_by"]) == (
        "open",
        "",
        "",
    )
    states = [each["state"] == "closed" for each in content(page)["findings"]]
    assert states == sorted(states)
    then = content(quality_book(checked.workspace, AT, as_of=datetime(2024, 7, 3)))["findings"]
    assert {each["rule"]: each["state"] for each in then}["part_exceeds_whole"] == "open"


def test_a_closed_finding_counts_for_nobody_and_each_run_says_what_it_closed(checked):
    checked.set_plan(LEAD, "4.B", 2026, 977, sheet="審査項目⑨（代表校）", cell="F53")
    checked.amend("データ集_差替え.xlsx", datetime(2024, 7, 20))
    check(checked.workspace, "plan", datetime(2024, 7, 21))
    page = quality_book(checked.workspace, datetime(2024, 8, 1))
    findings = content(page)["findings"]
    closed = [each for each in findings if each["state"] == "closed"]
    standing = [each["severity"] for each in findings if each["state"] != "closed" and each["university"] == "中央大学"]
    assert numbers(page, "中央大学") == [standing.count(each) for each in ("block", "explain", "note")]
    assert closed and numbers(page, "2024-07-21 09:00")[3:5] == [0, len(closed)]
    first = numbers(page, "2024-07-02 10:00")
    assert first[3:5] == [sum(first[:3]), 0]


def numbers(page: str, head: str) -> list[int]:
    """Return the numbers of the table row with a head."""
    row = re.search(f'<tr><th scope="row">{head}</th>(.*?)</tr>', page)[1]
    return [int(number) for number in re.findall(r'class="number">(\d+)<', row)]


def test_what_a_university_wrote_cannot_become_part_of_the_page(checked):
    page = quality_book(checked.workspace, AT)
    one = next(each for each in content(page)["findings"] if each["cell"] == "F53")
    assert one["value"] == "９１００</script><b>人"
    assert "<b>人" not in page


def test_each_rule_says_of_how_many_things_it_spoke(checked):
    outcomes = {each["rule"]: each for each in content(quality_book(checked.workspace, AT))["outcomes"]}
    assert (outcomes["blank_value"]["outcome"], outcomes["blank_value"]["not_met"]) == ("not_met", 1)
    assert outcomes["blank_value"]["examined"] > 200
    assert outcomes["requirement_met_only_rounded"]["outcome"] == "met"


def test_the_runs_are_told_and_the_past_does_not_know_later_ones(checked):
    check(checked.workspace, "plan", datetime(2024, 8, 1))
    page = quality_book(checked.workspace, datetime(2024, 9, 1))
    assert "2024-07-02 10:00" in page and "2024-08-01 09:00" in page
    past = quality_book(checked.workspace, datetime(2024, 9, 1), as_of=datetime(2024, 7, 15))
    assert "2024-07-02 10:00" in past and "2024-08-01" not in past


def test_a_workspace_without_any_check_has_an_empty_page(case):
    case.load()
    assert content(quality_book(case.workspace, AT))["findings"] == []


def test_the_same_moment_gives_the_same_page(checked):
    assert quality_book(checked.workspace, AT) == quality_book(checked.workspace, AT)


def test_an_accepted_reason_is_shown_with_who_accepted_it_and_how_far_it_goes() -> None:
    finding = {
        "rule": "copied_from_last_year", "row": "6.a", "explanation": "偶然の一致", "explanation_kind": "waive",
        "explained_as": "事業責任者", "explained_by": "山田 太郎", "explained_at": datetime(2027, 6, 1, 15), "bound": Decimal("4.0"),
        "expires_on": date(2028, 3, 31), "reopened": "exceeded",
        "proposed_reason": None,
    }  # fmt: skip
    programme = load_programme("social-impact-type2")
    accepted = (
        "偶然の一致（理由了承：事業責任者 山田 太郎、2027-06-02、上限 4欄、期限 2028-03-31、上限を超えたため再確認）"
    )
    assert answer(finding, programme, []) == accepted
    released = {
        "document": "interim", "document_fy": 2026, "post": "事業責任者", "who": "山田", "decision": "第3号",
        "released_at": datetime(2027, 6, 2),
    }  # fmt: skip
    let_out = "interim 2026: 注記のうえ提出（事業責任者 山田、第3号、2027-06-02）"
    assert answer(finding | {"explanation": None}, programme, [released]) == let_out
