"""The audit pack: sampled by strata, the same for the same seed, and whole without anything else."""

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest

from expectations.audit_page import _recomputed
from flows.audit import write_sample
from reports.budget import write_budget
from reports.data_book.write import write_data_book
from tests.flows.conftest import LEAD, PARTNER, PLANNED, a_plan, load
from warehouse.database import open_warehouse
from warehouse.decision import Actor
from warehouse.evidence import keep
from warehouse.intake.submission import Submission
from warehouse.sampling import published, sample, stratum
from warehouse.set_aside import set_aside
from warehouse.workspace import Workspace

AT = datetime(2024, 8, 1)
VERIFY = [
    sys.executable, "-I", "verify_log.py", "log.jsonl", "--evidence", "evidence", "--manifests", "documents", "--left-out",
    "left_out.json", "--contents", "contents.json",
]  # fmt: skip


@pytest.fixture
def documented(workspace: Workspace) -> Workspace:
    """A plan whose file was kept, its data book and its budget."""
    received = keep(workspace, "データ集.xlsx", b"a workbook", PLANNED)
    load(workspace, a_plan(workspace, received=received))
    write_data_book(workspace, AT)
    write_budget(workspace, AT)
    return workspace


def test_the_same_seed_draws_the_same_numbers_and_writes_the_same_bytes(documented: Workspace, tmp_path: Path) -> None:
    first, traces = write_sample(documented, 12, 7, tmp_path / "a.zip")
    second, again = write_sample(documented, 12, 7, tmp_path / "b.zip")
    other = write_sample(documented, 12, 8, tmp_path / "c.zip")[1]
    assert first.read_bytes() == second.read_bytes() and traces == again
    assert len(traces) == 12 and all(trace["formula"]["agrees"] for trace in traces)
    assert [trace["figure"] for trace in traces] != [trace["figure"] for trace in other]


def test_every_document_and_university_is_drawn_from_before_any_stratum_twice(documented: Workspace) -> None:
    with open_warehouse(documented.database) as connection:
        files = {row["file"] for row in published(connection, documented)}
        rows = sample(connection, documented, 20, 3)
        everything = sample(connection, documented, 10_000, 3)
    assert {row["file"] for row in rows} == files and len(files) == 3
    of_book = [stratum(row) for row in rows if row["kind"] == "data-book"]
    assert len(set(of_book)) == len(of_book) and {LEAD, PARTNER} <= {who for _, _, who, _ in of_book}
    assert len({(row["document"], row["figure"]) for row in everything}) == len(everything) > 40


def test_a_document_that_was_changed_after_it_was_written_is_not_drawn_from(documented: Workspace) -> None:
    book = next(documented.reports.rglob("データ集*.xlsx"))
    book.write_bytes(book.read_bytes() + b" ")
    with open_warehouse(documented.database) as connection:
        assert {row["kind"] for row in sample(connection, documented, 100, 1)} == {"budget"}


def test_the_pack_opens_offline_and_verifies_itself(documented: Workspace, tmp_path: Path) -> None:
    path, traces = write_sample(documented, 10, 1)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    page = (folder / "index.html").read_text(encoding="utf-8")
    targets = [unquote(link) for link in re.findall(r'href="([^"]+)"', page)]
    assert all(link.startswith("#") or (folder / link).is_file() for link in targets) and len(targets) > 20
    assert not re.search(r"https?://|<script|src=", page)
    assert all(trace["figure"]["text"] in page for trace in traces)
    contents = json.loads((folder / "contents.json").read_text(encoding="utf-8"))
    files, head = contents["files"], json.loads((folder / "log.jsonl").read_bytes().splitlines()[-1])[7]
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in files.items())
    assert {"rules.md", "traces.json", "README.txt"} <= set(files) and contents["log_head"] == head
    assert any(name.endswith("indicators.yaml") for name in files)
    assert " ".join(VERIFY[2:]) in (folder / "README.txt").read_text(encoding="utf-8")
    command = VERIFY
    assert subprocess.run(command, cwd=folder, capture_output=True, timeout=60).returncode == 0
    kept = next((folder / "evidence").rglob("*.xlsx"))
    kept.write_bytes(b"A workbook")
    assert subprocess.run(command, cwd=folder, capture_output=True, timeout=60).returncode == 1


def test_a_file_that_was_not_read_may_name_persons_and_is_listed_by_its_hash_alone(
    documented: Workspace, tmp_path: Path
) -> None:
    names, roll = keep(documented, "名簿.xlsx", b"persons", PLANNED), keep(documented, "相談.docx", b"aside", PLANNED)
    for received in (names, roll):
        load(documented, Submission(received, "return", "workbook", 2026, None, documented.programme.hash))
    with open_warehouse(documented.database) as connection:
        set_aside(connection, "相談.docx", "回答ではない", Actor("見本花子", "担当"), AT)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(write_sample(documented, 10, 1)[0]) as archive:
        archive.extractall(folder)
    listed = {each["sha256"]: each for each in json.loads((folder / "left_out.json").read_text(encoding="utf-8"))}
    assert {sha: each["reason_en"][:9] for sha, each in listed.items()} == {
        names.sha256: "nothing w",
        roll.sha256: "set aside",
    }
    assert "名簿" not in (folder / "left_out.json").read_text(encoding="utf-8")
    kept = {path.relative_to(folder / "evidence").as_posix() for path in (folder / "evidence").rglob("*.*")}
    assert kept.isdisjoint({names.kept, roll.kept}) and any(name.endswith(".xlsx") for name in kept)
    assert "2件" in (folder / "index.html").read_text(encoding="utf-8")
    assert _verified(folder, VERIFY) == 0
    assert _verified(folder, VERIFY[:-4]) == 1  # without the list they are missing
    next((folder / "evidence").rglob("*.xlsx")).unlink()
    assert _verified(folder, VERIFY) == 1  # any other is missed all the same


def test_what_was_worked_out_anew_reads_like_what_was_printed() -> None:
    assert _recomputed("325/7", "46.4%") == "46.4286…%（325/7）"
    assert (_recomputed("25", "25.0%"), _recomputed("1955", "1,955人"), _recomputed(None, "－")) == (
        "25%",
        "1955",
        "－",
    )


def test_whatever_is_changed_in_a_pack_is_named(documented: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(write_sample(documented, 10, 1)[0]) as archive:
        archive.extractall(folder)
    document = next((folder / "documents").rglob("*.docx"))
    manifest = document.with_name(f"{document.name}.manifest.json")
    others = [folder / name for name in ("left_out.json", "traces.json", "index.html", "contents.json", "rules.md")]
    for path in (document, manifest, *others):
        sound = path.read_bytes()
        path.write_bytes(b"\x00" + sound[1:])
        assert _named(folder, path.name)
        path.write_bytes(sound)
        path.rename(path.with_suffix(".away"))
        assert _named(folder, path.name)
        path.with_suffix(".away").rename(path)
    assert _verified(folder, VERIFY) == 0
    lines = (folder / "log.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "log.jsonl").write_bytes(b"".join(lines[:-1]))
    assert _named(folder, f"{len(lines)}番以降の記録が失われた")


def _named(folder: Path, name: str) -> bool:
    done = subprocess.run(VERIFY, cwd=folder, capture_output=True, encoding="utf-8", timeout=60)
    return done.returncode == 1 and name in done.stdout and done.stderr == ""


def _verified(folder: Path, command: list[str]) -> int:
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=60).returncode
