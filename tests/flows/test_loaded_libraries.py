"""Which libraries a command may load: what people type often must be quick."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.conftest import LEAD, ROOT
from warehouse.workspace import Workspace, create_workspace

HEAVY = {"yaml", "pydantic", "rich", "prefect", "great_expectations", "duckdb", "pandas", "docx", "openpyxl", "altair"}
PROBE = """
import atexit, json, sys
atexit.register(lambda: print("LOADED" + json.dumps(sorted({n.split(".")[0] for n in sys.modules})), file=sys.stderr))
from flows.command import main
main()
"""


@pytest.fixture
def an_empty_one(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "empty", "social-impact-type2", [("lead", LEAD, "大学")])


def loaded(*words: str | Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return set(json.loads(done.stderr.rpartition("LOADED")[2]))


def test_help_loads_nothing_but_typer() -> None:
    assert not loaded("--help") & HEAVY


@pytest.mark.parametrize("words", [("facts", "--help"), ("plan", "import", "--help")])
def test_the_help_of_a_command_loads_nothing_but_typer_and_what_typer_itself_loads(words: tuple[str, ...]) -> None:
    assert not loaded(*words) & (HEAVY - {"pydantic"})  # typer 0.29 coerces its own options by pydantic


@pytest.mark.parametrize("words", [("facts",), ("budget",), ("courses",)])
def test_a_list_loads_neither_prefect_nor_great_expectations(planned: Workspace, words: tuple[str, ...]) -> None:
    found = loaded(*words, "--workspace", planned.root)
    assert "duckdb" in found
    assert not found & {"prefect", "great_expectations", "pandas", "docx", "openpyxl", "altair"}


@pytest.mark.parametrize(
    "words",
    [
        ("init", "{new}", "--programme", "social-impact-type2", "--lead", "F113310103224=大学"),
        ("plan", "import", "{book}", "--workspace", "{empty}"),
        ("form", "--year", "2026", "--workspace", "{ws}"),
        ("collect", "--year", "2026", "--workspace", "{ws}"),
        ("status", "--workspace", "{ws}"),
        ("report", "interim", "--workspace", "{ws}"),
        ("report", "budget", "--workspace", "{ws}"),
        ("report", "quality", "--workspace", "{ws}"),
    ],
)
def test_what_an_office_types_every_day_waits_for_neither(
    planned: Workspace, an_empty_one: Workspace, tmp_path: Path, words: tuple[str, ...]
) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"")
    planned.inbox(2026).mkdir(parents=True)
    (planned.inbox(2026) / "broken.xlsx").write_bytes(b"")
    places = {"{new}": tmp_path / "new", "{book}": book, "{ws}": planned.root, "{empty}": an_empty_one.root}
    assert not loaded(*(places.get(word, word) for word in words)) & {"prefect", "great_expectations"}
