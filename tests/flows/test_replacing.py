"""A 差替え: it is acknowledged, shows what it changed, and is asked for its reason; what nobody sent can be set aside."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from flows.check import check
from flows.collect import Collected, collect
from flows.findings import open_findings
from flows.log import entries
from tests.flows.conftest import LEAD, PARTNER, Run
from warehouse.workspace import Workspace

FIRST_DAY = datetime(2026, 6, 1)
SENT = "行,年度,値,状態,差替え理由\n"


def put(workspace: Workspace, name: str, content: str | bytes) -> Path:
    path = workspace.inbox(2026) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def gather(workspace: Workspace, day: int) -> Collected:
    return collect(workspace, 2026, FIRST_DAY + timedelta(days=day), {})


def sent(workspace: Workspace, day: int, *lines: str, name: str = "") -> str:
    """Receive a file of the partner and return its receipt."""
    put(workspace, f"{PARTNER}{name}.csv", SENT + "\n".join(lines) + "\n")
    [receipt] = gather(workspace, day).receipts
    return receipt.read_text(encoding="utf-8")


def asked(workspace: Workspace, day: int) -> list[dict[str, object]]:
    done = check(workspace, [2026], FIRST_DAY + timedelta(days=day, hours=1))
    return [each for each in done.findings if each["rule"] == "replacement_without_reason"]


def test_each_file_is_acknowledged_with_its_hash_and_once(workspace: Workspace) -> None:
    receipt = sent(workspace, 0, "5.A,2026,1200,確定,")
    content = (workspace.inbox(2026) / f"{PARTNER}.csv").read_bytes()
    assert hashlib.sha256(content).hexdigest() in receipt
    assert f"{PARTNER}.csv" in receipt
    assert "連携大学　御中" in receipt
    assert "令和8年6月1日 9時00分" in receipt
    assert "→" not in receipt
    assert gather(workspace, 1).receipts == ()


def test_what_a_killed_collection_did_not_come_to_is_there_after_the_next_one(workspace: Workspace) -> None:
    receipt = sent(workspace, 0, "5.A,2026,1200,確定,")
    [path] = workspace.outbox(2026).glob("*受領確認*")
    path.unlink()
    whole = workspace.log.read_bytes()
    workspace.log.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    assert gather(workspace, 1).receipts == (path,)
    assert path.read_text(encoding="utf-8") == receipt
    assert workspace.log.read_bytes() == whole


def test_a_replacement_shows_what_changed_and_is_asked_for_its_reason_until_it_gives_one(workspace: Workspace) -> None:
    sent(workspace, 0, "5.A,2026,1200,速報,", "2.A,2026,80,速報,", "3.npo,2026,,集計中,", "6.a,2026,9,速報,")
    lines = ["5.A,2026,1234,速報,", "2.A,2026,80,速報,", "3.npo,2026,4,速報,", "6.a,2026,8,確定,"]
    receipt = sent(workspace, 1, *lines, name="_2")
    assert "5.A 全学生数 (A)　1,200人 → 1,234人" in receipt
    assert "3.npo 連携するNGO・NPO・国際機関等の団体　集計中 → 4件" in receipt
    assert "2.A" not in receipt
    assert "記入がありません" in receipt
    [finding] = asked(workspace, 1)  # 集計中 to a number and 速報 to 確定 speak for themselves
    assert (finding["severity"], finding["university"]) == ("explain", PARTNER)
    assert "1箇所" in str(finding["message_ja"])
    assert "1,200→1,234" in str(finding["message_ja"])
    receipt = sent(workspace, 2, "5.A,2026,1240,速報,休学者の計上漏れ", name="_3")
    assert "差替えの理由：休学者の計上漏れ" in receipt
    assert f"前の回答：{PARTNER}_2.csv" in receipt
    assert asked(workspace, 2) == []


def test_a_change_that_was_not_taken_says_so(workspace: Workspace) -> None:
    sent(workspace, 0, "5.A,2026,1200,確定,")
    receipt = sent(workspace, 1, "5.A,2026,1100,速報,", name="_2")
    assert "1,200人 → 1,100人【未反映" in receipt


def test_a_file_of_an_unknown_sender_becomes_the_university_s_when_it_is_put_into_its_folder(
    workspace: Workspace,
) -> None:
    path = put(workspace, "回答.xlsx", b"")
    [finding] = gather(workspace, 0).findings
    assert (finding["university"], "rokunen aside" in str(finding["remedy_ja"])) == (None, True)
    (workspace.inbox(2026) / PARTNER).mkdir()
    path.rename(workspace.inbox(2026) / PARTNER / path.name)
    [finding] = gather(workspace, 1).findings
    assert (finding["university"], "rokunen aside" in str(finding["remedy_ja"])) == (PARTNER, False)
    sent(workspace, 2, "5.A,2026,1200,確定,", "2.A,2026,80,確定,")
    assert open_findings(workspace, ["2026"]) == []


def test_what_is_said_of_a_whole_file_stays_until_that_file_is_answered_anew(workspace: Workspace) -> None:
    put(workspace, f"{PARTNER}_昨年.csv", "行,年度,値\n5.A,2025,1100\n")
    put(workspace, f"{PARTNER}_案内.pdf", b"%PDF-1.4 nothing")
    opened = {each["id"]: each["source"]["file"] for each in gather(workspace, 0).findings}
    assert set(opened.values()) == {f"{PARTNER}_昨年.csv", f"{PARTNER}_案内.pdf"}
    receipt = sent(workspace, 1, "3.npo,2026,4,確定,")
    assert {each["id"] for each in open_findings(workspace, ["2026"])} == set(opened)
    assert "要修正 0件" in receipt
    sent(workspace, 2, "5.A,2026,1200,確定,", "2.A,2026,80,確定,", "2.B,2026,8,確定,", name="_第1回")
    assert open_findings(workspace, ["2026"]) == []


def test_a_file_that_is_nobody_s_answer_is_set_aside_with_a_reason_and_kept(rokunen: Run, workspace: Workspace) -> None:
    put(workspace, "案内.pdf", b"%PDF-1.4 nothing")
    gather(workspace, 0)
    assert len(open_findings(workspace, ["2026"])) == 1
    words = ("--who", "佐藤", "--workspace", workspace.root)
    done = rokunen("aside", "案内.pdf", "--reason", "会議の案内で、回答ではない", *words)
    assert (done.returncode, "対象外" in done.stdout) == (0, True), done.stderr
    assert open_findings(workspace, ["2026"]) == []
    assert gather(workspace, 1).findings == ()
    kept = [path.read_bytes() for path in workspace.evidence.rglob("*") if path.is_file()]
    assert b"%PDF-1.4 nothing" in kept
    [act] = entries(workspace, acts=["set_aside"])
    assert "会議の案内" in act["detail"]
    [before] = open_findings(workspace, ["2026"], as_of=FIRST_DAY + timedelta(hours=1))
    assert before["source"]["file"] == "案内.pdf"


def test_the_answer_of_a_university_is_never_set_aside_but_a_file_of_its_own_that_says_nothing_is(
    rokunen: Run, workspace: Workspace
) -> None:
    put(workspace, f"{LEAD}.csv", SENT + "5.A,2026,約300,確定,\n")
    put(workspace, f"{LEAD}_送付状.pdf", b"%PDF-1.4 nothing")
    gather(workspace, 0)
    words = ("--reason", "不要", "--who", "佐藤", "--workspace", workspace.root)
    done = rokunen("aside", f"{LEAD}.csv", *words)
    assert (done.returncode, "差替え" in done.stderr) == (2, True), done.stderr
    assert rokunen("aside", f"{LEAD}_送付状.pdf", *words).returncode == 0
    assert [each["source"]["file"] for each in open_findings(workspace, ["2026"])] == [f"{LEAD}.csv"]
