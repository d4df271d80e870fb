"""How many of the slips that people make the checks find, and how often they ask where nothing is wrong.

python infra/bench/quality.py [--seeds 25] [--first 0] [--only turned_first,…] [--jobs 2] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

from quality_file import FILE_SLIPS
from quality_mess import MESS
from quality_money import COURSE_SLIPS, MONEY_SLIPS
from quality_plan import plan_outcomes
from quality_returns import RETURN_SLIPS
from quality_slip import Outcome, SlipClass
from quality_table import table
from quality_values import VALUE_SLIPS
from quality_world import a_world
from quality_year import year_outcomes

PLAN_SLIPS = (*VALUE_SLIPS, *FILE_SLIPS, *MONEY_SLIPS, *COURSE_SLIPS, *MESS)
YEAR_SLIPS = (*VALUE_SLIPS, *RETURN_SLIPS, *MESS)
BEGIN, END = "<!-- measured -->", "<!-- end -->"
PARTNERS, SOUND = 19, 2


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seeds", type=int, default=25)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--only", default="")
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--json", type=Path, help="every slip with the rule that caught it")
    options.add_argument("--page", type=Path, help="put the tables into this page")
    options.add_argument("--again", type=Path, help="show an earlier run's --json instead of running")
    asked = options.parse_args()
    outcomes = earlier(asked.again) if asked.again else run(asked)
    shown = table(outcomes, {"plan": PLAN_SLIPS, "year": YEAR_SLIPS})
    print(shown)
    if asked.page:
        write_page(asked.page, shown)


def earlier(path: Path) -> list[Outcome]:
    """Return what an earlier run kept."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    return [Outcome(**{**each, "alarms": tuple(each["alarms"])}) for each in kept]


def run(asked: argparse.Namespace) -> list[Outcome]:
    """Return what became of every slip, seed by seed on as many processes as asked."""
    start = time.perf_counter()
    seeds = range(asked.first, asked.first + asked.seeds)
    outcomes: list[Outcome] = []
    with ProcessPoolExecutor(asked.jobs) as pool:
        running = [pool.submit(of_seed, seed, asked.only) for seed in seeds]
        for number, done in enumerate(as_completed(running), 1):
            outcomes += done.result()
            print(f"{number} of {len(seeds)} seeds, {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
            if asked.json:
                said = [asdict(each) for each in outcomes]
                asked.json.write_text(json.dumps(said, ensure_ascii=False, indent=0), encoding="utf-8")
    return outcomes


def write_page(page: Path, shown: str) -> None:
    """Put the tables between the page's marks."""
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    page.write_text(f"{before}{BEGIN}\n\n{shown}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def of_seed(seed: int, only: str) -> list[Outcome]:
    wanted = set(only.split(",")) if only else None
    with tempfile.TemporaryDirectory(prefix="rokunen-quality-") as folder:

        def chosen(slips: tuple[SlipClass, ...], what: str) -> list[SlipClass]:
            return [
                one
                for one in slips
                if wanted is None or one.id in wanted or f"{what}:{one.id}" in wanted or what in wanted
            ]

        found = list(plan_outcomes(a_world(seed, 0, 10), chosen(PLAN_SLIPS, "plan"), Path(folder) / "plan"))
        rest, number = chosen(YEAR_SLIPS, "year"), 0
        while rest:
            number += 1
            world, before = a_world(seed, number, PARTNERS), len(rest)
            found += year_outcomes(world, 2024 + (seed + number) % 6, rest, Path(folder) / f"year {number}", SOUND)
            if len(rest) == before:
                raise SystemExit(f"no place for {[one.id for one in rest]}")
        return found


if __name__ == "__main__":
    main()
