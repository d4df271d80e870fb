"""Collecting: everything that came is kept, and nothing that is broken stops the rest."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path

import pytest

from flows.collect import Collected, collect
from flows.facts import facts
from flows.status import status
from tests.flows.conftest import LEAD, PARTNER, Run
from warehouse import evidence
from warehouse.workspace import Workspace

MAY = datetime(2026, 5, 20)
JUNE = datetime(2026, 6, 1)


def put(workspace: Workspace, name: str, content: str | bytes) -> Path:
    path = workspace.inbox(2026) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def an_answer(**values: object) -> str:
    lines = [f"{row.replace('_', '.', 1)},2026,{value},確定" for row, value in values.items()]
    return "\n".join(["行,年度,値,状態", *lines, ""])


def gather(workspace: Workspace, at: datetime = MAY) -> Collected:
    return collect(workspace, 2026, at, {})


def rules(done: Collected) -> set[str]:
    return {each["rule"] for each in done.findings}


def value(workspace: Workspace, university: str, row: str) -> object:
    entries = [e for e in facts(workspace, year=2026) if e["kind"] == "actual"]
    return next(e["value"] for e in entries if (e["university"], e["row"]) == (university, row))


def test_a_broken_file_never_stops_the_others(planned: Workspace) -> None:
    put(planned, f"{LEAD}.xlsx", b"")
    put(planned, f"{PARTNER}.csv", an_answer(**{"5_A": 1300}))
    done = gather(planned)
    assert value(planned, PARTNER, "5.A") == 1300
    [finding] = done.findings
    assert (finding["severity"], finding["university"], finding["source"]["file"]) == ("block", LEAD, f"{LEAD}.xlsx")


def test_what_came_is_kept_byte_by_byte_also_where_nobody_can_read_it(planned: Workspace) -> None:
    put(planned, "何か.bin", b"\0\1\2 nothing that can be read")
    gather(planned)
    kept = [path.read_bytes() for path in planned.evidence.rglob("*") if path.is_file()]
    assert b"\0\1\2 nothing that can be read" in kept


def test_the_same_file_twice_is_one_submission(planned: Workspace) -> None:
    put(planned, f"{LEAD}.csv", an_answer(**{"5_A": 1300}))
    assert len(gather(planned).new) == 1
    put(planned, f"copy/{LEAD}-copy.csv", an_answer(**{"5_A": 1300}))
    assert len(gather(planned, JUNE).new) == 0


def test_a_replacement_takes_the_place_of_the_file_and_closes_what_was_open(planned: Workspace) -> None:
    put(planned, f"{LEAD}.csv", an_answer(**{"5_A": "千三百", "2_A": 800}))
    assert rules(gather(planned)) != set()
    put(planned, f"{LEAD}_差替え.csv", an_answer(**{"5_A": 1300}))
    done = gather(planned, JUNE)
    assert rules(done) == set()
    assert (value(planned, LEAD, "5.A"), value(planned, LEAD, "2.A")) == (1300, 800)


def test_a_later_answer_about_other_rows_leaves_open_what_was_open(planned: Workspace) -> None:
    put(planned, f"{LEAD}_第1回.csv", an_answer(**{"5_A": "千三百"}))
    before = rules(gather(planned))
    put(planned, f"{LEAD}_第2回.csv", an_answer(**{"3_npo": 4}))
    assert rules(gather(planned, JUNE)) == before != set()


def test_of_two_files_found_at_once_the_one_written_later_holds(planned: Workspace) -> None:
    import os

    first = put(planned, f"{LEAD}_z.csv", an_answer(**{"5_A": 1}))
    second = put(planned, f"{LEAD}_a.csv", an_answer(**{"5_A": 2}))
    os.utime(first, (1_000_000_000, 1_000_000_000))
    os.utime(second, (1_000_000_100, 1_000_000_100))
    gather(planned)
    assert value(planned, LEAD, "5.A") == 2


def test_what_a_collection_brought_is_known_at_its_own_moment(planned: Workspace) -> None:
    put(planned, f"{LEAD}.csv", an_answer(**{"5_A": 1300}))
    gather(planned)
    assert [e["value"] for e in facts(planned, MAY, 2026) if (e["row"], e["kind"]) == ("5.A", "actual")] == [1300]
    assert [e for e in facts(planned, datetime(2026, 5, 19), 2026) if e["kind"] == "actual"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")
def test_a_link_that_leaves_the_inbox_is_refused_and_named(planned: Workspace, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(an_answer(**{"5_A": 9}), encoding="utf-8")
    planned.inbox(2026).mkdir(parents=True)
    (planned.inbox(2026) / f"{LEAD}.csv").symlink_to(secret)
    (planned.inbox(2026) / "folder").symlink_to(tmp_path)
    done = gather(planned)
    assert [each["rule"] for each in done.findings] == ["link_leaves_inbox"] * 2
    assert [e for e in facts(planned, year=2026) if e["kind"] == "actual"] == []
    assert str(secret) in "".join(each["message_ja"] for each in done.findings)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and names of bytes are not of Windows")
def test_a_pipe_is_named_without_waiting_for_it_and_names_in_other_encodings_are_read(planned: Workspace) -> None:
    planned.inbox(2026).mkdir(parents=True)
    os.mkfifo(planned.inbox(2026) / f"{PARTNER}.xlsx")
    folder = os.fsencode(planned.inbox(2026))
    Path(os.fsdecode(folder + f"/回答_{LEAD}.csv".encode("cp932"))).write_text(an_answer(**{"5_A": 1300}), "utf-8")
    Path(os.fsdecode(folder + b"/a\nb\xff.csv")).write_text("x")
    done = gather(planned)
    assert "file_cannot_be_opened" in rules(done) and value(planned, LEAD, "5.A") == 1300
    assert {each.name for each in done.came} >= {f"回答_{LEAD}.csv", f"{PARTNER}.xlsx"}
    assert all("\n" not in each.name for each in done.came)


def test_a_fault_of_our_own_is_a_finding_and_the_file_is_read_again_next_time(
    planned: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(planned, f"{LEAD}.csv", an_answer(**{"5_A": 1300}))
    put(planned, f"{PARTNER}.csv", an_answer(**{"5_A": 700}))
    from warehouse.intake import recognise

    reads = recognise.read_return

    def stumbles(received: object, *rest: object) -> object:
        if LEAD in received.name:  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return reads(received, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(recognise, "read_return", stumbles)
    done = gather(planned)
    assert rules(done) == {"reading_stopped"}
    assert value(planned, PARTNER, "5.A") == 700
    monkeypatch.undo()
    assert rules(gather(planned, JUNE)) == set()
    assert value(planned, LEAD, "5.A") == 1300


def test_what_office_programs_leave_behind_is_nobodys_answer(planned: Workspace) -> None:
    for name in ("~$調査票.xlsx", ".DS_Store", "Thumbs.db", "回答.csv.part"):
        put(planned, name, b"x")
    assert gather(planned).came == ()


def test_a_university_that_answers_from_its_database_is_asked(planned: Workspace) -> None:
    text = (planned.root / "rokunen.yaml").read_text(encoding="utf-8")
    channel = "  channel: {kind: sql, file: channels/partner.yaml}\n"
    (planned.root / "rokunen.yaml").write_text(text.rstrip() + "\n" + channel, encoding="utf-8")
    queries = "url_from: PARTNER_URL\nstatus: final\nqueries:\n  5.A: select 4321\n"
    (planned.root / "channels" / "partner.yaml").write_text(queries, encoding="utf-8")
    workspace = Workspace(planned.root)
    done = collect(workspace, 2026, MAY, {"PARTNER_URL": "sqlite://"})
    assert [(each.channel, each.values) for each in done.came] == [("sql", 1)], done
    assert value(workspace, PARTNER, "5.A") == 4321
    assert "database" in " ".join(rules(collect(workspace, 2026, JUNE, {})))


def test_the_command_says_what_came_and_leaves_with_1_while_something_must_be_corrected(
    rokunen: Run, planned: Workspace
) -> None:
    put(planned, f"{LEAD}.csv", an_answer(**{"5_A": 1300}))
    done = rokunen("collect", "--year", "2026", "--workspace", planned.root)
    assert (done.returncode, "代表大学" in done.stdout) == (0, True), done.stderr
    put(planned, "broken.xlsx", b"")
    done = rokunen("collect", "--year", "2026", "--json", "--workspace", planned.root)
    assert done.returncode == 1
    [entry] = json.loads(done.stdout)
    assert {"rule", "severity", "message_ja", "message_en", "remedy_ja", "remedy_en", "source"} <= set(entry)


def test_status_says_who_answered_how_much_and_when(planned: Workspace) -> None:
    put(planned, f"{LEAD}.csv", an_answer(**{"5_A": 1300, "2_A": 800, "3_npo": 4}))
    gather(planned)
    rounds = {(each["round"], each["university"]): each for each in status(planned, [2026])}
    lead = rounds["may1_round", LEAD]
    assert (lead["answered"], lead["received_at"], lead["file"]) == (2, MAY, f"{LEAD}.csv")
    assert (lead["due"], rounds["full_year_round", LEAD]["due"]) == (
        "2026-06-19",
        "2027-06-18",
    )  # the Friday before, as the letter says
    assert rounds["full_year_round", LEAD]["answered"] == 1
    assert (rounds["may1_round", PARTNER]["answered"], rounds["may1_round", PARTNER]["file"]) == (0, None)


def test_evidence_names_each_file_by_its_own_hash(planned: Workspace) -> None:
    import hashlib

    put(planned, f"{LEAD}.csv", an_answer(**{"5_A": 1300}))
    gather(planned)
    for path in planned.evidence.rglob("*"):
        if path.is_file():
            kept = path.relative_to(planned.evidence).as_posix()
            assert hashlib.sha256(evidence.content(planned, kept)).hexdigest() == path.stem
