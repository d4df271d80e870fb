"""The things that a run of the checks examines: one relation a rule, as `sql/check/<kind>.sql` says."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy

from warehouse.database import SQL, named_in, settle
from warehouse.programme.indicator import Rule
from warehouse.read import Row
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
VIEWS = ("fact",)  # of what the warehouse's relations hold already: nothing to keep


class CouldNotExamine(Exception):
    """A rule whose SQL does not exist or does not run; the other rules go on."""


class Examination:
    """What a run examines, in an in-memory database `examined` beside the warehouse, of which it reads a settled state.

    `words` are the values that the SQL may name as `$word`: the scope, the programme's years, a rule's parameters.
    `lists` are rows for the declared tables. `checks` is where the kinds of rules stand; `definitions` the schema that is
    read instead of `def`, where another definition than the one in force counts (`warehouse/proposed.py`). What several
    rules share is worked out once, when the first of them asks for it.
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
        self.definitions = definitions
        self._asked_for: set[str] = set()
        connection.execute("detach database if exists examined")  # of an earlier scope
        connection.execute("attach ':memory:' as examined")
        for word, value in self.words.items():  # for views, which take no parameters
            connection.execute(f"set variable {word} = ?", [value])
        for name in DECLARED:
            connection.execute(_prepared(name))
        for name, rows in lists.items():
            insert(connection, f"examined.{name}", rows)

    def examine(self, rule: Rule) -> numpy.ndarray:
        """Return whether each thing that `rule` examines is met, as booleans in no order; empty: nothing to check.

        Only what that hangs on is worked out, not what a sentence would quote: most things are met. Raises
        CouldNotExamine where the kind has no SQL file, or where that does not run.
        """
        is_met = self._run("select is_met from ({}) where is_met is not null", rule).fetchnumpy()["is_met"]
        return numpy.asarray(is_met, dtype=bool)

    def rows(self, rule: Rule, is_met: Collection[bool]) -> list[Row]:
        """Return the things that a rule examines and of which `is_met` is one of these, with all that its SQL tells."""
        found: list[Row] = []
        for value in sorted(is_met):
            cursor = self._run(f"select * from ({{}}) where is_met = {value}", rule)
            names = [column[0] for column in cursor.description or ()]
            found += [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return found

    def keys(self, rule: Rule) -> list[Row]:
        """Return what each examined thing of a rule is about: those of the columns of KEYS that its SQL tells."""
        told = {column[0] for column in self._run("select * from ({}) limit 0", rule).description or ()}
        names = [name for name in KEYS if name in told]
        if not names:
            return []
        columns = ", ".join(f'"{name}"' for name in names)
        found = self._run(f"select distinct {columns} from ({{}}) where is_met is not null", rule).fetchall()
        return [dict(zip(names, row, strict=True)) for row in found]

    def _run(self, question: str, rule: Rule) -> duckdb.DuckDBPyConnection:
        """Ask something of the SQL of a rule, which stands in the place of `{}`."""
        path = self.checks / f"{rule.kind}.sql"
        if not path.is_file():
            raise CouldNotExamine(f"no kind of rule '{rule.kind}'")
        text = path.read_text(encoding="utf-8")
        self._prepare(text)
        try:
            return self.connection.execute(question.format(f"{text}\n"), _used(text, {**self.words, **rule.parameters}))
        except duckdb.Error as problem:
            raise CouldNotExamine(str(problem)) from problem

    def _prepare(self, text: str) -> None:
        """Work out what a text reads and nobody asked for yet. Where that fails, the rules that need it cannot run."""
        for name in re.findall(r"\bexamined\.([a-z_]+)\b", text):
            if name in PREPARED and name not in self._asked_for:
                self._asked_for.add(name)
                shared = _prepared(name)
                self._prepare(shared)
                try:
                    self._keep(name, shared)
                except duckdb.Error as problem:
                    log.error("what rules share could not be prepared (%s): %s", name, problem)
        if unsettled := named_in(text) - self._asked_for:
            self._asked_for |= unsettled
            settle(self.connection, unsettled, self.definitions)

    def _keep(self, name: str, text: str) -> None:
        if name in VIEWS:
            self.connection.execute(f"create view examined.{name} as {text}")
        else:
            self.connection.execute(f"create table examined.{name} as {text}", _used(text, self.words))


def _used(text: str, words: Mapping[str, object]) -> dict[str, object]:
    """Return the words that a text of SQL names."""
    return {word: words.get(word) for word in set(re.findall(r"\$([a-z_]+)", re.sub("--.*", "", text)))}


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
