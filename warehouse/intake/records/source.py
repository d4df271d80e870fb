"""A table of the model as it stands in a university's database: its columns, and its words as that database's codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from warehouse.intake.records.dialect import as_day, as_written, days_between
from warehouse.intake.records.mapping import BLANK, OTHERS, ColumnMap, TableMap
from warehouse.intake.records.model import UNIVERSITY, Table

Stored = Literal["text", "number", "day", "moment", "boolean"]
TRUE = ("1", "true", "yes")
FLAGS = {"1": "yes", "0": "no", "true": "yes", "false": "no", "yes": "yes", "no": "no"}
DAY, DIGITS = "day", "digits"


class NotMapped(Exception):
    """A table, or a column of it, that a count needs is not mapped."""


class NameUnknown(Exception):
    """The mapping names a table or column that is not there; `known` is what there is."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self.known = tuple(known)


@dataclass(frozen=True)
class FoundTable:
    """A table or view as the database itself describes it: the exact names, and how each column is stored."""

    name: str
    schema: str | None
    columns: dict[str, Stored]


class Source:
    """A table of the model, read from a table of the university's under an alias."""

    def __init__(self, table: Table, mapped: TableMap, found: FoundTable, alias: str) -> None:
        self.table = table
        self._mapped = mapped
        self._found = found
        self._names = {name.casefold(): name for name in found.columns}
        columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in found.columns]
        self.selectable = sa.table(found.name, *columns, schema=found.schema).alias(alias)

    def has(self, column: str) -> bool:
        """Whether the column is mapped, or stands in the university's table under the model's own name."""
        return column in self._mapped.columns or column.casefold() in self._names

    def raw(self, column: str) -> ColumnElement[Any]:
        """Return a column as the university stores it. Raises NotMapped or NameUnknown."""
        return self._found_in(self._map(column))[0]

    def only(self) -> list[ColumnElement[bool]]:
        """Return the conditions that keep the rows that the mapping wants."""
        found = [(name, *self._raw(ColumnMap(column=name)), codes) for name, codes in self._mapped.only.items()]
        return [raw.in_([_code(code, stored, name) for code in codes]) for name, raw, stored, codes in found]

    def is_blank(self, column: str) -> ColumnElement[bool]:
        """Return the condition that a day is blank, or says what stands for none."""
        return self._written(column)[0].is_(None)

    def is_within(self, column: str, first: date | None, last: date | None) -> ColumnElement[bool]:
        """Return the condition that a day lies from one day to another, both included."""
        written, form = self._written(column)
        compared = written if form in (DAY, DIGITS) else as_day(written)
        limits: list[ColumnElement[bool]] = [compared >= self._limit(column, first)] if first else []
        if last:
            limits.append(compared <= self._limit(column, last))
        return sa.and_(sa.true(), *limits)

    def _limit(self, column: str, day: date) -> Any:
        """Return a day as the column writes it, so that an index on digits can be used."""
        mapped = self._map(column)
        if self._written(column)[1] != DIGITS:
            return day
        digits = f"{day:%Y%m%d}"
        return int(digits) if self._raw(mapped)[1] == "number" else digits

    def _day(self, column: str) -> ColumnElement[Any]:
        written, form = self._written(column)
        if form == DAY:
            return written
        if form == DIGITS:
            digits = sa.cast(written, sa.String(8))
            parts = (sa.func.substr(digits, *part, type_=sa.String()) for part in ((1, 4), (5, 2), (7, 2)))
            year, month, day = parts
            written = year + "-" + month + "-" + day
        return as_day(written)

    def _written(self, column: str) -> tuple[ColumnElement[Any], str]:
        """Return a day as it stands, blank where it says none, and how it is written: DAY, DIGITS or text."""
        mapped = self._map(column)
        raw, stored = self._raw(mapped)
        for blank in (*mapped.blank, *([BLANK] if stored == "text" else [])):
            raw = sa.func.nullif(raw, _code(blank, stored, column))
        if stored == "day":
            return raw, DAY
        if mapped.format == "yyyymmdd" and stored != "moment":
            return raw, DIGITS
        if mapped.format == "yyyy/mm/dd":
            raw = sa.func.replace(raw, "/", "-")
        return raw, "text"

    def days_of_stay(self) -> ColumnElement[Any]:
        """Return how many days a stay has, the first and the last included; blank without an end."""
        return days_between(self._day("ended_on"), self._day("started_on")) + 1

    def is_one_of(self, column: str, words: Iterable[str]) -> ColumnElement[bool]:
        """Return the condition that a column says one of the model's words, in the university's own codes."""
        mapped = self._map(column)
        if mapped.constant is not None:
            return sa.true() if mapped.constant in words else sa.false()
        raw, stored = self._raw(mapped)
        meanings = self._meanings(column, stored)
        listed = [_code(code, stored, column) for code in meanings if code not in (OTHERS, BLANK)]
        wanted = [code for code, word in zip(listed, _listed_words(meanings), strict=True) if word in words]
        ways: list[ColumnElement[bool]] = [raw.in_(wanted)] if wanted else []
        if meanings.get(OTHERS, OTHERS) in words:
            ways.append(sa.and_(raw.not_in(listed), *_present(raw, stored)))
        if meanings.get(BLANK, BLANK) in words:
            ways.append(sa.or_(raw.is_(None), *([raw == BLANK] if stored == "text" else [])))
        return sa.or_(sa.false(), *ways)

    def is_university(self, code: str) -> ColumnElement[bool]:
        """Return the condition that a row is a university's, by its 学校コード or by what `values` maps to it."""
        if UNIVERSITY in self._mapped.values:
            return self.is_one_of(UNIVERSITY, [code])
        return self._raw(self._map(UNIVERSITY))[0] == code

    def is_unknown_code(self, column: str) -> ColumnElement[bool] | None:
        """Return the condition that a column holds a code that the mapping does not list; None where none can."""
        if not self.has(column) or self._map(column).constant is not None:
            return None
        raw, stored = self._raw(self._map(column))
        meanings = self._meanings(column, stored)
        if OTHERS in meanings or stored == "boolean":
            return None
        listed = [_code(code, stored, column) for code in meanings if code != BLANK]
        return sa.and_(raw.not_in(listed), *_present(raw, stored))

    def _map(self, column: str) -> ColumnMap:
        if column in self._mapped.columns:
            return self._mapped.columns[column]
        if column.casefold() in self._names:
            return ColumnMap(column=self._names[column.casefold()])
        raise NotMapped(f"{self.table.name}.{column}")

    def _raw(self, mapped: ColumnMap) -> tuple[ColumnElement[Any], Stored]:
        """Return a column to be compared with codes or days; a text is compared letter by letter."""
        raw, stored = self._found_in(mapped)
        return (as_written(raw) if stored == "text" else raw), stored

    def _found_in(self, mapped: ColumnMap) -> tuple[ColumnElement[Any], Stored]:
        if mapped.column is None:
            return sa.literal(mapped.constant), "text"
        name = self._names.get(mapped.column.casefold())
        if name is None:
            raise NameUnknown(f"{self._mapped.from_}.{mapped.column}", self._found.columns)
        return self.selectable.c[name], self._found.columns[name]

    def _meanings(self, column: str, stored: Stored) -> dict[str, str]:
        """Return what each code means; without `values` the model's own words, or true and false."""
        if column in self._mapped.values:
            return self._mapped.values[column]
        words = self.table.columns[column].words
        if "yes" not in words:
            return {word: word for word in words}
        return FLAGS if stored == "text" else {"1": "yes", "0": "no"}


def _listed_words(meanings: dict[str, str]) -> list[str]:
    return [word for code, word in meanings.items() if code not in (OTHERS, BLANK)]


def _present(raw: ColumnElement[Any], stored: Stored) -> list[ColumnElement[bool]]:
    return [raw != BLANK] if stored == "text" else []


def _code(code: str, stored: Stored, column: str) -> Any:
    """Return a code of the mapping as the database stores it. Raises NameUnknown for a word where numbers stand."""
    if stored == "boolean":
        return sa.true() if code.casefold() in TRUE else sa.false()
    if stored != "number":
        return code
    try:
        return int(code)
    except ValueError:
        raise NameUnknown(f"{column}: {code}", ()) from None
