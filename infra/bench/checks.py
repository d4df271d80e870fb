"""How fast the checks are: their SQL against SQL by hand, Great Expectations' part, the bookkeeping, and looking back.

    python infra/bench/checks.py FOLDER [--universities 813]

Prints one JSON object; `speed.py --only checks` prints its table. Some minutes and 2 GB of memory.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import checks_by_hand
import numpy
from checks_data import a_warehouse

from expectations import examine, gx, scope
from expectations.catalogue import rules_for
from warehouse import write
from warehouse.database import open_warehouse, settle
from warehouse.examined import Examination
from warehouse.workspace import Workspace

YEARS = (2024, 2025, 2026, 2027, 2028, 2029)
AT = datetime(2030, 7, 1)
RULES, SUITE = 300, 600
PAST_RUNS = 100
Told = dict[str, float]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--universities", type=int, default=813)
    asked = options.parse_args()
    workspace = a_warehouse(asked.folder / "many", asked.universities, YEARS)
    told = sql(workspace) | expectations(asked.universities * len(YEARS)) | bookkeeping(workspace)
    print(json.dumps(told | looking_back(asked.folder, max(asked.universities // 8, 1))))


def sql(workspace: Workspace) -> Told:
    """The SQL of every rule for six years; and of those that stand in `checks_by_hand`, both ways, taking turns."""
    programme = workspace.programme
    everything = seconds(lambda: ours(workspace, None))
    both: list[tuple[float, float]] = []
    for _ in range(3):
        mine = seconds(lambda: ours(workspace, checks_by_hand.RULES))
        both.append((mine, seconds(lambda: [by_hand(workspace, year) for year in YEARS])))
    rules = len({rule.id for year in YEARS for rule in rules_for(programme, year)})
    few = len([rule for rule in rules_for(programme, 2026) if _is_asked(rule.id, checks_by_hand.RULES)])
    return {"sql_all": everything, "rules": rules, "few": few, "sql_few": min(one for one, _ in both), "sql_hand": min(two for _, two in both)}  # fmt: skip


def ours(workspace: Workspace, wanted: tuple[str, ...] | None) -> int:
    """Examine every year, as a check of all years does; return how many things were examined."""
    programme, count = workspace.programme, 0
    with open_warehouse(workspace.database) as connection:
        for year in YEARS:
            asked = Examination(connection, scope.words(programme, year), scope.lists(programme, year, AT))
            rules = [rule for rule in rules_for(programme, year) if wanted is None or _is_asked(rule.id, wanted)]
            for rule in rules:
                is_met = asked.examine(rule)
                count += len(is_met)
                if not is_met.all():
                    asked.rows(rule, {False})
    return count


def by_hand(workspace: Workspace, year: int) -> int:
    with open_warehouse(workspace.database) as connection:
        return checks_by_hand.run(connection, workspace.programme, year)


def _is_asked(rule: str, wanted: tuple[str, ...]) -> bool:
    return rule in wanted or rule.startswith("identity_")


def expectations(rows: int) -> Told:
    """Great Expectations' part for many rules on one thing and on one a university and year; one in ten rules is breached."""
    gx.load()
    gx.decide({"first": numpy.array([True])})
    few, many = (
        {f"rule_{number}": numpy.arange(count) >= (number % 10 == 0) for number in range(RULES)} for count in (1, rows)
    )
    taken = [(seconds(lambda: gx.decide(few)), seconds(lambda: gx.decide(many))) for _ in range(3)]
    library = gx.load()
    building = seconds(lambda: library.ExpectationSuite(name="x", expectations=gx.expectations_for([f"rule_{n}" for n in range(SUITE)])))  # fmt: skip
    return {"gx_one": min(one for one, _ in taken), "gx_many": min(two for _, two in taken), "suite": building}


def bookkeeping(workspace: Workspace) -> Told:
    """What is not examining of a run, before and after many runs; and the whole run."""
    examine.check(workspace, 2026, AT)
    whole = seconds(lambda: examine.check(workspace, 2026, AT))
    first = min(kept(workspace) for _ in range(5))
    for _ in range(PAST_RUNS):
        kept(workspace)
    return {"run": whole, "kept": first, "kept_later": min(kept(workspace) for _ in range(5)), "past_runs": PAST_RUNS}


def kept(workspace: Workspace) -> float:
    """Keep a run with as many outcomes as a check has, and 1,000 findings; return its seconds."""
    findings = examine_findings(1000)
    rows = [(f"rule_{number}", "met", 813, 0, "", "00000000") for number in range(60)]
    start = time.perf_counter()
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, AT)
        write.add_check_run(connection, write.next_run(connection, "2026"), AT, "2026", workspace.programme.hash, rows, findings)  # fmt: skip
    return time.perf_counter() - start


def examine_findings(count: int) -> list[examine.Finding]:
    words = ("a_rule", "explain", "値が大きく動いています", "a jump", "確かめてください", "check it")
    return [examine.Finding(*words, f"X{number:012d}", "5", "5.B_long", 2026) for number in range(count)]


def looking_back(folder: Path, universities: int) -> Told:
    """What every fact takes as of the first answers, with one answer each and with ten."""
    once, often = (a_warehouse(folder / f"r{count}", universities, (2026,), count) for count in (1, 10))
    taken = [tuple(seconds(lambda place=place: as_of(place)) for place in (once, often)) for _ in range(7)]  # type: ignore[misc]
    return {"as_of_once": min(one for one, _ in taken), "as_of_often": min(two for _, two in taken)}


def as_of(workspace: Workspace) -> int:
    with open_warehouse(workspace.database, datetime(2027, 5, 20)) as connection:
        settle(connection, ["out.fact"])
        return len(connection.execute("select * from out.fact").fetchall())


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
