"""A return is signed when nothing must be corrected; signed values change only by an unlock; nothing is ever turned away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.desk import HEAD, LEAD, PARTNER, START, Desk, a_block
from warehouse import read, write
from warehouse.database import open_warehouse, set_as_of
from warehouse.decision import Actor, Blocked, Refused
from warehouse.finding import Finding
from warehouse.signing import sign
from warehouse.workspace import Workspace, create_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    universities = [("lead", LEAD, "代表大学"), ("partner", PARTNER, "連携大学")]
    return create_workspace(tmp_path / "ws", "social-impact-type2", universities)


@pytest.fixture
def desk(workspace: Workspace) -> Iterator[Desk]:
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, START)
        yield Desk(connection, workspace)


@pytest.fixture
def signed(desk: Desk) -> Desk:
    """The partner's first round: 5.A is 100, 2.A is empty; checked and signed."""
    desk.answer({"5.A": 100, "2.A": "blank", "2.B": 3})
    desk.check()
    desk.sign()
    return desk


def test_a_return_goes_from_draft_to_accepted(desk: Desk) -> None:
    desk.answer({"5.A": 90}, LEAD)
    assert desk.state()["state"] == "draft"
    desk.answer({"5.A": 100})
    assert desk.state()["state"] == "submitted"
    desk.check()
    assert desk.state()["state"] == "checked"
    assert desk.sign("prepared", "confirmed")["state"] == "checked"
    done = desk.sign("decided")
    assert (done["state"], done["decided_who"], done["decided_post"], done["decided_decision"]) == (
        "signed",
        "田中",
        "学長",
        "国際第12号",
    )
    assert (done["prepared_who"], done["confirmed_post"], done["decided_acted_at"]) == ("佐藤", "課長", desk.at)
    assert (desk.accept()["state"], desk.state()["accepted_who"]) == ("accepted", "高橋")
    acts = [row["act"] for row in read.rows(desk.connection, "raw.log", "number")]
    assert acts[-5:] == ["signed", "signed", "signed", "locked", "accepted"]


def test_the_rounds_of_a_year_are_signed_apart(signed: Desk) -> None:
    assert signed.state(round_=2)["state"] == "draft"
    signed.answer({"4.short": 7})
    assert (signed.state(round_=1)["state"], signed.state(round_=2)["state"]) == ("signed", "submitted")
    assert signed.value("4.short") == 7


@pytest.mark.parametrize(
    ("acts", "words"),
    [(("confirmed",), "作成がまだ"), (("decided",), "確認がまだ"), (("prepared", "decided"), "確認がまだ")],
)
def test_the_acts_of_sign_off_keep_their_order(desk: Desk, acts: tuple[str, ...], words: str) -> None:
    desk.answer({"5.A": 100})
    desk.check()
    with pytest.raises(Refused, match=words):
        desk.sign(*acts)


def test_an_answer_after_the_first_acts_asks_for_them_anew(desk: Desk) -> None:
    desk.answer({"5.A": 100})
    desk.check()
    desk.sign("prepared", "confirmed")
    desk.answer({"5.A": 101})
    desk.check()
    with pytest.raises(Refused, match="確認がまだ"):
        desk.sign("decided")
    assert desk.sign()["state"] == "signed"


def test_nothing_is_signed_before_the_newest_answer_was_checked(desk: Desk) -> None:
    desk.answer({"5.A": 100})
    with pytest.raises(Refused, match="rokunen check --year 2026"):
        desk.sign("prepared")


def test_nothing_is_signed_while_something_must_be_corrected_and_the_sentence_says_what(desk: Desk) -> None:
    desk.answer({"5.A": 100})
    desk.check(a_block())
    with pytest.raises(Blocked, match="要修正1件が開いているため") as blocked:
        desk.sign("prepared")
    assert "うち数が計を超えています" in str(blocked.value) and blocked.value.findings[0]["id"] in str(blocked.value)
    assert desk.state()["open_block"] == 1
    desk.check()
    assert desk.sign()["state"] == "signed"


def test_what_must_be_corrected_elsewhere_does_not_hold_up_a_university(desk: Desk) -> None:
    desk.answer({"5.A": 100})
    desk.check(a_block(LEAD))
    assert desk.sign()["state"] == "signed"


def test_a_release_lets_a_return_be_signed_and_names_each_note(desk: Desk) -> None:
    desk.answer({"5.A": 100})
    desk.check(a_block(), a_block(row="7.A"))
    notes = desk.release()
    assert [(row["note"], row["row"], row["decision"], row["who"]) for row in notes] == [
        (1, "5.A", "学長決裁第3号", "山田"),
        (2, "7.A", "学長決裁第3号", "山田"),
    ]
    assert (desk.sign()["state"], desk.state()["open_block"]) == ("signed", 0)
    assert {row["state"] for row in read.rows(desk.connection, "out.open_finding")} == {"open"}


def test_the_release_of_a_document_lets_no_return_be_signed(desk: Desk) -> None:
    desk.answer({"5.A": 100})
    desk.check(a_block())
    assert desk.release("interim")
    assert desk.state()["open_block"] == 1
    with pytest.raises(Blocked):
        desk.sign("prepared")


@pytest.mark.parametrize("later", [a_block(row="7.A"), a_block(excess=6)])
def test_a_release_covers_what_was_open_then_and_no_more(desk: Desk, later: Finding) -> None:
    desk.answer({"5.A": 100})
    desk.check(a_block())
    desk.release()
    desk.check(later)
    with pytest.raises(Blocked):
        desk.sign("prepared")


