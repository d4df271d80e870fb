"""Reasons, acceptances, signatures and releases as people type them, and the log that tells of them."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from flows import screen
from tests.flows.conftest import LEAD, PARTNER, Run, load
from warehouse import write
from warehouse.database import open_warehouse
from warehouse.evidence import keep
from warehouse.finding import Finding, Place
from warehouse.intake.submission import Datum, Submission
from warehouse.workspace import Workspace

AT = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=2)
NEXT_FY = str(AT.year + 1)


def a_finding(severity: str, row: str) -> Finding:
    words = ("a_rule", severity, f"{row} の値が違います", f"{row} differs", "直してください", "mend it")
    return Finding(*words, PARTNER, "5", row, 2026, Place("回答.csv", "第1回", "E7"), Decimal(50))


def check(workspace: Workspace, *findings: Finding) -> None:
    with open_warehouse(workspace.database) as connection:
        run = write.next_run(connection, "2026")
        write.add_check_run(connection, run, AT + timedelta(minutes=5), "2026", "definition", [], findings)


@pytest.fixture
def returned(workspace: Workspace) -> Workspace:
    """Both universities have answered 5.A of FY2026, from kept files, and were checked: one question is open."""
    for code in (LEAD, PARTNER):
        received = keep(workspace, "回答.csv", f"{code},5.A,2026,100\n".encode(), AT)
        data = (Datum(code, "5.A", 2026, "actual", "value", Decimal(100), "100", None, "D2"),)
        load(workspace, Submission(received, "return", "csv", 2026, code, workspace.programme.hash, data))
    check(workspace, a_finding("explain", "5.A"))
    return workspace


def id_of(row: str) -> str:
    return a_finding("explain", row).id_in("2026")


def listed(done: Any) -> list[dict[str, Any]]:
    return json.loads(done.stdout)


SIGNING = ("--year", "2026", "--round", "1", "--who", "田中", "--post", "学長", "--decision", "第12号")


def test_a_reason_and_its_acceptance_are_kept_and_shown(returned: Workspace, rokunen: Run) -> None:
    at = ("--workspace", returned.root)
    done = rokunen("explain", id_of("5.A")[:6], "--reason", "受入れ再開", "--who", "鈴木", *at)
    assert (done.returncode, "理由あり" in done.stdout) == (0, True), done.stderr
    words = ("--who", "山田", "--until", NEXT_FY, "--bound", "60", "--carry-over", "--json")
    [entry] = listed(rokunen("waive", id_of("5.A"), *words, *at))
    assert (entry["state"], entry["explanation"], entry["bound"]) == ("waived", "受入れ再開", 60)
    assert entry["expires_on"] == f"{AT.year + 2}-03-31"


def test_wrong_use_is_one_sentence_and_code_2(returned: Workspace, rokunen: Run) -> None:
    at = ("--workspace", returned.root)
    done = rokunen("explain", "0000000000", "--reason", "a", "--who", "b", *at)
    assert (
        done.returncode == 2 and "確認事項「0000000000」はありません" in done.stderr and "Traceback" not in done.stderr
    )
    done = rokunen("sign", "--as", "決裁", *SIGNING, "連携大学", "--json", *at)
    assert done.returncode == 2 and "確認がまだ" in done.stderr and listed(done) == []
    assert rokunen("sign", "--as", "承認", *SIGNING, "--all", *at).returncode == 2


def test_everybody_is_signed_at_once_and_the_partner_accepted(returned: Workspace, rokunen: Run) -> None:
    at = ("--workspace", returned.root)
    for act in ("作成", "確認", "決裁"):
        done = rokunen("sign", "--as", act, "--all", *SIGNING, *at)
        assert done.returncode == 0, done.stderr
    assert done.stdout.count("決裁済み（確定）") == 2
    done = rokunen("accept", "--all", *SIGNING, "--json", *at)
    assert [(row["university"], row["state"]) for row in listed(done)] == [(PARTNER, "accepted")]
    words = ("--year", "2026", "--round", "1", "--reason", "誤り", "--who", "高橋", "--post", "課長")
    assert listed(rokunen("unlock", PARTNER, *words, "--json", *at))[0]["state"] == "checked"


def test_a_return_that_must_be_corrected_is_not_signed_until_it_is_released(returned: Workspace, rokunen: Run) -> None:
    check(returned, a_finding("block", "5.A"))
    at = ("--workspace", returned.root)
    done = rokunen("sign", "--as", "prepared", "--all", *SIGNING, *at)
    assert done.returncode == 1 and "代表大学" in done.stdout  # the other one is signed all the same
    assert "要修正1件が開いているため" in done.stderr and "5.A の値が違います" in done.stderr
    words = ("--year", "2026", "--reason", "期限", "--who", "山田", "--decision", "第3号", "--json")
    [note] = listed(rokunen("release", "return", *words, *at))
    assert (note["note"], note["row"], note["decision"]) == (1, "5.A", "第3号")
    assert rokunen("sign", "--as", "prepared", PARTNER, *SIGNING, *at).returncode == 0


def test_the_log_lists_every_act_and_verify_names_what_was_changed(returned: Workspace, rokunen: Run) -> None:
    at = ("--workspace", returned.root)
    rokunen("explain", id_of("5.A"), "--reason", "受入れ再開", "--who", "鈴木", *at)
    entries = listed(rokunen("log", "--json", *at))
    assert [entry["act"] for entry in entries] == ["defined", "received", "received", "checked", "explained"]
    assert "鈴木" in rokunen("log", "--act", "explained", *at).stdout
    assert rokunen("verify", *at).returncode == 0
    lines = returned.log.read_text(encoding="utf-8").replace("受入れ再開", "受入れ停止")
    returned.log.write_text(lines, encoding="utf-8")
    done = rokunen("verify", "--json", *at)
    assert done.returncode == 1 and listed(done)[0]["number"] == 5
    returned.log.write_text("\n".join(lines.splitlines()[:4]) + "\n", encoding="utf-8")
    assert "失われた" in rokunen("verify", *at).stdout  # the warehouse knows the head


def test_verify_names_a_changed_file_of_evidence(returned: Workspace, rokunen: Run) -> None:
    path = next(returned.evidence.rglob("*.csv"))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    done = rokunen("verify", "--workspace", returned.root)
    assert done.returncode == 1 and path.name in done.stdout


def test_verify_names_an_entry_that_was_changed_in_the_warehouse(returned: Workspace, rokunen: Run) -> None:
    with open_warehouse(returned.database) as connection:
        connection.execute("update raw.log set who = '他人' where number = 2")
    done = rokunen("verify", "--json", "--workspace", returned.root)
    assert (done.returncode, listed(done)[0]["number"]) == (1, 2)


def test_a_workspace_where_nothing_happened_is_sound(workspace: Workspace, rokunen: Run) -> None:
    assert rokunen("verify", "--workspace", workspace.root).returncode == 0


def test_a_finding_is_shown_with_its_id_and_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    entry = screen.finding_entry(a_finding("explain", "5.A")) | {
        "id": "0a1b2c3d4e",
        "state": "open",
        "reopened": "expired",
    }
    screen.findings([entry | {"explanation": "双子の学生"}], "ja")
    shown = capsys.readouterr().out
    assert "[要理由 0a1b2c3d4e]" in shown and "期限切れのため再確認）: 双子の学生" in shown
