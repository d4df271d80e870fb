"""A year's questions, checks and documents by the command."""

import json
from datetime import datetime
from pathlib import Path
from typing import get_args

from flows import publish
from tests.flows.conftest import LEAD, Run
from tests.flows.test_collect import an_answer
from warehouse.workspace import Workspace


def test_form_writes_a_form_and_a_letter_for_each_university_and_makes_room_for_the_answers(
    rokunen: Run, planned: Workspace
) -> None:
    done = rokunen("form", "--year", "2026", "--json", "--workspace", planned.root)
    assert done.returncode == 0, done.stderr
    files = [Path(each["file"]) for each in json.loads(done.stdout)]
    assert sorted(path.suffix for path in files) == [".docx", ".docx", ".xlsx", ".xlsx"]
    assert all(path.is_file() for path in files)
    assert planned.inbox(2026).is_dir()


def test_a_document_is_a_draft_with_code_1_while_a_finding_must_be_corrected(rokunen: Run, planned: Workspace) -> None:
    done = rokunen("report", "budget", "--json", "--workspace", planned.root)
    assert done.returncode == 0, done.stderr
    assert not any(each["draft"] for each in json.loads(done.stdout))
    send_a_broken_file(rokunen, planned)
    done = rokunen("report", "budget", "--workspace", planned.root)
    assert done.returncode == 1, done.stderr
    assert "案" in done.stdout
    assert "broken.xlsx" in done.stdout


def test_every_document_waits_for_what_must_be_corrected(rokunen: Run, planned: Workspace) -> None:
    at = datetime(2027, 7, 1)
    documents = get_args(publish.Name)
    assert not any(publish.report(planned, document, at).blocking for document in documents)
    send_a_broken_file(rokunen, planned)
    for document in documents:
        assert [each["source"]["file"] for each in publish.report(planned, document, at).blocking] == ["broken.xlsx"]


def send_a_broken_file(rokunen: Run, workspace: Workspace) -> None:
    workspace.inbox(2026).mkdir(parents=True)
    (workspace.inbox(2026) / "broken.xlsx").write_bytes(b"")
    assert rokunen("collect", "--year", "2026", "--workspace", workspace.root).returncode == 1


def test_check_lists_what_is_open_with_its_remedy_and_leaves_with_1(rokunen: Run, planned: Workspace) -> None:
    planned.inbox(2026).mkdir(parents=True)
    (planned.inbox(2026) / f"{LEAD}.csv").write_text(an_answer(**{"5_A": 1300}), encoding="utf-8")
    assert rokunen("collect", "--year", "2026", "--workspace", planned.root).returncode == 0
    done = rokunen("check", "--year", "2026", "--json", "--workspace", planned.root)
    assert done.returncode == 1, done.stderr
    entries = json.loads(done.stdout)
    assert {each["severity"] for each in entries} >= {"block"}
    assert all(each["message_ja"] and each["remedy_ja"] and each["message_en"] for each in entries)
    assert {"file", "sheet", "cell"} <= set(entries[0]["source"])
    shown = rokunen("status", "--workspace", planned.root).stdout.splitlines()
    assert [line.split()[1] for line in shown if line.startswith("代表大学")] == ["点検済", "未回答"]
