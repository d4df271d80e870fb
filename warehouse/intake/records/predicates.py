"""The definition's predicates as conditions of SQL, over whatever tables the university mapped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select

from warehouse.intake.records.catalogue import Catalogue
from warehouse.intake.records.mapping import RecordsChannel
from warehouse.intake.records.model import TABLES, UNIVERSITY
from warehouse.intake.records.populations import Period
from warehouse.intake.records.source import NotMapped, Source
from warehouse.programme.records import Predicate, Range, Records, Where

BLANK = "blank"


class Predicates:
    """Conditions for one period.

    `assumed` gathers the columns that were taken as blank because nobody mapped them; `classified_stays` tells whether
    the rule on the length of stays was used.
    """

    def __init__(self, records: Records, channel: RecordsChannel, catalogue: Catalogue, period: Period) -> None:
        self._records = records
        self._channel = channel
        self._catalogue = catalogue
        self.dialect = catalogue.dialect
        self._period = period
        self._opened: dict[str, int] = {}
        self.assumed: set[str] = set()
        self.classified_stays = False

    def open(self, name: str) -> Source:
        """Return a table of the model under an alias of its own. Raises NotMapped, NameUnknown."""
        mapped = self._channel.table_map(name)
        if mapped is None:
            raise NotMapped(name)
        self._opened[name] = number = self._opened.get(name, 0) + 1
        alias = name if number == 1 else f"{name}_{number}"
        return Source(TABLES[name], mapped, self._catalogue.table(mapped.from_), alias)

    def holds(self, name: str, source: Source) -> ColumnElement[bool]:
        """Return the condition that a predicate holds for a row, or for a row of its own table with the same keys."""
        predicate = self._records.predicate(name)
        if source.table.name in predicate.of:
            return self._where(predicate.where, source)
        return self._exists(predicate, source)

    def _where(self, where: Where, source: Source) -> ColumnElement[bool]:
        parts = [self._column(name, test, source) for name, test in where.columns.items()]
        parts += [self.holds(name, source) for name in where.is_]
        parts += [sa.not_(self._exists(self._records.predicate(name), source)) for name in where.has_no]
        if where.any_:
            parts.append(sa.or_(*(self._where(part, source) for part in where.any_)))
        return sa.and_(sa.true(), *parts)

    def _exists(self, predicate: Predicate, source: Source) -> ColumnElement[bool]:
        other = self.open(predicate.of[0])
        joined = [other.raw(key) == source.raw(key) for key in _shared_keys(source, other)]
        condition = self._where(predicate.where, other)
        found: Select[tuple[Any]] = sa.select(sa.literal_column("1"))
        found = found.select_from(other.selectable).where(*joined, *other.only(), condition)
        return found.correlate(source.selectable).exists()

    def _column(self, name: str, test: Range | tuple[str, ...], source: Source) -> ColumnElement[bool]:
        column = source.table.columns[name]
        if column.kind != "stay" and not column.required and not source.has(name):
            self.assumed.add(f"{source.table.name}.{name}")
            is_blank_right = test == (BLANK,) or (isinstance(test, Range) and test.or_ == BLANK)
            return sa.true() if is_blank_right else sa.false()
        if isinstance(test, Range):
            return self._in_range(name, test, source)
        if column.kind == "year":
            return source.raw(name) == self._period.fiscal_year
        if column.kind == "stay":
            return sa.or_(*(self._stays(word, source) for word in test))
        if test == (BLANK,):
            return source.is_blank(name)
        return source.is_one_of(name, test)

    def _in_range(self, name: str, test: Range, source: Source) -> ColumnElement[bool]:
        first, last = (self._period.day(end) if end else None for end in (test.from_, test.until))
        inside = source.is_within(name, first, last)
        return sa.or_(source.is_blank(name), inside) if test.or_ == BLANK else inside

    def _stays(self, word: str, source: Source) -> ColumnElement[bool]:
        self.classified_stays = True
        bands: Mapping[str, tuple[int | None, int | None]] = self._records.stays(self._period.fiscal_year).bands()
        fewest, most = bands[word]
        days = source.days_of_stay()
        return sa.and_(
            sa.true(),
            *([days >= fewest] if fewest is not None else []),
            *([days <= most] if most is not None else []),
        )


def _shared_keys(one: Source, other: Source) -> list[str]:
    """Return the keys that two tables are joined by. Raises NotMapped where one that is needed is not there."""
    shared = []
    for key in one.table.keys:
        if key not in other.table.keys:
            continue
        if one.has(key) and other.has(key):
            shared.append(key)
        elif key != UNIVERSITY and one.table.columns[key].required and other.table.columns[key].required:
            raise NotMapped(f"{(other if one.has(key) else one).table.name}.{key}")
    return shared
