"""One year of 813 universities, collected by the flow and by a bare loop; prints the seconds and the memory as JSON.

python infra/bench/collection.py FOLDER [--universities 813]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb

from flows.demo.answers import SHAPES, csv_lines, write_csv
from flows.demo.universe import CSV_PARTNER, Invented, reported
from flows.settings import prepare_prefect
from warehouse.workspace import Workspace, create_workspace

YEAR, AT = 2026, datetime(2027, 6, 1)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--universities", type=int, default=813)
    asked = options.parse_args()
    invented = [a_university(number) for number in range(asked.universities)]
    by_flow, by_loop, empty = (a_workspace(asked.folder / name, invented) for name in ("flow", "loop", "empty"))
    for each in invented:
        path = write_csv(by_flow.inbox(YEAR) / f"{each.name}.csv", csv_lines(YEAR, reported(each, YEAR), "final"), SHAPES[YEAR])  # fmt: skip
        shutil.copy(path, by_loop.inbox(YEAR) / path.name)
    told = loop(by_loop) | flow(by_flow, empty)
    told |= parquet(by_loop, asked.folder) | {"memory_mb": memory_mb()}
    print(json.dumps(told))


def a_university(number: int) -> Invented:
    size = {"students": 900 + 17 * number, "teachers": 90 + number, "courses": 300 + 3 * number}
    role = "partner" if number else "lead"
    return replace(CSV_PARTNER, code=f"X{number:012d}", name=f"架空{number:03d}大学", role=role, **size)  # type: ignore[arg-type]


def a_workspace(root: Path, invented: list[Invented]) -> Workspace:
    workspace = create_workspace(root, "social-impact-type2", [(each.role, each.code, each.name) for each in invented])
    workspace.inbox(YEAR).mkdir(parents=True)
    return workspace


def loop(workspace: Workspace) -> dict[str, float]:
    """Return the seconds of the plain verbs, and those of loading what they staged."""
    from flows import collect
    from flows.arrivals import arrivals

    staged = []
    begin = time.perf_counter()
    files = collect.unread(workspace, YEAR, arrivals(workspace.inbox(YEAR)), AT)
    for each in files:
        staged += collect.receive(workspace, YEAR, [each])
    reading = time.perf_counter() - begin
    loading = seconds(lambda: only_load(workspace))
    rest = seconds(lambda: collect.load(workspace, YEAR, staged, AT))
    return {"loop": reading + loading + rest, "load": loading}


def only_load(workspace: Workspace) -> None:
    from warehouse import write
    from warehouse.database import open_warehouse

    with open_warehouse(workspace.database) as connection:
        write.load_staged(connection, workspace.staging)


def flow(workspace: Workspace, empty: Workspace) -> dict[str, float]:
    """Return the seconds of the flow, and of one with nothing to collect: what Prefect takes whatever there is to do."""
    from flows.server import server

    prepare_prefect(empty)
    with server(empty):
        from flows.yearly import collect

        collect(str(empty.root), YEAR, at=AT)  # the first flow of a process loads more
        start = seconds(lambda: collect(str(empty.root), YEAR, at=AT))
        whole = seconds(lambda: collect(str(workspace.root), YEAR, at=AT))
    return {"flow": whole, "start": start}


def parquet(workspace: Workspace, folder: Path) -> dict[str, float]:
    """Return how long DuckDB takes to read the same rows from Parquet into tables of a new file, opened and closed as ours."""
    relations = ("submission", "datum", "finding")
    source = duckdb.connect(str(workspace.database), read_only=True)
    rows = 0
    for name in relations:
        source.execute(f"copy raw.{name} to '{folder / name}.parquet' (format parquet)")
        rows += source.execute(f"select count(*) from raw.{name}").fetchall()[0][0]
    source.close()

    def read(number: int) -> None:
        with duckdb.connect(str(folder / f"parquet{number}.duckdb")) as into:
            for name in relations:
                into.execute(f"create table {name} as select * from '{folder / name}.parquet'")

    return {"parquet": statistics.median(seconds(partial(read, number)) for number in range(3)), "rows": rows}


def seconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def memory_mb() -> float:
    """Return the most memory that this process held, in MB; nan where the system does not tell (Windows)."""
    if os.name == "nt":
        return float("nan")
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1_000_000 if sys.platform == "darwin" else 1_000)


if __name__ == "__main__":
    main()
