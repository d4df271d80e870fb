"""The things that a run of the checks examines: one relation a rule, as `sql/check/<kind>.sql` says."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy

from warehouse.database import SQL, is_settled, named_in, settle
from warehouse.read import Row, fetch
from warehouse.write import insert

log = logging.getLogger(__name__)
DECLARED = ("shown", "round", "course_list")
KEYS = (
    "university", "row", "fiscal_year", "kind", "within_row", "of_row", "to_row", "left_row", "parts", "category", "line",
    "list", "no",
)  # fmt: skip
PREPARED = (
    "fact",
    "computed",
    "course",
    "cost",
    "expected_of_return",
    "expected_of_plan",
    "expected",
    "ranged",
    "swap",
    "suspect",
)


class CouldNotExamine(Exception):
    """A rule whose SQL does not exist or does not run; the other rules go on."""


class Examination:
    """What a run examines, in an in-memory database `examined` beside the warehouse, of which it reads a settled state.

    `words` are the values that the SQL may name as `$word`: the scope, the programme's years, a rule's parameters.
    `lists` are rows for the declared tables. `checks` is where the kinds of rules stand; `definitions` the schema that is
    read instead of `def`, where another definition than the one in force counts (`warehouse/proposed.py`).
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        words: Mapping[str, object],
        lists: Mapping[str, Sequence[Sequence[Any]]],
        checks: Path = SQL / "check",
        definitions: str | None = None,
    ) -> None:
        self.connection = connection
        self.words = dict(words)
        self.checks = checks
        connection.execute("attach if not exists ':memory:' as examined")
        for name in DECLARED:
            connection.execute(_prepared(name))
        for name, rows in lists.items():
            insert(connection, f"examined.{name}", rows)
        if not is_settled(connection):  # by an earlier examination on this connection, for another scope
            settle(connection, self._read(), definitions)
        for name in PREPARED:
            self._prepare(name)

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

    def keys(self, rule: str) -> list[Row]:
        """Return what each examined thing of a rule is about: those of the columns of KEYS that its SQL tells."""
        told = {row[0] for row in self.connection.execute(f'describe examined."rule {rule}"').fetchall()}
        names = ", ".join(f'"{name}"' for name in KEYS if name in told)
        return fetch(self.connection, f'select distinct {names} from examined."rule {rule}"') if names else []

    def _prepare(self, name: str) -> None:
        """Work out what several rules share; where that fails, the rules that need it could not run and the others go on."""
        try:
            self._create(name, _prepared(name), self.words)
        except duckdb.Error as problem:
            log.error("what rules share could not be prepared (%s): %s", name, problem)

    def _create(self, name: str, text: str, words: Mapping[str, object]) -> None:
        """Keep what a text of SQL yields."""
        used = {word: words.get(word) for word in set(re.findall(r"\$([a-z_]+)", re.sub("--.*", "", text)))}
        self.connection.execute(f"create or replace table examined.{name} as {text}", used)

    def _read(self) -> set[str]:
        """Return the relations of the warehouse that the rules read."""
        texts = [_prepared(name) for name in PREPARED]
        texts += [path.read_text(encoding="utf-8") for path in self.checks.glob("*.sql")]
        return named_in("\n".join(texts))


@cache
def text_of_kind(kind: str) -> str:
    """Return what examines a kind of rule: its SQL and all of `examined` that it reads, without comments and line breaks.

    Empty for a kind that has no SQL (`intake` is decided while reading).
    """
    path = SQL / "check" / f"{kind}.sql"
    texts: dict[str, str] = {kind: path.read_text(encoding="utf-8")} if path.is_file() else {}
    waiting = list(texts.values())
    while waiting:
        for name in re.findall(r"\bexamined\.([a-z_]+)\b", waiting.pop()):
            if f"examined.{name}" not in texts and name in (*DECLARED, *PREPARED):
                texts[f"examined.{name}"] = _prepared(name)
                waiting.append(texts[f"examined.{name}"])
    return "\n".join(" ".join(re.sub("--.*", "", text).split()) for _, text in sorted(texts.items()))


def _prepared(name: str) -> str:
    return (SQL / "examined" / f"{name}.sql").read_text(encoding="utf-8")
