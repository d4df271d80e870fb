"""The command's manners: codes, sentences, and nothing but a list on stdout with --json."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from flows.facts import facts
from tests.flows.conftest import LEAD, PARTNER, PLANNED, Run, a_plan, load
from warehouse import read
from warehouse.database import open_warehouse
from warehouse.intake.submission import CoverField, Received
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


@pytest.mark.slow  # waits for ten seconds
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


def test_a_plan_that_cannot_be_read_is_kept_and_said_so(rokunen: Run, workspace: Workspace, tmp_path: Path) -> None:
    book = tmp_path / "データ集.xlsx"
    book.write_bytes(b"PK\x03\x04 and then nothing")
    done = rokunen("plan", "import", book, "--json", "--workspace", workspace.root)
    assert done.returncode == 1, done.stderr
    assert [each["severity"] for each in json.loads(done.stdout)] == ["block"]
    assert any(path.is_file() for path in workspace.evidence.rglob("*"))


def test_a_second_plan_is_an_amendment_with_a_reason_and_an_approver(
    rokunen: Run, planned: Workspace, tmp_path: Path
) -> None:
    book = tmp_path / "データ集.xlsx"
    book.write_bytes(b"PK\x03\x04 another plan")
    before = facts(planned)
    words = ("plan", "import", book, "--workspace", planned.root)
    done = rokunen(*words)
    assert (done.returncode, "計画変更" in done.stderr) == (2, True)
    assert rokunen(*words, "--reason", "連携校の追加", "--approver", "文部科学省").returncode == 1
    assert facts(planned) == before  # an amendment that nobody can read replaces nothing


def test_a_plan_that_could_not_be_read_gives_way_to_one_that_can(workspace: Workspace) -> None:
    load(workspace, replace(a_plan(workspace), data=(), received=Received("x.xlsx", "cd" * 32, 1, "x", PLANNED)))
    assert facts(workspace) == []
    load(workspace, a_plan(workspace))
    assert facts(workspace)


def test_the_same_workbook_with_its_cover_completes_the_plan(workspace: Workspace) -> None:
    plan = a_plan(workspace)
    load(workspace, plan)
    cover = (CoverField("lead", 0, "代表大学"),)
    load(workspace, replace(plan, cover=cover, cover_sha256="ef" * 32))
    assert [row["text"] for row in relation(workspace, "raw.cover", submission=in_force(workspace))] == ["代表大学"]
    assert facts(workspace)


def in_force(workspace: Workspace) -> str:
    [plan] = relation(workspace, "core.plan")
    return str(plan["submission"])


def relation(workspace: Workspace, name: str, **where: object) -> list[read.Row]:
    with open_warehouse(workspace.database) as connection:
        return read.rows(connection, name, **where)
