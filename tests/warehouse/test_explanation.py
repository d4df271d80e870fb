"""A reason covers what was seen; what grows, or what has expired, is open again; and next year it is only proposed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from warehouse import read, write
from warehouse.database import open_warehouse, set_as_of
from warehouse.decision import Actor, Refused
from warehouse.explanation import approver_of, explain, waive
from warehouse.finding import Finding, Place
from warehouse.workspace import FILE, Workspace, create_workspace

LEAD, PARTNER = "F113310103224", "F105110101051"
AT = datetime(2027, 5, 10)
CLERK = Actor("鈴木 花子", "国際課")
HEAD = Actor("山田 太郎")
NEXT_SPRING = date(2028, 3, 31)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    universities = [("lead", LEAD, "代表大学"), ("partner", PARTNER, "連携大学")]
    workspace = create_workspace(tmp_path / "ws", "social-impact-type2", universities)
    settings = yaml.safe_load((workspace.root / FILE).read_text(encoding="utf-8"))
    settings["universities"][0]["responsible"] = "副学長 山田太郎"
    (workspace.root / FILE).write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return Workspace(workspace.root)


@pytest.fixture
def warehouse(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, datetime(2027, 5, 1))
        yield connection


def a_jump(excess: int | None = 50, year: int = 2026, **changes: Any) -> Finding:
    settings: dict[str, Any] = {"university": PARTNER, "item": "5", "row": "5.B_long", "fiscal_year": year}
    place = changes.pop("place", Place(f"調査票{year}.xlsx", "第1回", "E7"))
    size = None if excess is None else Decimal(excess)
    words = (changes.pop("rule", "suspect_jump"), changes.pop("severity", "explain"))
    said = ("値が大きく動いています", "a jump", "確かめてください", "check")
    return Finding(*words, *said, **{**settings, **changes}, place=place, excess=size)


def check(connection: duckdb.DuckDBPyConnection, *findings: Finding, at: datetime = AT, year: int = 2026) -> None:
    scope = str(year)
    write.add_check_run(connection, write.next_run(connection, scope), at, scope, "definition", [], findings)


def one(connection: duckdb.DuckDBPyConnection, **where: object) -> read.Row:
    [row] = read.rows(connection, "out.open_finding", **where)
    return row


def test_a_finding_has_one_id_across_runs_files_and_cells(warehouse: Any) -> None:
    check(warehouse, a_jump())
    first = one(warehouse)["id"]
    check(warehouse, a_jump(place=Place("差替え.xlsx", "第1回", "E8")), at=AT + timedelta(days=1))
    assert one(warehouse)["id"] == first and len(first) == 10


def test_findings_of_another_row_year_university_or_rule_have_other_ids() -> None:
    others = [a_jump(), a_jump(row="5.A"), a_jump(university=LEAD), a_jump(rule="other"), a_jump(year=2027)]
    others += [a_jump(row=None), a_jump(row=None, place=Place("a.xlsx", "科目", "B5"))]
    assert len({each.id_in("2026") for each in others}) == len(others)
    assert a_jump().id_in("plan") != a_jump().id_in("2026")
    assert a_jump().subject == a_jump(year=2027).subject


def test_a_reason_answers_a_finding_and_a_later_one_takes_its_place(warehouse: Any) -> None:
    check(warehouse, a_jump())
    number = one(warehouse)["id"]
    assert one(warehouse)["state"] == "open"
    assert explain(warehouse, number, " 受入れ再開のため ", CLERK, AT)["state"] == "explained"
    said = explain(warehouse, number[:5], "協定校が増えたため", CLERK, AT + timedelta(hours=1))
    assert (said["explanation"], said["explained_by"], said["explained_as"]) == (
        "協定校が増えたため",
        "鈴木 花子",
        "国際課",
    )
    assert [row["reason"] for row in read.rows(warehouse, "raw.explanation", "number")] == [
        "受入れ再開のため",
        "協定校が増えたため",
    ]
    assert [row["act"] for row in read.rows(warehouse, "raw.log", "number")][-2:] == ["explained", "explained"]


def test_a_reason_holds_in_the_next_run_unless_the_finding_has_grown(warehouse: Any) -> None:
    check(warehouse, a_jump(50))
    explain(warehouse, one(warehouse)["id"], "受入れ再開のため", CLERK, AT)
    check(warehouse, a_jump(40), at=AT + timedelta(days=1))
    assert one(warehouse)["state"] == "explained"
    check(warehouse, a_jump(51), at=AT + timedelta(days=2))
    assert (one(warehouse)["state"], one(warehouse)["reopened"]) == ("open", "exceeded")
    set_as_of(warehouse, AT + timedelta(days=1, hours=1))
    assert one(warehouse)["state"] == "explained"


def test_a_waiver_re_opens_its_finding_when_it_is_exceeded(warehouse: Any, workspace: Workspace) -> None:
    check(warehouse, a_jump(50))
    said = waive(warehouse, workspace, one(warehouse)["id"], "規模が小さい", HEAD, AT, NEXT_SPRING, Decimal(60))
    assert (said["state"], said["bound"], said["explained_as"]) == ("waived", 60, "事業責任者")
    check(warehouse, a_jump(60), at=AT + timedelta(days=1))
    assert one(warehouse)["state"] == "waived"
    check(warehouse, a_jump(61), at=AT + timedelta(days=2))
    assert (one(warehouse)["state"], one(warehouse)["reopened"]) == ("open", "exceeded")


def test_a_waiver_re_opens_its_finding_on_the_day_after_it_expires_in_japan(
    warehouse: Any, workspace: Workspace
) -> None:
    check(warehouse, a_jump())
    waive(warehouse, workspace, one(warehouse)["id"], "規模が小さい", HEAD, AT, NEXT_SPRING)
    check(warehouse, a_jump(), at=datetime(2028, 3, 31, 14, 59))  # 23:59 in Japan
    assert one(warehouse)["state"] == "waived"
    check(warehouse, a_jump(), at=datetime(2028, 3, 31, 15, 0))
    assert (one(warehouse)["state"], one(warehouse)["reopened"]) == ("open", "expired")


def test_a_waiver_without_a_bound_covers_what_is_seen_and_no_more(warehouse: Any, workspace: Workspace) -> None:
    check(warehouse, a_jump(50))
    assert waive(warehouse, workspace, one(warehouse)["id"], "小規模", HEAD, AT, NEXT_SPRING)["bound"] == 50


def test_what_cannot_be_measured_is_waived_without_a_bound(warehouse: Any, workspace: Workspace) -> None:
    check(warehouse, a_jump(None))
    with pytest.raises(Refused, match="測れない"):
        waive(warehouse, workspace, one(warehouse)["id"], "小規模", HEAD, AT, NEXT_SPRING, Decimal(3))
    assert waive(warehouse, workspace, one(warehouse)["id"], "小規模", HEAD, AT, NEXT_SPRING)["state"] == "waived"


def test_a_bound_in_size_does_not_cover_what_can_no_longer_be_measured(warehouse: Any, workspace: Workspace) -> None:
    check(warehouse, a_jump(50))
    waive(warehouse, workspace, one(warehouse)["id"], "小規模", HEAD, AT, NEXT_SPRING)
    check(warehouse, a_jump(None), at=AT + timedelta(days=1))
    assert one(warehouse)["reopened"] == "exceeded"


@pytest.mark.parametrize(
    ("actor", "bound", "until", "words"),
    [
        (Actor("山田 太郎", "国際課長"), None, NEXT_SPRING, "理由了承は事業責任者が行います"),
        (Actor("鈴木 花子"), None, NEXT_SPRING, "事業責任者（副学長 山田太郎）が行います"),
        (HEAD, Decimal(49), NEXT_SPRING, "上限 49 は現在の差 50 より小さい"),
        (HEAD, None, date(2027, 5, 9), "期限 2027-05-09 は過ぎています"),
        (Actor(" "), None, NEXT_SPRING, "事業責任者"),
    ],
)
def test_a_waiver_that_nobody_may_give_is_refused_with_the_reason(
    warehouse: Any, workspace: Workspace, actor: Actor, bound: Decimal | None, until: date, words: str
) -> None:
    check(warehouse, a_jump(50))
    with pytest.raises(Refused, match=words):
        waive(warehouse, workspace, one(warehouse)["id"], "小規模", actor, AT, until, bound)
    assert one(warehouse)["state"] == "open" and read.rows(warehouse, "raw.explanation") == []


def test_what_must_be_corrected_is_never_waived_and_a_reason_leaves_it_open(
    warehouse: Any, workspace: Workspace
) -> None:
    check(warehouse, a_jump(severity="block"))
    number = one(warehouse)["id"]
    with pytest.raises(Refused, match="要修正のため、理由了承できません"):
        waive(warehouse, workspace, number, "小規模", HEAD, AT, NEXT_SPRING)
    said = explain(warehouse, number, "様式の誤りです", CLERK, AT)
    assert (said["state"], said["explanation"]) == ("open", "様式の誤りです")


def test_a_waiver_that_carries_over_is_proposed_next_year_and_waits_for_review(
    warehouse: Any, workspace: Workspace
) -> None:
    check(warehouse, a_jump())
    waive(warehouse, workspace, one(warehouse)["id"], "双子の学生", HEAD, AT, NEXT_SPRING, is_carried_over=True)
    later = datetime(2028, 5, 10)
    check(warehouse, a_jump(45, year=2027), at=later, year=2027)
    proposed = one(warehouse, scope="2027")
    assert (proposed["state"], proposed["proposed_reason"], proposed["proposed_by"]) == (
        "open",
        "双子の学生",
        "山田 太郎",
    )
    said = waive(warehouse, workspace, proposed["id"], None, HEAD, later, date(2029, 3, 31))
    assert (said["state"], said["explanation"], said["proposed_reason"]) == ("waived", "双子の学生", None)


def test_a_waiver_that_does_not_carry_over_is_not_proposed(warehouse: Any, workspace: Workspace) -> None:
    check(warehouse, a_jump())
    waive(warehouse, workspace, one(warehouse)["id"], "今年だけ", HEAD, AT, NEXT_SPRING)
    later = datetime(2028, 5, 10)
    check(warehouse, a_jump(year=2027), at=later, year=2027)
    found = one(warehouse, scope="2027")
    assert found["proposed_reason"] is None
    with pytest.raises(Refused, match="理由"):
        waive(warehouse, workspace, found["id"], None, HEAD, later, date(2029, 3, 31))


def test_the_acceptance_of_a_given_reason_needs_no_second_one(warehouse: Any, workspace: Workspace) -> None:
    check(warehouse, a_jump())
    number = one(warehouse)["id"]
    explain(warehouse, number, "受入れ再開のため", CLERK, AT)
    assert waive(warehouse, workspace, number, None, HEAD, AT, NEXT_SPRING)["explanation"] == "受入れ再開のため"


def test_an_unknown_finding_is_answered_with_the_nearest_one(warehouse: Any) -> None:
    check(warehouse, a_jump())
    number = one(warehouse)["id"]
    with pytest.raises(Refused, match=f"もしかして {number}"):
        explain(warehouse, number[:-1] + ("0" if number[-1] != "0" else "1"), "理由", CLERK, AT)


def test_a_rule_may_name_its_approver(workspace: Workspace) -> None:
    rule = workspace.programme.rules[0]
    named = rule.model_copy(update={"id": "money", "parameters": {"approver": "財務部長"}})
    programme = workspace.programme.model_copy(update={"rules": (*workspace.programme.rules, named)})
    programme.__dict__.pop("rules_by_id", None)
    assert approver_of(programme, "money") == approver_of(programme, "money_of_some_identity") == "財務部長"
    assert approver_of(programme, rule.id) == "事業責任者"
