"""The command's manners: codes, sentences, and nothing but a list on stdout with --json."""

import json
import sys
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import LEAD, PARTNER, Run
from warehouse.workspace import Workspace

PROGRAMME = ("--programme", "social-impact-type2", "--lead", f"{LEAD}=代表大学")


def test_init_makes_a_folder_that_a_person_understands(rokunen: Run, tmp_path: Path) -> None:
    done = rokunen("init", tmp_path / "w", *PROGRAMME, "--partner", f"{PARTNER}=連携大学")
    assert done.returncode == 0, done.stderr
    assert {"plan", "inbox", "outbox", "evidence", "reports"} <= {each.name for each in (tmp_path / "w").iterdir()}
    assert Workspace(tmp_path / "w").universities[1].name == "連携大学"


@pytest.mark.parametrize(
    "words",
    [
        ("facts",),  # no workspace here
        ("init", "w", "--programme", "social-impct-type2", "--lead", f"{LEAD}=大学"),
        ("init", "w", "--programme", "social-impact-type2", "--lead", "X1=大学"),
        ("init", "w", "--programme", "social-impact-type2", "--lead", "大学"),
        ("plan", "import", "missing.xlsx"),
        ("facts", "--year", "令和8"),
        ("facts", "--as-of", "yesterday"),
        ("nonsense",),
    ],
)
def test_wrong_use_is_one_sentence_and_code_2(rokunen: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    done = rokunen(*words, "--json", folder=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert json.loads(done.stdout) == []


def test_a_mistyped_programme_gets_the_nearest_known_one(rokunen: Run, tmp_path: Path) -> None:
    done = rokunen("init", tmp_path / "w", "--programme", "social-impct-type2", "--lead", f"{LEAD}=大学")
    assert "もしかして「social-impact-type2」" in done.stderr


def test_what_nobody_foresaw_is_one_sentence_with_the_log_and_code_3(rokunen: Run, workspace: Workspace) -> None:
    workspace.database.write_bytes(b"no warehouse at all" * 1000)
    done = rokunen("facts", "--json", "--workspace", workspace.root)
    assert done.returncode == 3
    assert json.loads(done.stdout) == []
    assert "Traceback" not in done.stderr
    assert str(workspace.root / "rokunen.log") in done.stderr
    assert "Traceback" in (workspace.root / "rokunen.log").read_text(encoding="utf-8")


def test_a_warehouse_that_another_process_holds_is_waited_for_and_named(rokunen: Run, planned: Workspace) -> None:
    with duckdb.connect(str(planned.database)):
        done = rokunen("facts", "--workspace", planned.root)
    assert done.returncode == 3
    assert "使用中" in done.stderr
    assert "Traceback" not in done.stderr


def test_japanese_is_printed_where_the_console_knows_no_japanese(rokunen: Run, planned: Workspace) -> None:
    done = rokunen("facts", "--workspace", planned.root, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "代表大学" in done.stdout


def test_the_door_of_the_package_is_the_same_command() -> None:
    assert (Path(sys.executable).parent / ("rokunen.exe" if sys.platform == "win32" else "rokunen")).exists()
