"""Whoever changes, drops, adds or moves anything in the log or the evidence is found, by a file that knows nothing of us."""

from __future__ import annotations

import ast
import json
import random
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from warehouse import ledger, verify_log, write
from warehouse.database import open_warehouse
from warehouse.evidence import keep
from warehouse.intake.submission import Submission
from warehouse.verify_log import verify
from warehouse.workspace import Workspace, create_workspace

LEAD = "F113310103224"
AT = datetime(2026, 5, 1, 3, 4, 5, 678)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with four received files and a log of twenty acts, written by the warehouse itself."""
    workspace = create_workspace(
        tmp_path_factory.mktemp("ws") / "ws", "social-impact-type2", [("lead", LEAD, "代表大学")]
    )
    for number in range(4):
        at = AT + timedelta(days=number)
        received = keep(workspace, f"回答{number}.csv", f"行,年度,値\n5.A,2026,{number}\n".encode(), at)
        programme = workspace.programme
        answer = Submission(received, "return", "csv", 2026, LEAD, programme.hash)
        write.stage(answer, workspace.staging)
        with open_warehouse(workspace.database) as connection:
            write.register(connection, workspace, at)
            write.load_staged(connection, workspace.staging)
    with open_warehouse(workspace.database) as connection:
        for number in range(15):
            ledger.append(connection, AT, "explained", f"確認事項{number}", '理由 "a" \\ \u2028改行\n', "山田 太郎")
    return workspace


@pytest.fixture
def copy(sealed: Workspace, tmp_path: Path) -> Path:
    """A copy of the log and the evidence, to spoil."""
    shutil.copy(sealed.log, tmp_path / "log.jsonl")
    shutil.copytree(sealed.evidence, tmp_path / "evidence")
    for path in (tmp_path / "evidence").rglob("*.csv"):
        path.chmod(0o644)
    return tmp_path


def lines_of(folder: Path) -> list[bytes]:
    return (folder / "log.jsonl").read_bytes().splitlines(keepends=True)


def faults_after(folder: Path, lines: list[bytes], *heads: str) -> list[verify_log.Fault]:
    (folder / "log.jsonl").write_bytes(b"".join(lines))
    return verify(folder / "log.jsonl", folder / "evidence", heads).faults


def test_the_lines_are_written_when_the_warehouse_closes_and_are_sound(sealed: Workspace) -> None:
    verdict = verify(sealed.log, sealed.evidence)
    kept = [path for path in sealed.evidence.rglob("*") if path.is_file()]  # answers, definition, roster
    assert (verdict.entries, verdict.files, verdict.faults) == (20, len(kept), [])
    assert len(kept) >= 4
    with open_warehouse(sealed.database) as connection:
        assert ledger.head(connection) == verdict.head


def test_a_line_cut_short_by_a_crash_is_written_again_whole(sealed: Workspace) -> None:
    whole = sealed.log.read_bytes()
    sealed.log.write_bytes(whole[:-30])
    assert verify(sealed.log).faults[0].number == 20
    with open_warehouse(sealed.database) as connection:
        ledger.write_lines(connection, sealed.log)
    assert sealed.log.read_bytes() == whole


def test_a_thousand_random_changes_of_one_byte_are_all_found(copy: Path) -> None:
    chance = random.Random(20260501)
    targets = [copy / "log.jsonl", *sorted((copy / "evidence").rglob("*.csv"))]
    missed = []
    for _ in range(1000):
        path = chance.choice(targets) if chance.random() < 0.5 else targets[0]
        sound = path.read_bytes()
        place = chance.randrange(len(sound))
        spoilt = bytearray(sound)
        spoilt[place] = chance.choice([byte for byte in range(256) if byte != sound[place]])
        path.write_bytes(spoilt)
        faults = verify(copy / "log.jsonl", copy / "evidence").faults
        expected = sound[:place].count(b"\n") + 1 if path == targets[0] else None
        if (
            not faults
            or (expected and faults[0].number != expected)
            or (not expected and faults[0].name not in str(path))
        ):
            missed.append((path.name, place, sound[place], spoilt[place], faults[:1]))
        path.write_bytes(sound)
    assert missed == []


@pytest.mark.parametrize(
    ("sealed_as", "written"),
    [(b", ", b",\t"), (b", ", b","), (b"]\n", b"] \n"), (b"]\n", b"]\r\n"), (b"2, ", b"2.0, ")],
)
def test_another_writing_of_the_same_entry_is_a_change(copy: Path, sealed_as: bytes, written: bytes) -> None:
    lines = lines_of(copy)
    lines[1] = lines[1].replace(sealed_as, written, 1)
    assert faults_after(copy, lines)[0].number == 2


@pytest.mark.parametrize("number", [1, 2, 11, 19])
def test_a_dropped_entry_is_named(copy: Path, number: int) -> None:
    lines = lines_of(copy)
    assert faults_after(copy, lines[: number - 1] + lines[number:])[0].number == number


def test_two_entries_that_changed_places_are_named(copy: Path) -> None:
    lines = lines_of(copy)
    lines[7], lines[8] = lines[8], lines[7]
    assert faults_after(copy, lines)[0].number == 8


def test_an_entry_twice_is_named(copy: Path) -> None:
    lines = lines_of(copy)
    assert faults_after(copy, [*lines[:5], lines[4], *lines[5:]])[0].number == 6


def test_an_entry_sealed_anew_after_a_change_breaks_the_next_one(copy: Path) -> None:
    lines = lines_of(copy)
    entry = json.loads(lines[9])
    entry[6] = "別の理由"
    entry[7] = ledger.entry_hash(entry[0], entry[1], datetime.fromisoformat(entry[2]), *entry[3:7])
    lines[9] = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
    assert faults_after(copy, lines)[0].number == 11


@pytest.mark.parametrize("kept", [0, 1, 19])
def test_a_log_cut_at_its_end_is_found_by_the_head_of_a_manifest(copy: Path, kept: int) -> None:
    lines = lines_of(copy)
    head = json.loads(lines[-1])[7]
    (copy / "調書.docx.manifest.json").write_text(json.dumps({"log_head": head}), encoding="utf-8")
    assert faults_after(copy, lines, *verify_log.noted_heads(copy)) == []
    assert faults_after(copy, lines, head[:12]) == []
    found = faults_after(copy, lines[:kept], head)
    assert found[0].number == kept + 1 and head[:16] in found[0].ja


def test_a_missing_file_of_evidence_is_named_with_the_entry_that_received_it(copy: Path) -> None:
    path = next((copy / "evidence").rglob("*.csv"))
    path.unlink()
    [fault] = faults_after(copy, lines_of(copy))
    assert path.name in fault.name and fault.number in (2, 3, 4, 5)


def test_a_missing_log_is_a_fault_and_no_traceback(tmp_path: Path) -> None:
    assert verify(tmp_path / "log.jsonl").faults[0].number == 1


def test_the_verifier_imports_the_standard_library_alone() -> None:
    tree = ast.parse(Path(verify_log.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_verifier_runs_alone_outside_the_project(copy: Path) -> None:
    alone = shutil.copy(verify_log.__file__, copy / "check_it.py")
    words = [
        sys.executable,
        "-I",
        "-S",
        alone,
        copy / "log.jsonl",
        "--evidence",
        copy / "evidence",
        "--manifests",
        copy,
    ]

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=copy, capture_output=True, encoding="utf-8", timeout=60)

    assert run().returncode == 0
    lines = lines_of(copy)
    (copy / "log.jsonl").write_bytes(b"".join(lines[:3] + lines[4:]))
    done = run()
    assert done.returncode == 1 and "記録の4番" in done.stdout and "entry 4" in done.stdout
