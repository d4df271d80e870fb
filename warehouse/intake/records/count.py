"""From the definition to one aggregate query a row: only a count can leave the university's database."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.engine.interfaces import Dialect

from warehouse.intake.records.catalogue import Catalogue
from warehouse.intake.records.mapping import RecordsChannel
from warehouse.intake.records.model import TABLES, UNIVERSITY
from warehouse.intake.records.populations import Definition, Period, definitions, period
from warehouse.intake.records.predicates import Predicates
from warehouse.intake.records.source import NameUnknown, NotMapped, Source
from warehouse.programme import Programme
from warehouse.programme.records import ROWS, Records


@dataclass(frozen=True)
class Query:
    """One aggregate query. `key` is a row of the form, or the name of what is in doubt; the SQL stands alone."""

    key: str
    sql: str
    definition: Definition | None = None


@dataclass
class Compiled:
    """The queries, and what could not be compiled: by the name that is missing, the rows that miss it.

    `known`: what there is instead of an unknown name. `not_over`: rows whose last day is still to come. `assumed`:
    columns that nobody mapped and that were taken as blank.
    """

    counts: list[Query] = field(default_factory=list)
    doubts: list[Query] = field(default_factory=list)
    codes: list[Query] = field(default_factory=list)
    not_mapped: dict[str, list[str]] = field(default_factory=dict)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    not_over: list[str] = field(default_factory=list)
    assumed: set[str] = field(default_factory=set)
    classified_stays: bool = False


def compile_counts(
    programme: Programme, records: Records, channel: RecordsChannel, catalogue: Catalogue, fiscal_year: int,
    is_lead: bool = True, university: str | None = None, by_university: bool = False, today: date = date.max,
) -> Compiled:  # fmt: skip
    """Return one query for each row of the form, in the dialect of the catalogue.

    Each returns one number; with `by_university` one row for each university that has any: (university, number).
    `university` keeps one where the tables hold several. A row is counted when its last day is over.
    """
    compiled = Compiled()
    for definition in definitions(programme, records, fiscal_year, is_lead):
        if definition.period.last_day >= today:
            compiled.not_over.append(definition.row)
            continue
        predicates = Predicates(records, channel, catalogue, definition.period)
        try:
            statement = aggregate(definition, predicates, university, by_university)
        except NotMapped as missing:
            compiled.not_mapped.setdefault(str(missing), []).append(definition.row)
        except NameUnknown as missing:
            compiled.unknown.setdefault(str(missing), []).append(definition.row)
            compiled.known[str(missing)] = missing.known
        else:
            compiled.counts.append(Query(definition.row, as_text(statement, catalogue.dialect), definition))
            compiled.assumed |= predicates.assumed
            compiled.classified_stays |= predicates.classified_stays
    if by_university:
        return compiled
    year = period(fiscal_year, on_may1=False)
    if not compiled.not_over:
        _compile_doubts(compiled, Predicates(records, channel, catalogue, year), records, year, university)
    _compile_codes(compiled, Predicates(records, channel, catalogue, year), channel, university)
    return compiled


def aggregate(
    definition: Definition, predicates: Predicates, university: str | None = None, by_university: bool = False
) -> Select[tuple[int]]:
    """Return the statement that counts by one definition. Raises NotMapped, NameUnknown."""
    source = predicates.open(definition.of)
    conditions = [*_kept(source, university), *(predicates.holds(name, source) for name in definition.is_)]
    number = sa.func.count() if definition.count == ROWS else sa.func.count(sa.distinct(source.raw(definition.count)))
    columns: list[ColumnElement[int]] = [source.raw(UNIVERSITY)] if by_university else []
    statement = sa.select(*columns, number).select_from(source.selectable).where(*conditions)
    return statement.group_by(*columns) if columns else statement


def _kept(source: Source, university: str | None) -> list[ColumnElement[bool]]:
    """Return the conditions that keep the rows that the mapping wants, of one university where there are several."""
    of_one = [source.is_university(university)] if university is not None and source.has(UNIVERSITY) else []
    return [*source.only(), *of_one]


def _compile_doubts(
    compiled: Compiled, predicates: Predicates, records: Records, year: Period, university: str | None
) -> None:
    for doubt in records.doubts:
        definition = Definition(doubt.rule, doubt.of, doubt.count, doubt.is_, year, verified=True)
        try:
            statement = aggregate(definition, predicates, university, by_university=False)
        except (NotMapped, NameUnknown):
            continue  # the rows that need it have said so
        compiled.doubts.append(Query(doubt.rule, as_text(statement, predicates.dialect)))


def _compile_codes(compiled: Compiled, predicates: Predicates, channel: RecordsChannel, university: str | None) -> None:
    """Add a query for each column of words: how many rows hold a code that the mapping does not list."""
    for name, table in TABLES.items():
        if channel.table_map(name) is None:
            continue
        try:
            source = predicates.open(name)
            for column in (key for key, one in table.columns.items() if one.kind == "words"):
                if (unknown := source.is_unknown_code(column)) is not None:
                    statement = sa.select(sa.func.count()).select_from(source.selectable)
                    statement = statement.where(*_kept(source, university), unknown)
                    compiled.codes.append(Query(f"{name}.{column}", as_text(statement, predicates.dialect)))
        except NameUnknown:
            continue  # the rows that need it have said so


def as_text(statement: Select[tuple[int]], dialect: Dialect) -> str:
    """Return the statement as it is executed, its values written into it: what is kept is what was run."""
    plain = copy(dialect)  # with what the server said of itself: its reserved words, what a backslash means
    plain.paramstyle, plain.positional = "named", False  # so that a % in a code is not doubled
    plain.identifier_preparer = plain.preparer(plain)
    return str(statement.compile(dialect=plain, compile_kwargs={"literal_binds": True}))
