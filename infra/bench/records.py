"""How fast student records are counted: the compiled definition, a query by hand for each row, and pandas.

    python infra/bench/records.py [--scale 0.02] [--rounds 3] [--no-pandas] [--rows]

Scale 1 is 3 million students of 813 universities with 18 million rows of enrolment: 2 GB of memory and some minutes.
All must give the same numbers. Targets: at most 1.3 times the queries by hand, and a pandas script that takes one
university after another at least 20 times slower (DuckDB reads Parquet each time; the frames are in memory already).
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb
import pandas as pd
import records_pandas
from records_data import STUDENTS, UNIVERSITIES, write_records

from warehouse.intake.records.extracts import ask_extracts, opened
from warehouse.intake.records.many import count_by_university
from warehouse.intake.sql.connection import Asked
from warehouse.programme import load_programme

HERE = Path(__file__).parent
T = TypeVar("T")
Numbers = dict[str, dict[int, int]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scale", type=float, default=0.02)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--no-pandas", action="store_true")
    options.add_argument("--rows", action="store_true", help="also compare row by row")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench(Path(folder), int(STUDENTS * asked.scale), asked.rounds, not asked.no_pandas, asked.rows)


def bench(folder: Path, students: int, rounds: int, with_pandas: bool, by_row: bool) -> None:
    extracts, _ = timed(lambda: write_records(folder, students))
    channel = folder / "all.yaml"
    channel.write_text(json.dumps({"kind": "records", "extracts": extracts}), encoding="utf-8")
    programme = load_programme("social-impact-type2")
    queries = by_hand()
    ours, hand = [], []
    for _ in range(rounds):
        compiled, seconds = timed(lambda: count_by_university(channel, programme, 2026))
        ours.append(seconds)
        written, seconds = timed(lambda: put(folder, extracts, queries))
        hand.append(seconds)
    same(numbers(compiled), numbers(written), "by hand")
    print(f"{students * 6:,} rows of enrolment, {len(compiled)} rows of the form, fiscal year 2026")
    print(f"compiled definition   {min(ours):8.2f} s")
    print(f"one query by hand     {min(hand):8.2f} s   compiled / by hand = {min(ours) / min(hand):.2f} (at most 1.3)")
    if by_row:
        compare_rows(folder, extracts, compiled, queries)
    if with_pandas:
        bench_pandas(load(folder, extracts), numbers(compiled), min(ours))


def bench_pandas(frames: dict[str, pd.DataFrame], right: Numbers, ours: float) -> None:
    counted, seconds = timed(lambda: list(records_pandas.one_by_one(frames, UNIVERSITIES)))
    same(right, united(counted), "pandas")
    print(f"pandas, one by one    {seconds:8.2f} s   pandas / compiled = {seconds / ours:.1f} (at least 20)")
    counted, seconds = timed(lambda: list(records_pandas.counts(frames)))
    same(right, united(counted), "pandas")
    print(f"pandas, all at once   {seconds:8.2f} s   pandas / compiled = {seconds / ours:.1f}")


def united(counted: list[records_pandas.Counted]) -> Numbers:
    found: Numbers = {}
    for row, series in counted:
        found.setdefault(row, {}).update({int(university): int(number) for university, number in series.items()})
    return found


def by_hand() -> dict[str, str]:
    parts = re.split(r"^-- (\d\.\w+)\n", (HERE / "records_by_hand.sql").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def put(folder: Path, extracts: dict[str, str], queries: dict[str, str]) -> list[Asked]:
    with opened(folder, extracts) as connection:
        return [one for key, sql in queries.items() for one in ask_extracts(connection, {key: sql})]


def numbers(asked: list[Asked]) -> Numbers:
    failed = {one.key: one.problem for one in asked if one.problem}
    assert not failed, failed
    return {one.key: {int(university): int(number) for university, number in one.rows} for one in asked}


def same(ours: Numbers, other: Numbers, whose: str) -> None:
    assert ours.keys() == other.keys(), ours.keys() ^ other.keys()
    for row, found in ours.items():
        there = {university: number for university, number in other[row].items() if number}
        assert found == there, f"{row} differs from {whose}"


def load(folder: Path, extracts: dict[str, str]) -> dict[str, pd.DataFrame]:
    """Load each table with its words as categories, which pandas compares fastest."""
    frames = {}
    for name, file in extracts.items():
        with duckdb.connect() as connection:
            source = f"read_parquet('{folder / file}')"
            columns = connection.execute(f"describe select * from {source}").fetchall()
            texts = [column[0] for column in columns if column[1] == "VARCHAR"]
            for text in texts:
                connection.execute(f"create type {text}_of as enum (select distinct {text} from {source} order by 1)")
            casts = ", ".join(f"{text}::{text}_of as {text}" for text in texts)
            frames[name] = connection.execute(
                f"select * replace ({casts}) from {source}" if texts else f"from {source}"
            ).df()
    return frames


def compare_rows(folder: Path, extracts: dict[str, str], compiled: list[Asked], queries: dict[str, str]) -> None:
    with opened(folder, extracts) as connection:
        for one in compiled:
            _, ours = timed(lambda one=one: ask_extracts(connection, {one.key: one.sql}))
            _, hand = timed(lambda one=one: ask_extracts(connection, {one.key: queries[one.key]}))
            print(f"  {one.key:24s} {ours:7.3f} s   by hand {hand:7.3f} s   {ours / hand:5.2f}")


def timed(act: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    found = act()
    return found, time.perf_counter() - start


if __name__ == "__main__":
    main()
