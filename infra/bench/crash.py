"""Whether anything is lost, doubled or changed when `rokunen collect` is killed at a random moment and run again.

    python infra/bench/crash.py [--rounds 20] [--first 0] [--universities 40]

Each round collects the same answers in a fresh workspace, kills the command (SIGKILL) up to four times at moments drawn
between its start and its usual end, then lets it finish. Facts, submissions and findings must be those of a collection that
nobody disturbed, the log must be whole, and nothing may be left behind in staging.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, fields
from pathlib import Path

from warehouse import read
from warehouse.database import open_warehouse
from warehouse.ledger import LINES, first_broken, last_number
from warehouse.workspace import Workspace, create_workspace

ROOT = Path(__file__).parents[2]
YEAR, MOST_KILLS, PATIENCE_SECONDS = 2026, 4, 600
COLLECT = ("collect", "--year", str(YEAR), "--json")


@dataclass(frozen=True)
class State:
    """What a workspace holds, without the moments at which it came."""

    facts: tuple[tuple[object, ...], ...]
    submissions: tuple[tuple[object, ...], ...]
    findings: tuple[tuple[object, ...], ...]
    kept: frozenset[str]
    receipts: frozenset[str]
    acts: tuple[tuple[object, ...], ...]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--first", type=int, default=0, help="the first seed")
    options.add_argument("--universities", type=int, default=40)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fresh = answered(Path(folder) / "fresh", asked.universities)
        undisturbed, seconds = Path(folder) / "undisturbed", time.monotonic()
        shutil.copytree(fresh, undisturbed)
        finish(undisturbed)
        seconds = time.monotonic() - seconds
        expected = state(undisturbed)
        print(f"{len(expected.facts):,} facts of {len(expected.submissions)} answers in {seconds:.1f} s")
        chances = [random.Random(number) for number in range(asked.first, asked.first + asked.rounds)]
        faults = [each for chance in chances for each in one(fresh, Path(folder) / "try", expected, seconds, chance)]
        print(f"{len(faults)} of {asked.rounds} rounds went wrong")
        sys.exit(1 if faults else 0)


def one(fresh: Path, place: Path, expected: State, seconds: float, chance: random.Random) -> list[str]:
    """Kill, run again, compare; return what went wrong."""
    shutil.copytree(fresh, place)
    moments = [chance.uniform(0.05, 1) * seconds for _ in range(chance.randint(1, MOST_KILLS))]
    killed = [killed_at(place, moment) for moment in moments]
    finish(place)
    found = state(place)
    wrong = [each.name for each in fields(State) if getattr(found, each.name) != getattr(expected, each.name)]
    wrong += ["staging"] if list((place / "staging").glob("*")) else []
    wrong += ["log"] if not log_is_whole(place) else []
    shown = ", ".join(f"{moment:.2f} s{'' if was else ' (done)'}" for moment, was in zip(moments, killed, strict=True))
    print(f"  killed at {shown}: {', '.join(wrong) or 'the same'}", flush=True)
    for line in differences(found, expected):
        print(f"    {line}", flush=True)
    shutil.rmtree(place)
    return wrong[:1]


def differences(found: State, expected: State) -> list[str]:
    """Return the first few things of each kind that one state holds and the other does not."""
    lines = []
    for each in fields(State):
        here, there = set(getattr(found, each.name)), set(getattr(expected, each.name))
        lines += [f"{each.name}, only after the kill: {one}" for one in sorted(here - there, key=repr)[:3]]
        lines += [f"{each.name}, only undisturbed: {one}" for one in sorted(there - here, key=repr)[:3]]
    return lines


def killed_at(place: Path, moment: float) -> bool:
    """Run the command and kill it after so many seconds; return whether it was still running."""
    process = subprocess.Popen(words(place), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(moment)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


def finish(place: Path) -> None:
    """Run the command to its end."""
    done = subprocess.run(words(place), env=environment(), capture_output=True, timeout=PATIENCE_SECONDS, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode("utf-8", "replace"))


def words(place: Path) -> list[str]:
    return [sys.executable, "-m", "flows.command", *COLLECT, "--workspace", str(place)]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def state(place: Path) -> State:
    """Return what a workspace holds after a collection."""
    workspace = Workspace(place)
    with open_warehouse(workspace.database) as connection:
        facts = read.rows(connection, "out.university_fact", "university, row, fiscal_year, kind")
        came = read.rows(connection, "raw.submission", "submission")
        found = read.rows(connection, "out.open_finding", "id, file, sheet, cell")
        acts = read.rows(connection, "raw.log", "act, subject")
    kept = [path.relative_to(workspace.evidence).as_posix() for path in workspace.evidence.rglob("*") if path.is_file()]
    return State(
        tuple(
            (row["university"], row["row"], row["value"], row["state"], row["status"], row["file_name"], row["cell"])
            for row in facts
        ),
        tuple((row["submission"], row["file_name"], row["kept"]) for row in came),
        tuple((row["id"], row["rule"], row["file"], row["cell"]) for row in found),
        frozenset(kept),
        frozenset(path.name for path in workspace.outbox(YEAR).glob("*.txt")),
        tuple((row["act"], row["subject"]) for row in acts),
    )


def log_is_whole(place: Path) -> bool:
    """Whether the chain holds and the lines beside the warehouse are whole."""
    log = place / LINES
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
    with open_warehouse(Workspace(place).database) as connection:
        is_sound, count = first_broken(connection) is None, last_number(connection)
    is_counted = [line[1] for line in lines] == list(range(1, count + 1))
    return is_sound and is_counted


def answered(place: Path, universities: int) -> Path:
    """Return a workspace whose inbox holds an answer of each university, every tenth of them damaged."""
    codes = [f"F{number:012d}" for number in range(1, universities + 1)]
    roster = [("lead" if number == 0 else "partner", code, f"架空{number}大学") for number, code in enumerate(codes)]
    workspace = create_workspace(place, "social-impact-type2", roster)
    rows = [
        row.row for indicator, _, row in workspace.programme.rows() if row.is_input and indicator.reported_by == "every"
    ]
    inbox = workspace.inbox(YEAR)
    inbox.mkdir(parents=True)
    for number, code in enumerate(codes):
        lines = [f"{row},{YEAR},{number * 1000 + place},確定" for place, row in enumerate(rows)]
        if number % 10 == 9:
            lines[3] = f"{rows[3]},{YEAR},約300,確定"
        (inbox / f"{code}.csv").write_text("\n".join(["行,年度,値,状態", *lines, ""]), encoding="utf-8")
    return place


if __name__ == "__main__":
    main()
