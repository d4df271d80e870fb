"""The last step of a trace: the lines behind a count (内訳一覧), with their files, and where another university has them too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import duckdb

from warehouse import read
from warehouse.printed import trace_sql
from warehouse.read import Row
from warehouse.workspace import Workspace

Entry = dict[str, Any]
_COUNT = (
    "list", "name_ja", "name_en", "university", "university_name", "row", "counting", "lines", "different", "counted",
    "reported", "state", "doubled",
)  # fmt: skip
DEFINED_IN = "lists.yaml"
_LINE = ("no", "label", "file_name", "sha256", "kept", "sheet", "cell", "received_at")


class Listed:
    """The lists behind facts, as of the moment that a connection sees."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, workspace: Workspace, facts: Sequence[str]) -> None:
        self._lists = workspace.programme.lists
        self._places = workspace.programme.lines
        self._names = {each.code: each.name for each in workspace.universities}
        wanted = {"facts": list(facts)}
        self._counts = _by_fact(read.fetch(connection, trace_sql("listed_count"), wanted))
        self._lines = _by_fact(read.fetch(connection, trace_sql("listed_row"), wanted)) if self._counts else {}

    def of(self, fact: str) -> list[Entry]:
        """Return the lists behind a fact, one entry a university and list: what it counts beside the report, and its lines."""
        return [self._entry(fact, count) for count in self._counts.get(fact, ())]

    def _entry(self, fact: str, count: Row) -> Entry:
        key = (count["university"], count["list"])
        lines = [line for line in self._lines.get(fact, ()) if (line["university"], line["list"]) == key]
        reported = count["reported"]
        source = self._lists.source_of(count["list"]) if self._lists else None
        return {name: count[name] for name in _COUNT} | {
            "agrees": None if reported is None else reported == count["counted"],
            "file": DEFINED_IN,
            "line": self._places.get(f"{DEFINED_IN}:{count['list']}"),
            "source": str(source or ""),
            "groups": self._groups(count["list"], lines),
            "rows": [self._line(line) for line in lines],
        }

    def _line(self, line: Row) -> Entry:
        texts = zip(line["columns"], line["texts"], strict=True)
        return {name: line[name] for name in _LINE} | {
            "category": line["word_ja"],
            "fields": {self._head(column): text for column, text in texts if text},
            "also_at": [self._names.get(each, each) for each in line["also_at"] or ()],
        }

    def _groups(self, name: str, lines: Sequence[Row]) -> dict[str, int]:
        """Return how many lines stand in each group of a list (each faculty), the most first; none of a list without."""
        one = next((one for one in self._lists.lists if one.id == name), None) if self._lists else None
        if one is None or one.group is None:
            return {}
        said = (dict(zip(line["columns"], line["texts"], strict=True)).get(one.group) or "" for line in lines)
        return dict(Counter(said).most_common())

    def _head(self, column: str) -> str:
        known = self._lists.columns_by_id.get(column) if self._lists else None
        return known.head if known else column


def _by_fact(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["fact"], []).append(row)
    return found
