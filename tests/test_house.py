"""The plan of the house, held: floors, doors, sizes, names, and what a file may say."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("flows", "warehouse", "expectations", "reports")
CODE = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
PYTHON = [*CODE, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "infra").rglob("*.py"))]
NOT_OURS = {".git", ".venv", "demo", "dist", "build", "__pycache__", ".hypothesis"}
SHARED = "../" + "shared"

# A library's one door: where it may be imported at all.
DOORS = {
    "prefect": ("flows/",),
    "great_expectations": ("expectations/gx.py",),
    "duckdb": ("warehouse/",),
    "sqlalchemy": ("warehouse/",),
    "docx": ("reports/", "warehouse/intake/"),
    "vl_convert": ("reports/",),
    "openpyxl": ("reports/", "flows/demo"),
    "python_calamine": ("warehouse/intake/",),
    "fsspec": ("warehouse/intake/drops/",),
    "sshfs": ("warehouse/intake/drops/",),
    "s3fs": ("warehouse/intake/drops/",),
    "aiohttp": ("warehouse/intake/drops/",),
}

# What only flows may ask of the world: the clock and the environment.
WORLD = re.compile(r"\b(os\.environ|os\.getenv|date\.today|datetime\.now|datetime\.utcnow|time\.time)\b")

SQL = re.compile(
    r"\bselect\b.+\bfrom\s+[a-z_]+\.[a-z_]+|\binsert\s+into\s+\w+|\bdelete\s+from\s+\w+|"
    r"\bcreate\s+(or\s+replace\s+)?(temp\s+)?(table|view|schema|macro)\b|\bupdate\s+\w+(\.\w+)?\s+set\b",
    re.IGNORECASE | re.DOTALL,
)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_by(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def strings_of(path: Path) -> Iterator[tuple[int, str]]:
    """Each string of a file with its line, without docstrings; the holes of an f-string are written as `x`."""
    tree = tree_of(path)
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed.update(id(part) for part in node.values)
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node.lineno, node.value


def our_text_files() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        if path.is_file() and not NOT_OURS & set(inside) and path.stat().st_size < 1_000_000:
            yield path


def contracts_of(folder: Path) -> str:
    command = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([command, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    return run.stdout + run.stderr


def test_every_floor_imports_only_what_it_may() -> None:
    said = contracts_of(ROOT)
    assert re.search(r"Contracts: \d+ kept, 0 broken", said), said


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("warehouse/__init__.py", "import reports", "A floor imports only floors below it"),
        ("reports/__init__.py", "import expectations", "A floor imports only floors below it"),
        ("reports/__init__.py", "import duckdb", "DuckDB and SQLAlchemy have one door"),
        ("warehouse/__init__.py", "import prefect", "Prefect has one door"),
        ("warehouse/programme/__init__.py", "import duckdb", "The programme knows nothing but itself"),
    ],
)
def test_a_step_up_or_sideways_is_named(tmp_path: Path, file: str, line: str, contract: str) -> None:
    for floor in FLOORS:
        shutil.copytree(ROOT / floor, tmp_path / floor, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    broken = [said for said in contracts_of(tmp_path).splitlines() if said.endswith("BROKEN")]
    assert any(said.startswith(contract) for said in broken), broken


def test_each_library_has_one_door() -> None:
    strangers = [
        f"{shown(path)} imports {library}; its door is {' or '.join(DOORS[library])}"
        for path in CODE
        for library in imported_by(path)
        if library in DOORS and not shown(path).startswith(DOORS[library])
    ]
    assert strangers == []


def test_only_flows_ask_the_clock_and_the_environment() -> None:
    silencing = {"expectations/gx.py: os.environ"}  # it sets, before the import, that the library sends nothing
    askers = [
        f"{shown(path)}: {found.group()}"
        for path in CODE
        if not shown(path).startswith("flows/")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and (found := WORLD.search(ast.unparse(node)))
    ]
    assert set(askers) <= silencing


def test_no_file_has_a_name_that_says_nothing() -> None:
    empty = {"utils.py", "util.py", "helpers.py", "common.py", "base.py", "misc.py"}
    assert [shown(path) for path in PYTHON if path.name in empty] == []


def test_files_stay_short_enough_to_read() -> None:
    limits = [(path, 300) for path in PYTHON]
    limits += [(path, 80) for path in sorted((ROOT / "warehouse").rglob("*.sql"))]
    limits += [(path, 400) for path in sorted((ROOT / "programmes").rglob("*.yaml"))]
    long = [f"{shown(path)}: {lines_of(path)} lines, at most {most}" for path, most in limits if lines_of(path) > most]
    assert long == []


def test_functions_stay_short_enough_to_read() -> None:
    long = [
        f"{shown(path)}:{node.lineno} {node.name}: {length} lines, at most 50"
        for path in PYTHON
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > 50
    ]
    assert long == []


def test_sql_lives_in_the_warehouse() -> None:
    outside = [path for path in CODE if not shown(path).startswith("warehouse/")]
    found = [f"{shown(path)}:{line}" for path in outside for line, text in strings_of(path) if SQL.search(text)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    ["select a, b\nfrom out.facts", "INSERT INTO t VALUES (1)", "create or replace view v as", "update t set a = 1"],
)
def test_sql_is_recognised_when_seen(text: str) -> None:
    assert SQL.search(text)


def test_the_lock_holds_hashes_and_no_addresses() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "://" in line] == []
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)[1:]
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;]+)", lock, re.MULTILINE):
        locked.setdefault(name.lower(), []).append(version)
    extras = [text for extra in project["project"]["optional-dependencies"].values() for text in extra]
    wishes = project["project"]["dependencies"] + project["dependency-groups"]["dev"] + extras
    asked = [Requirement(text) for text in wishes]
    missing = [
        str(wish)
        for wish in asked
        if not any(wish.specifier.contains(version) for version in locked.get(wish.name.lower(), []))
    ]
    assert missing == [], "run `make lock`"


def test_only_conftest_knows_where_shared_files_are() -> None:
    knowers = [shown(path) for path in our_text_files() if SHARED.encode() in path.read_bytes()]
    assert [name for name in knowers if name != "tests/conftest.py"] == []
