"""A rehearsal reads the kept files again: what would be found in them, and what no more."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from expectations.rehearse import rehearse
from flows.collect import collect
from tests.builders import FIRST, LEAD, NAMES
from warehouse import read
from warehouse.candidate import candidate_text
from warehouse.database import open_warehouse
from warehouse.programme.load import DEFINITIONS
from warehouse.workspace import Workspace, create_workspace

AT = datetime(2027, 5, 1)
ANSWER = "row,fiscal_year,value,status\n3.npo,2026,5,確定\n3.ngo,2026,6,確定\n6.u,2026,約12,確定\n"


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """A workspace with one answer, a CSV: a row key that nobody knows, and “about 12”."""
    shutil.copytree(DEFINITIONS / "social-impact-type2", tmp_path / "mine")
    workspace = create_workspace(
        tmp_path / "office", str(tmp_path / "mine"), [("lead", LEAD, NAMES[LEAD]), ("partner", FIRST, NAMES[FIRST])]
    )
    inbox = workspace.root / "inbox" / "2026" / FIRST
    inbox.mkdir(parents=True)
    (inbox / "回答.csv").write_text(ANSWER, encoding="utf-8")
    collect(workspace, 2026, AT, {})
    return workspace


def proposed(workspace: Workspace, place: str, old: str, new: str) -> bytes:
    """Return the text of the definition in which some words of some files are others."""
    folder = Path(shutil.copytree(Path(workspace.programme.folder), workspace.root / "proposed"))
    for path in folder.rglob(place):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return candidate_text(workspace, folder)


def told(done, state: str) -> set[tuple[str, str, str | None]]:
    return {(each["scope"], each["rule"], each["university"]) for each in done.entries if each["state"] == state}


def test_another_form_shows_what_would_be_found_in_kept_files_and_what_no_more(office: Workspace) -> None:
    done = rehearse(office, proposed(office, "*.yaml", "3.npo", "3.ngo"), AT, "x")
    (new,) = [each for each in done.entries if each["state"] == "new" and each["rule"] == "channel_row_unknown"]
    (gone,) = [each for each in done.entries if each["state"] == "gone" and each["rule"] == "channel_row_unknown"]
    assert "3.npo" in new["message_ja"] and "3.ngo" in gone["message_ja"]
    assert (new["university"], Path(new["file"]).name, new["applies"]) == (FIRST, "回答.csv", True)
    assert ("2026", "channel_value_question", FIRST) in told(done, "same")
    with open_warehouse(office.database) as connection:
        (kept,) = read.rows(connection, "raw.finding", rule="channel_row_unknown")
    assert kept["message_ja"] == gone["message_ja"]


def test_a_rule_of_reading_that_weighs_otherwise_is_rehearsed_alone(office: Workspace) -> None:
    text = proposed(
        office,
        "channel.yaml",
        "- id: channel_value_question\n  kind: intake\n  severity: block",
        "- id: channel_value_question\n  kind: intake\n  severity: explain",
    )
    done = rehearse(office, text, AT, "x")
    assert set(done.rules) == {"channel_value_question"}
    assert [(each["rule"], each["state"], each["severity"]) for each in done.entries] == [
        ("channel_value_question", "same", "explain")
    ]
    assert done.rules.items() <= json.loads(_detail(office))["rules"].items()


def test_without_a_difference_files_are_read_again_only_where_that_is_asked_for(office: Workspace) -> None:
    text = candidate_text(office, None)
    assert rehearse(office, text, AT, "x").entries == ()
    done = rehearse(office, text, AT, "x", with_reading=True)
    assert told(done, "new") == told(done, "gone") == set()
    assert ("2026", "channel_row_unknown", FIRST) in told(done, "same")


def test_an_answer_of_which_only_a_note_is_kept_is_named(office: Workspace) -> None:
    (office.root / "inbox" / "2026" / FIRST / "link.csv").symlink_to(office.root.parent / "mine" / "years.yaml")
    collect(office, 2026, datetime(2027, 5, 2), {})
    done = rehearse(office, candidate_text(office, None), AT, "x", with_reading=True)
    assert len(done.unread) == 1 and done.unread[0].endswith("link.csv")


def _detail(workspace: Workspace) -> str:
    with open_warehouse(workspace.database) as connection:
        return str(read.rows(connection, "raw.log", "number", act="rehearsed")[-1]["detail"])
