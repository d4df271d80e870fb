"""Whether what is counted in student records fits the rows of the form: every name declared, nothing contradicted."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from warehouse.programme.model import Programme
from warehouse.programme.records import ROWS, Count, Records

Incoherence = tuple[tuple[Any, ...], str]


def records_incoherences(programme: Programme) -> Iterator[Incoherence]:
    """Yield (place in the definition, sentence) for each count or predicate that does not fit."""
    records = programme.records
    if records is None:
        return
    yield from _predicates(records)
    rules = [rule.id for rule in programme.rules]
    for i, doubt in enumerate(records.doubts):
        yield from _unknown(("records", "doubts", i), [doubt.rule], rules)
        yield from _unknown(("records", "doubts", i), doubt.is_, [one.id for one in records.predicates])
    rows = [count.row for count in records.counts]
    for i, count in enumerate(records.counts):
        place = ("records", "counts", i)
        yield from _unknown(place, [count.row], programme.rows_by_key)
        yield from _unknown(place, [count.as_] if count.as_ else [], rows)
        yield from _unknown(place, count.is_, [one.id for one in records.predicates])
        if count.row in programme.rows_by_key:
            yield from _row(programme, records, place, count)
    for row, times in Counter(rows).items():
        if times > 1:
            yield ("records", "counts"), f"「{row}」が{times}回書かれています / '{row}' stands {times} times"


def _predicates(records: Records) -> Iterator[Incoherence]:
    known = [one.id for one in records.predicates]
    for i, predicate in enumerate(records.predicates):
        yield from _unknown(("records", "predicates", i), predicate.where.names(), known)
    for name, times in Counter(known).items():
        if times > 1:
            yield ("records", "predicates"), f"「{name}」が{times}回書かれています / '{name}' stands {times} times"


def _row(programme: Programme, records: Records, place: tuple[Any, ...], count: Count) -> Iterator[Incoherence]:
    row = programme.rows_by_key[count.row]
    if row.population and count.as_ is None:
        yield from _unknown(place, [row.population], [one.id for one in records.predicates])
    if count.as_ is None and count.of is None and row.within not in [one.row for one in records.counts]:
        yield (
            place,
            f"{count.row} に of がなく、数える元の行もありません / {count.row} says neither `of` nor what it is part of",
        )
    if (count.of is None) != (count.count is None):
        yield place, f"{count.row} は of と count を共に書いてください / {count.row} needs both `of` and `count`"
    cumulative = {row.row for _, table, row in programme.rows() if table.counting == "cumulative"}
    if count.of and (count.count == ROWS) != (count.row in cumulative):
        yield (
            place,
            f"{count.row} の実数・のべが indicators と異なります / {count.row}: heads or のべ is not as in indicators",
        )


def _unknown(place: tuple[Any, ...], names: Any, known: Any) -> Iterator[Incoherence]:
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, list(known), 1)
            hint = f"（もしかして {near[0]}） (did you mean {near[0]}?)" if near else ""
            yield place, f"「{name}」は定義にありません{hint} / '{name}' is not defined"
