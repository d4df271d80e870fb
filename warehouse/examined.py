"""The things that a run of the checks examines: one relation a rule, as `sql/check/<kind>.sql` says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy

from warehouse.database import SQL
from warehouse.read import Row, fetch
from warehouse.write import insert

DECLARED = ("shown", "round", "course_list")
PREPARED = ("fact", "computed", "course", "cost", "expected", "suspect")


class CouldNotExamine(Exception):
    """A rule whose SQL does not exist or does not run; the other rules go on."""


class Examination:
    """What a run examines, in an in-memory database `examined` beside the warehouse.

    `words` are the values that the SQL may name as `$word`: the scope, the programme's years, a rule's parameters.
    `lists` are rows for the declared tables. `checks` is where the kinds of rules stand.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        words: Mapping[str, object],
        lists: Mapping[str, Sequence[Sequence[Any]]],
        checks: Path = SQL / "check",
    ) -> None:
        self.connection = connection
        self.words = dict(words)
        self.checks = checks
        connection.execute("attach if not exists ':memory:' as examined")
        for name in DECLARED:
            connection.execute(_prepared(name))
        for name, rows in lists.items():
            insert(connection, f"examined.{name}", rows)
        for name in PREPARED:
            self._create(name, _prepared(name), self.words)

    def examine(self, rule: str, kind: str, parameters: Mapping[str, object]) -> numpy.ndarray:
        """Return whether each thing that `rule` examines is met, as booleans in a fixed order; empty: nothing to check.

        Raises CouldNotExamine where the kind has no SQL file, or where that does not run.
        """
        path = self.checks / f"{kind}.sql"
        if not path.is_file():
            raise CouldNotExamine(f"no kind of rule '{kind}'")
        text = f"select * from ({path.read_text(encoding='utf-8')}\n) where is_met is not null"
        try:
            self._create(f'"rule {rule}"', text, {**self.words, **parameters})
            cursor = self.connection.execute(f'select is_met from examined."rule {rule}" order by rowid')
        except duckdb.Error as problem:
            raise CouldNotExamine(str(problem)) from problem
        return numpy.asarray(cursor.fetchnumpy()["is_met"], dtype=bool)

    def rows(self, rule: str, numbers: Sequence[int]) -> list[Row]:
        """Return the examined things of a rule by their numbers in the order of `examine`, with all that its SQL tells."""
        if not numbers:
            return []
        text = f'select * from examined."rule {rule}" where list_contains(?, rowid) order by rowid'
        return fetch(self.connection, text, [list(numbers)])

    def _create(self, name: str, text: str, words: Mapping[str, object]) -> None:
        used = {word: words.get(word) for word in set(re.findall(r"\$([a-z_]+)", re.sub("--.*", "", text)))}
        self.connection.execute(f"create or replace table examined.{name} as {text}", used)


def _prepared(name: str) -> str:
    return (SQL / "examined" / f"{name}.sql").read_text(encoding="utf-8")
