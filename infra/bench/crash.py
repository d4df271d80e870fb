"""Whether anything is lost, doubled or changed when a command is killed at a random moment and run again.

    python infra/bench/crash.py [--rounds 20] [--first 0] [--universities 40] [--verbs collect,check,report]

Each round collects the same answers in a fresh workspace, checks them and writes a document; each command is killed (SIGKILL)
up to four times at moments drawn between its start and its usual end, then let finish. Facts, submissions, findings, receipts,
printed figures and acts must be those of a workspace that nobody disturbed, the log must be whole, and nothing may be left behind
in staging.
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
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from warehouse import read
from warehouse.database import open_warehouse
from warehouse.ledger import LINES, first_broken, last_number
from warehouse.workspace import Workspace, create_workspace

ROOT = Path(__file__).parents[2]
YEAR, MOST_KILLS, PATIENCE_SECONDS = 2026, 4, 600
VERBS = {
    "collect": ("collect", "--year", str(YEAR), "--json"),
    "check": ("check", "--year", str(YEAR), "--json"),
    "report": ("report", "data-book", "--json"),
}
REPEATED = ("checked", "drafted", "documented")  # a command that is run again does these again


@dataclass(frozen=True)
class State:
    """What a workspace holds, without the moments at which it came."""

    facts: tuple[tuple[object, ...], ...]
    submissions: tuple[tuple[object, ...], ...]
    findings: tuple[tuple[object, ...], ...]
    kept: frozenset[str]
    receipts: frozenset[str]
    printed: frozenset[tuple[object, ...]]
    acts: tuple[tuple[object, ...], ...]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--first", type=int, default=0, help="the first seed")
    options.add_argument("--universities", type=int, default=40)
    options.add_argument("--verbs", default=",".join(VERBS))
    asked = options.parse_args()
    verbs = asked.verbs.split(",")
    with tempfile.TemporaryDirectory() as folder:
        fresh = answered(Path(folder) / "fresh", asked.universities)
        undisturbed = Path(folder) / "undisturbed"
        shutil.copytree(fresh, undisturbed)
        usual = {verb: finish(undisturbed, verb) for verb in verbs}
        expected = state(undisturbed)
        shown = ", ".join(f"{verb} {seconds:.1f} s" for verb, seconds in usual.items())
        print(f"{len(expected.facts):,} facts of {len(expected.submissions)} answers; {shown}")
        chances = [random.Random(number) for number in range(asked.first, asked.first + asked.rounds)]
        faults = [each for chance in chances for each in one(fresh, Path(folder) / "try", expected, usual, chance)]
        print(f"{len(faults)} of {asked.rounds} rounds went wrong")
        sys.exit(1 if faults else 0)


def one(fresh: Path, place: Path, expected: State, usual: Mapping[str, float], chance: random.Random) -> list[str]:
    """Kill each command, run it again, compare at the end; return what went wrong."""
    shutil.copytree(fresh, place)
    kills = []
    for verb, seconds in usual.items():
        for moment in [chance.uniform(0.05, 1) * seconds for _ in range(chance.randint(1, MOST_KILLS))]:
            kills.append(f"{verb} {moment:.2f} s" + ("" if killed_at(place, verb, moment) else " (done)"))
        finish(place, verb)
    found = state(place)
    wrong = [each.name for each in fields(State) if getattr(found, each.name) != getattr(expected, each.name)]
    wrong += ["staging"] if list((place / "staging").glob("*")) else []
    wrong += ["log"] if not log_is_whole(place) else []
    print(f"  killed at {', '.join(kills)}: {', '.join(wrong) or 'the same'}", flush=True)
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


def killed_at(place: Path, verb: str, moment: float) -> bool:
    """Run a command and kill it after so many seconds; return whether it was still running."""
    process = subprocess.Popen(
        words(place, verb), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(moment)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


def finish(place: Path, verb: str) -> float:
    """Run a command to its end and return the seconds that it took."""
    start = time.monotonic()
    done = subprocess.run(
        words(place, verb), env=environment(), capture_output=True, timeout=PATIENCE_SECONDS, check=False
    )
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    return time.monotonic() - start


def words(place: Path, verb: str) -> list[str]:
    return [sys.executable, "-m", "flows.command", *VERBS[verb], "--workspace", str(place)]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def state(place: Path) -> State:
    """Return what a workspace holds after a collection."""
    workspace = Workspace(place)
    with open_warehouse(workspace.database) as connection:
        facts = read.rows(connection, "out.university_fact", "university, row, fiscal_year, kind")
        came = read.rows(connection, "raw.submission", "submission")
        found = read.rows(connection, "out.open_finding", "id, file, sheet, cell")
        acts = [(row["act"], row["subject"]) for row in read.rows(connection, "raw.log", "act, subject")]
        documents = read.rows(connection, "raw.document", "written_at")
        figures = read.rows(connection, "raw.figure", document=[row["document"] for row in documents[-1:]])
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
        frozenset((row["figure"], row["place"], row["text"]) for row in figures),
        tuple(act for number, act in enumerate(acts) if act[0] not in REPEATED or act not in acts[:number]),
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
