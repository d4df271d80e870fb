"""Whether the lists behind counts fit the form: every row and column declared, no row in two lists."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from warehouse.programme.model import Programme

Incoherence = tuple[tuple[Any, ...], str]


def lists_incoherences(programme: Programme) -> Iterator[Incoherence]:
    """Yield (place in the definition, sentence) for each list that does not fit."""
    lists = programme.lists
    if lists is None:
        return
    countings = {table.counting for _, table, _ in programme.rows()}
    yield from _unknown(("lists", "counting"), countings, lists.counting)
    typed = [key for key, row in programme.rows_by_key.items() if not row.is_ratio]
    for i, one in enumerate(lists.lists):
        place = ("lists", "lists", i)
        yield from _unknown((*place, "columns"), one.columns, lists.columns_by_id)
        yield from _unknown((*place, "rows"), one.counted, typed)
        yield from _unknown((*place, "same"), one.same, one.columns)
        yield from _unknown((*place, "across"), one.across, one.columns)
        yield from _unknown((*place, "group"), [one.group] if one.group else [], one.columns)
    named = Counter(key for one in lists.lists for key in one.counted) + Counter(one.id for one in lists.lists)
    for key, times in named.items():
        if times > 1:
            yield ("lists", "lists"), f"「{key}」が{times}つの一覧にあります / '{key}' stands in {times} lists"


def _unknown(place: tuple[Any, ...], names: Iterable[str], known: Iterable[str]) -> Iterator[Incoherence]:
    known = list(known)
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"（もしかして {near[0]}） (did you mean {near[0]}?)" if near else ""
            yield place, f"「{name}」は定義にありません{hint} / '{name}' is not defined"