@pytest.mark.parametrize(
    ("actor", "reason", "words"),
    [
        (Actor("山田", "課長", "第3号"), "期限", "事業責任者が行います"),
        (Actor("山田", "事業責任者"), "期限", "決裁文書番号"),
        (HEAD, " ", "理由"),
    ],
)
def test_only_the_responsible_person_releases_with_a_reason_and_a_number(
    desk: Desk, actor: Actor, reason: str, words: str
) -> None:
    desk.answer({"5.A": 100})
    desk.check(a_block())
    with pytest.raises(Refused, match=words):
        desk.release(actor=actor, reason=reason)
    assert read.rows(desk.connection, "raw.release") == []


def test_there_is_nothing_to_release_where_nothing_is_open(desk: Desk) -> None:
    desk.answer({"5.A": 100})
    desk.check()
    with pytest.raises(Refused, match="開いている要修正はありません"):
        desk.release("interim")


def test_a_signed_value_changes_only_by_an_unlock(signed: Desk) -> None:
    signed.answer({"5.A": 120, "2.A": 8, "2.B": 3})
    assert (signed.value(), signed.value("2.A"), signed.state()["state"]) == (100, None, "signed")
    assert len(read.rows(signed.connection, "raw.datum", row="5.A")) == 2  # stored all the same
    changed = [(row["row"], row["signed_value"], row["value"], row["is_in_force"]) for row in signed.changed()]
    assert changed == [("2.A", None, 8, False), ("5.A", 100, 120, False)]
    assert signed.state()["changed_since_signing"] == 2
    before = signed.at
    assert signed.unlock()["state"] == "submitted"
    assert (signed.value(), signed.value("2.A")) == (120, 8)
    assert {row["is_in_force"] for row in signed.changed()} == {True}
    set_as_of(signed.connection, before)
    assert (signed.value(), signed.state()["state"]) == (100, "signed")


def test_an_unlock_starts_the_sign_off_anew_and_the_new_values_are_locked(signed: Desk) -> None:
    signed.answer({"5.A": 120})
    signed.unlock()
    signed.check()
    with pytest.raises(Refused, match="確認がまだ"):
        signed.sign("decided")
    assert signed.sign()["state"] == "signed"
    assert (signed.value(), signed.changed()) == (120, [])
    signed.answer({"5.A": 130})
    assert signed.value() == 120


def test_other_values_of_a_later_answer_count_at_once(signed: Desk) -> None:
    signed.answer({"5.A": 120}, LEAD)
    assert (signed.value(code=LEAD), signed.value()) == (120, 100)


def test_a_value_that_says_the_same_becomes_final_without_an_unlock(desk: Desk) -> None:
    desk.answer({"5.A": 100}, status="provisional")
    desk.check()
    desk.sign()
    desk.answer({"5.A": 100})
    [fact] = read.rows(desk.connection, "out.fact", university=PARTNER, row="5.A", kind="actual")
    assert (fact["value"], fact["status"], desk.changed()) == (100, "final", [])


def test_a_final_value_stays_final_among_those_signed(signed: Desk) -> None:
    signed.answer({"5.A": 90}, status="provisional")
    assert (signed.value(), signed.changed()) == (100, [])


def test_amounts_are_locked_with_the_last_round(desk: Desk) -> None:
    desk.answer({"5.A": 1, "4.short": 5}, LEAD, money=700)
    desk.check()
    desk.sign(code=LEAD, round_=2)
    desk.answer({"5.A": 1}, LEAD, money=900)
    where = {"category": "travel", "column": "executed"}
    assert [row["value"] for row in read.rows(desk.connection, "core.money", **where)] == [700]
    desk.unlock(code=LEAD, round_=2)
    assert [row["value"] for row in read.rows(desk.connection, "core.money", **where)] == [900]


def test_what_is_signed_is_neither_signed_again_nor_unlocked_twice(signed: Desk) -> None:
    with pytest.raises(Refused, match="rokunen unlock"):
        signed.sign("prepared")
    with pytest.raises(Refused, match="理由"):
        signed.unlock(" ")
    signed.unlock()
    with pytest.raises(Refused, match="確定していません"):
        signed.unlock()


def test_an_acceptance_follows_the_sign_off_and_falls_with_it(signed: Desk) -> None:
    signed.accept()
    with pytest.raises(Refused, match="受理済み"):
        signed.accept()
    signed.unlock()
    assert signed.state()["state"] == "checked"
    with pytest.raises(Refused, match="決裁がまだ"):
        signed.accept()
    signed.sign()
    assert signed.state()["state"] == "signed"
    assert signed.accept()["state"] == "accepted"


def test_the_lead_does_not_accept_its_own_return(signed: Desk) -> None:
    with pytest.raises(Refused, match="受理は要りません"):
        signed.accept(LEAD)


@pytest.mark.parametrize("actor", [Actor("", "学長", "第1号"), Actor("田中", "", "第1号"), Actor("田中", "学長")])
def test_a_signature_needs_name_post_and_number(desk: Desk, actor: Actor) -> None:
    desk.answer({"5.A": 100})
    desk.check()
    desk.sign("prepared", "confirmed")
    with pytest.raises(Refused):
        sign(desk.connection, desk.university(PARTNER), 2026, 1, "decided", actor, desk.tomorrow())
    assert desk.state()["state"] == "checked"


def test_nobody_signs_what_never_came(desk: Desk) -> None:
    with pytest.raises(Refused, match="回答はまだありません"):
        desk.sign("prepared")
