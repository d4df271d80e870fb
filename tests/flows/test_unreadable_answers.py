"""What cannot be read takes no readable value's place, is never 確定, and its repair is taken."""

from datetime import datetime, timedelta
from typing import Any

from flows.check import check
from flows.collect import collect
from flows.facts import facts
from flows.findings import open_findings
from tests.flows.conftest import PARTNER
from warehouse.workspace import Workspace

FIRST_DAY = datetime(2026, 6, 1)
HEAD = "行,年度,値,状態,差替え理由\n"


def sent(workspace: Workspace, day: int, *lines: str) -> str:
    """Receive a file of the partner and return its receipt."""
    path = workspace.inbox(2026) / f"{PARTNER}_{day}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    [receipt] = collect(workspace, 2026, FIRST_DAY + timedelta(days=day), {}).receipts
    return receipt.read_text(encoding="utf-8")


def fact(workspace: Workspace, row: str) -> tuple[Any, str, str]:
    [found] = [each for each in facts(workspace) if (each["university"], each["row"], each["kind"]) == (PARTNER, row, "actual")]  # fmt: skip
    return found["value"], found["state"], found["status"]


def blocked(workspace: Workspace, row: str) -> list[str]:
    found = open_findings(workspace, ["2026"])
    return [each["message_ja"] for each in found if (each["row"], each["severity"]) == (row, "block")]


def said(workspace: Workspace) -> list[str]:
    done = check(workspace, [2026], FIRST_DAY + timedelta(days=30))
    return [each["message_ja"] for each in done.findings if each["rule"] == "provisional_after_final"]


def test_the_earlier_value_stands_until_what_cannot_be_read_is_mended(planned: Workspace) -> None:
    sent(planned, 0, "6.u,2026,67,確定,")
    receipt = sent(planned, 1, "6.u,2026,?,確定,")
    assert fact(planned, "6.u") == (67, "value", "final")
    [message] = blocked(planned, "6.u")
    assert message.endswith(f"前の回答の67人（{PARTNER}_0.csv）を用います")
    assert "67人 → 読み取れない値【未反映：読み取れない" in receipt
    assert "記入がありません" not in receipt  # nothing changed of which the reason could be asked
    sent(planned, 2, "6.u,2026,68,確定,")
    assert (fact(planned, "6.u"), blocked(planned, "6.u")) == ((68, "value", "final"), [])


def test_a_first_answer_that_cannot_be_read_is_no_value_and_any_value_takes_its_place(planned: Workspace) -> None:
    sent(planned, 0, "6.u,2026,?,確定,")
    assert fact(planned, "6.u")[:2] == (None, "error")
    [message] = blocked(planned, "6.u")
    assert "前の回答" not in message
    sent(planned, 1, "6.u,2026,,,")
    assert fact(planned, "6.u")[:2] == (None, "error")  # a blank takes nothing away
    receipt = sent(planned, 2, "6.u,2026,12,速報,")
    assert fact(planned, "6.u") == (12, "value", "provisional")
    assert ("未反映" in receipt, said(planned)) == (False, [])


def test_the_repair_of_what_could_not_be_read_needs_no_reason(planned: Workspace) -> None:
    sent(planned, 0, "2.A,2026,104,確定,")
    sent(planned, 1, '2.A,2026,"1,000,1",確定,')
    assert fact(planned, "2.A") == (104, "value", "final")
    receipt = sent(planned, 2, "2.A,2026,105,,")
    assert fact(planned, "2.A")[:2] == (105, "value")
    assert ("未反映" in receipt, said(planned), blocked(planned, "2.A")) == (False, [], [])


def test_a_whole_answer_with_one_unreadable_cell_keeps_what_stood_there(planned: Workspace) -> None:
    sent(planned, 0, "2.A,2026,104,速報,", "5.A,2026,1200,速報,", "5.B_long,2026,20,速報,")
    sent(planned, 1, "2.A,2026,約105,速報,人数の誤り", "5.A,2026,1210,速報,人数の誤り", "5.B_long,2026,,,")
    assert [fact(planned, row)[0] for row in ("2.A", "5.A", "5.B_long")] == [104, 1210, 20]
    assert len(blocked(planned, "2.A")) == 1


def test_a_provisional_value_after_a_final_one_still_waits_for_a_reason(planned: Workspace) -> None:
    sent(planned, 0, "2.A,2026,104,確定,", "3.npo,2026,,該当なし,", "5.A,2026,1200,速報,")
    receipt = sent(planned, 1, "2.A,2026,105,速報,")
    assert (fact(planned, "2.A")[0], "【未反映：確定した値のため" in receipt) == (104, True)
    [message] = said(planned)
    assert f"確定104人（{PARTNER}_0.csv）の後に速報105人が" in message


def test_no_sentence_prints_a_unit_without_a_value(planned: Workspace) -> None:
    sent(planned, 0, "3.npo,2026,,該当なし,")
    sent(planned, 1, "3.npo,2026,4,確定,誤り")
    sent(planned, 2, "3.npo,2026,,該当なし,誤り")
    sent(planned, 3, "3.npo,2026,5,速報,")
    for message in said(planned):
        assert "確定件" not in message
        assert "速報件" not in message
