"""How fast Rokunen is, as ratios taken in one run, so that the machine's speed and load fall out of them.

    python infra/bench/speed.py [--full] [--only help,reading,demo,collect,records,checks] [--json FILE]

Prints what was measured, the goal, and whether it is met; `docs/performance.md` holds a run. `--full` counts all 18
million rows of enrolment instead of a fiftieth (2 GB of memory, some minutes). Nothing but loopback is contacted.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PATIENCE_SECONDS = 1800


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, how much it was, what is wanted, and whether it is met (None: no goal)."""

    what: str
    measured: str
    goal: str
    is_met: bool | None


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--full", action="store_true")
    options.add_argument("--only", default=",".join(PARTS))
    options.add_argument("--json", type=Path)
    asked = options.parse_args()
    figures: list[Figure] = []
    for name in asked.only.split(","):
        print(f"… {name}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="rokunen-bench-") as folder:
            figures += PARTS[name](Path(folder), asked.full)
    print(table(figures))
    if asked.json:
        asked.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1), encoding="utf-8")


def table(figures: list[Figure]) -> str:
    """Return the figures as a table of Markdown."""
    words = {True: "met", False: "**missed**", None: "–"}
    rows = [(each.what, each.measured, each.goal, words[each.is_met]) for each in figures]
    lines = ["| what | measured | goal | |", "|---|---|---|---|"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


def at_most(what: str, ratio: float, goal: float, detail: str) -> Figure:
    return Figure(what, f"{ratio:.2f} × ({detail})", f"≤ {goal:g} ×", ratio <= goal)


def faster(what: str, ratio: float, goal: float, detail: str) -> Figure:
    return Figure(what, f"{ratio:.1f} × ({detail})", f"≥ {goal:g} ×", ratio >= goal)


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def least(calls: list[Callable[[], object]], rounds: int) -> list[float]:
    """Return the shortest time of each call; they take turns, so that all meet the same load."""
    taken = [[timed(call) for call in calls] for _ in range(rounds)]
    return [min(column) for column in zip(*taken, strict=True)]


def command(*words: str) -> str:
    """Run a command of the environment and return what it prints."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name(words[0])), *words[1:]],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=PATIENCE_SECONDS,
        env={**os.environ, "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def helping(_folder: Path, _: bool) -> Iterator[Figure]:
    ours, theirs = least([lambda: command("rokunen", "--help"), lambda: command("prefect", "--help")], 5)
    yield faster("`rokunen --help` against `prefect --help`", theirs / ours, 10, f"{ours:.2f} s, {theirs:.2f} s")


def reading(folder: Path, _: bool) -> Iterator[Figure]:
    import io

    import openpyxl
    from python_calamine import CalamineWorkbook
    from workbooks import filled_form, official_plan

    from warehouse.intake.book.workbook import read_workbook

    def bare(content: bytes) -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()

    def slow(content: bytes) -> None:
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
            for _ in sheet.iter_rows(values_only=True):
                pass

    for name, content in (("a filled 調査票", filled_form(folder)), ("an official データ集", official_plan(folder))):
        calls: list[Callable[[], object]] = [lambda c=content: read_workbook(c, "x.xlsx"), lambda c=content: bare(c)]  # type: ignore[misc]
        ours, calamine = least(calls, 15)
        again, theirs = least([calls[0], lambda c=content: slow(c)], 4)  # type: ignore[misc]
        detail = f"{ours * 1000:.1f} ms, {calamine * 1000:.1f} ms"
        yield at_most(f"reading {name} against bare calamine", ours / calamine, 5, detail)
        yield faster(f"reading {name} against openpyxl", theirs / again, 10, f"{theirs * 1000:.0f} ms")


def demo(folder: Path, _: bool) -> Iterator[Figure]:
    said = command("rokunen", "demo", str(folder / "demo"), "--lang", "en")
    found = re.search(r"([\d.]+) s in all \((.+)\)", said)
    if found is None:
        raise SystemExit("the demo's last screen tells no time")
    total, split = float(found[1]), found[2]
    verbs = re.search(r"verbs of the commands ([\d.]+)", split)
    if verbs is None:
        raise SystemExit("the demo's last screen does not split its time")
    yield Figure("`rokunen demo`, all of it", f"{total:.1f} s", "≤ 90 s", total <= 90)
    yield Figure("the same verbs without Prefect and imports", f"{float(verbs[1]):.1f} s ({split})", "≤ 20 s", float(verbs[1]) <= 20)  # fmt: skip


def collecting(folder: Path, _: bool) -> Iterator[Figure]:
    """In a process of its own, so that the memory is that of a collection alone."""
    done = subprocess.run(
        [sys.executable, str(HERE / "collection.py"), str(folder)],
        cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", timeout=PATIENCE_SECONDS, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    flow, loop, start = told["flow"], told["loop"], told["start"]
    detail = f"{flow:.1f} s less {start:.1f} s of an empty one, {loop:.1f} s"
    yield at_most("813 universities × one year through the `collect` flow, against a bare loop", (flow - start) / loop, 1.5, detail)  # fmt: skip
    yield Figure("memory of both", f"{told['memory_mb']:.0f} MB", "< 1 GB", told["memory_mb"] < 1000)
    detail = f"{told['rows']:,} rows: {told['load']:.2f} s, {told['parquet']:.3f} s"
    yield at_most("loading what is staged, against DuckDB's own read from Parquet", told["load"] / told["parquet"], 3, detail)  # fmt: skip


def counting(_folder: Path, full: bool) -> Iterator[Figure]:
    said = command("python", str(HERE / "records.py"), "--scale", "1" if full else "0.02")
    rows = said.split(" rows of enrolment")[0]
    ratios = {name: float(ratio) for name, ratio in re.findall(r"(compiled / by hand|pandas / compiled) = ([\d.]+) \(", said)}  # fmt: skip
    yield at_most("counting student records, against one query by hand for each row", ratios["compiled / by hand"], 1.3, f"{rows} rows of enrolment")  # fmt: skip
    yield faster("the same, against pandas one university after another", ratios["pandas / compiled"], 20, f"{rows} rows")  # fmt: skip


def checking(folder: Path, _: bool) -> Iterator[Figure]:
    """In a process of its own: Great Expectations and the warehouse of 813 universities leave with it."""
    done = subprocess.run(
        [sys.executable, str(HERE / "checks.py"), str(folder)],
        cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", timeout=PATIENCE_SECONDS, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    few, hand = told["sql_few"], told["sql_hand"]
    yield at_most(f"the SQL of {told['few']} rules on 813 universities × 6 years, against the same by hand", few / hand, 2, f"{few:.2f} s, {hand:.2f} s")  # fmt: skip
    yield Figure(f"the SQL of all {told['rules']} rules on the same", f"{told['sql_all']:.1f} s", "–", None)
    rule = 1000 * told["gx_many"] / 300
    yield Figure("Great Expectations' part of a rule, 300 rules on 4,878 university-years", f"{rule:.1f} ms", "≤ 20 ms", rule <= 20)  # fmt: skip
    detail = f"{told['gx_many']:.2f} s, {told['gx_one']:.2f} s"
    yield at_most("the same, against one university-year", told["gx_many"] / told["gx_one"], 1.5, detail)
    yield Figure("building a suite of 600 rules", f"{told['suite']:.2f} s", "≤ 0.5 s", told["suite"] <= 0.5)
    share = 100 * told["kept"] / told["run"]
    yield Figure("bookkeeping of a run of the checks (1,000 findings)", f"{share:.0f} % ({told['kept']:.2f} s of {told['run']:.2f} s)", "< 20 %", share < 20)  # fmt: skip
    detail = f"{told['kept_later']:.3f} s, {told['kept']:.3f} s"
    yield at_most(f"the same after {told['past_runs']:.0f} more runs", told["kept_later"] / told["kept"], 1.2, detail)
    detail = f"{1000 * told['as_of_often']:.0f} ms, {1000 * told['as_of_once']:.0f} ms"
    yield at_most("every value as of an earlier day, with 10 × the revisions", told["as_of_often"] / told["as_of_once"], 1.2, detail)  # fmt: skip


PARTS = {
    "help": helping,
    "reading": reading,
    "demo": demo,
    "collect": collecting,
    "records": counting,
    "checks": checking,
}

if __name__ == "__main__":
    main()
