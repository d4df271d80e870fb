"""An earlier moment is seen with the definition and the roster of its time."""

from __future__ import annotations

import hashlib
import shutil
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.desk import LEAD, PARTNER
from warehouse import verify_log, write
from warehouse.database import open_warehouse
from warehouse.definition import in_force
from warehouse.evidence import store
from warehouse.programme.load import DEFINITIONS, definition_text, files_of, load_programme
from warehouse.workspace import FILE, Workspace, create_workspace

FIRST, SECOND = datetime(2026, 5, 1), datetime(2027, 5, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(DEFINITIONS / "social-impact-type2", tmp_path / "ws" / "mine")
    universities = [("lead", LEAD, "代表大学"), ("partner", PARTNER, "連携大学")]
    workspace = create_workspace(tmp_path / "ws", str(tmp_path / "ws" / "mine"), universities)
    register(workspace, FIRST)
    return workspace


def register(workspace: Workspace, at: datetime) -> None:
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, at)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_hash_of_a_definition_is_that_of_its_text_and_the_text_gives_its_files_back() -> None:
    folder = DEFINITIONS / "social-impact-type2"
    text = definition_text(folder)
    assert hashlib.sha256(text).hexdigest() == load_programme(folder).hash
    files = files_of(text)
    assert {"indicators.yaml", "rules/return.yaml"} <= set(files)
    assert all((folder / name).read_bytes() == content for name, content in files.items())


def test_a_definition_whose_registration_was_cut_short_is_registered_whole_by_the_next_run(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(workspace.root / "mine" / "indicators.yaml", "label: 教員総数 (A)", "label: 専任教員総数 (A)")
    changed = Workspace(workspace.root)
    with monkeypatch.context() as patched:
        patched.setattr(write, "definition_rows", lambda programme: {"row": [("cut", "short")]})
        with pytest.raises(duckdb.Error):
            register(changed, SECOND)
    register(changed, SECOND)
    with open_warehouse(workspace.database) as connection:
        labels = connection.execute("select distinct label_ja from def.row where row = '2.A'").fetchall()
    assert {label for (label,) in labels} == {"教員総数 (A)", "専任教員総数 (A)"}


def test_a_definition_that_changed_is_seen_as_it_was(workspace: Workspace) -> None:
    before = workspace.programme
    change(workspace.root / "mine" / "indicators.yaml", "label: 教員総数 (A)", "label: 専任教員総数 (A)")
    changed = Workspace(workspace.root)
    register(changed, SECOND)
    assert in_force(changed, datetime(2026, 6, 1)).programme == before
    assert in_force(changed, datetime(2027, 6, 1)).programme.rows_by_key["2.A"].label == "専任教員総数 (A)"


def test_a_roster_that_changed_is_seen_as_it_was(workspace: Workspace) -> None:
    change(workspace.root / FILE, "連携大学", "改名大学")
    changed = Workspace(workspace.root)
    register(changed, SECOND)
    assert [each.name for each in in_force(changed, datetime(2026, 6, 1)).universities] == ["代表大学", "連携大学"]
    assert [each.name for each in in_force(changed, None).universities] == ["代表大学", "改名大学"]


def test_kept_definitions_stand_the_verifier_and_a_changed_one_is_named(workspace: Workspace) -> None:
    kept = next(workspace.evidence.rglob("*.definition"))
    assert verify_log.verify(workspace.log, workspace.evidence).faults == []
    kept.chmod(0o644)
    change(kept, "教員総数", "教員数")
    assert [fault.name for fault in verify_log.verify(workspace.log, workspace.evidence).faults] == [
        kept.relative_to(workspace.evidence).as_posix()
    ]


def test_a_definition_that_this_release_cannot_read_leaves_the_present_one_in_use(workspace: Workspace) -> None:
    digest = workspace.programme.hash
    change(workspace.root / "mine" / "programme.yaml", "form_number:", "form_number: x\nolder_key:")
    with open_warehouse(workspace.database) as connection:
        text = definition_text(workspace.root / "mine")
        older, _ = store(workspace, text, ".definition")
        write.insert(connection, "def.definition", [(older, "x", SECOND, 2024, 2029, 2023, [2026])])
    change(workspace.root / "mine" / "programme.yaml", "form_number: x\nolder_key:", "form_number:")
    present = in_force(Workspace(workspace.root), datetime(2027, 6, 1)).programme
    assert present.hash == digest != older
