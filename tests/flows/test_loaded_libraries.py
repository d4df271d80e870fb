"""Which libraries a command may load: what people type often must be quick."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.conftest import ROOT
from warehouse.workspace import Workspace

HEAVY = {"yaml", "pydantic", "rich", "prefect", "great_expectations", "duckdb", "pandas", "docx", "openpyxl", "altair"}
PROBE = """
import atexit, json, sys
atexit.register(lambda: print("LOADED" + json.dumps(sorted({n.split(".")[0] for n in sys.modules})), file=sys.stderr))
from flows.command import main
main()
"""


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
