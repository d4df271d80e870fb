"""The one door to the DuckDB file: opened for one verb, waited for when busy, seen as of a moment."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb

from warehouse import ledger

SQL = Path(__file__).parent / "sql"
SCHEMAS = ("def", "raw", "core", "out")
DERIVED = ("core", "out")
DEEP = 12  # a view on so many others is planned more slowly than they are worked out one after another
SETTLED = "settled"
_AT_ONCE: set[int] = set()  # the connections that are inside a transaction of `at_once`
WAIT_SECONDS = 10.0
MODEL_TABLE = "raw.model"


class WarehouseBusy(Exception):
    """Another process holds the warehouse file; the sentence says so, Japanese first."""


def relation_sql(relation: str) -> str:
    """Return the SQL text of a relation: `out.budget_position` stands in `sql/out/budget_position.sql`."""
    schema, name = relation.split(".")
    return (SQL / schema / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def open_warehouse(
    path: Path, as_of: datetime | None = None, wait_seconds: float = WAIT_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection to the warehouse, built where it is missing, that sees what was known at `as_of`.

    `as_of` is naive UTC; None is now. A file held by another process is waited for, then WarehouseBusy is raised.
    Acts that the verb added to the log are written to the JSON lines beside the warehouse when it closes.
    """
    connection = _connect(path, wait_seconds)
    try:
        build(connection)
        if as_of is not None:
            set_as_of(connection, as_of)
        before = ledger.last_number(connection)
        yield connection
        if ledger.last_number(connection) > before:
            ledger.write_lines(connection, path.with_name(ledger.LINES))
    finally:
        connection.close()


@contextmanager
def at_once(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let all that is written inside, its entries in the log too, be kept together or not at all."""
    connection.execute("begin")
    _AT_ONCE.add(id(connection))
    try:
        yield
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    finally:
        _AT_ONCE.discard(id(connection))


def set_as_of(connection: duckdb.DuckDBPyConnection, moment: datetime) -> None:
    """Let every core and out relation of this connection show what was known at `moment` (naive UTC)."""
    connection.execute(f"set variable as_of = timestamp '{moment.isoformat(sep=' ')}'")


def settle(
    connection: duckdb.DuckDBPyConnection, wanted: Iterable[str] | None = None, definitions: str | None = None
) -> None:
    """Work out the wanted relations and all that they read (None: every core and out relation) once, in memory.

    Views stand on views: planning the deepest costs 10 to 100 times more than working each one out in order (0.2 s for
    all). What was settled on the connection before stays as it is: nothing that is written afterwards shows in it, and
    `set_as_of` comes before. `definitions`: another schema that is read instead of `def`.
    """
    settled = _settled(connection, definitions)
    needed = {relation for relation, _ in _derived()} if wanted is None else _needed(wanted)
    for relation, _ in _derived():
        if relation in needed - settled:
            connection.execute(f"create table {SETTLED}.{relation} as {relation_sql(relation)}")


def _settled(connection: duckdb.DuckDBPyConnection, definitions: str | None) -> set[str]:
    """Return the relations that are settled already; where none is, make room for them before all others."""
    names = connection.execute("select schema_name || '.' || table_name from duckdb_tables() where database_name = ?", [SETTLED]).fetchall()  # fmt: skip
    if names:
        return {name for (name,) in names}
    home = connection.execute("select current_database()").fetchone()
    assert home is not None
    connection.execute(f"attach if not exists ':memory:' as {SETTLED}")
    own = [f"{SETTLED}.{schema}" for schema in DERIVED]
    for schema in own:
        connection.execute(f"create schema if not exists {schema}")
    places = [f'"{home[0]}".{schema}' for schema in ("main", *SCHEMAS)]
    first = [*own, *([definitions] if definitions else [])]
    connection.execute(f"set search_path = '{','.join([*first, *places])}'")
    return set()


@contextmanager
def worked_out(connection: duckdb.DuckDBPyConnection, relation: str) -> Iterator[None]:
    """Let a relation that stands on many others be read inside as `settle` works it out, and be a view again afterwards.

    Nothing is done where it stands on few, where something is settled already, or inside a transaction.
    """
    if len(_needed([relation])) < DEEP or _is_attached(connection) or id(connection) in _AT_ONCE:
        yield
        return
    home = connection.execute("select current_database()").fetchone()
    assert home is not None
    settle(connection, [relation])
    try:
        yield
    finally:
        connection.execute(f'use "{home[0]}"')
        connection.execute(f"detach {SETTLED}")


def _is_attached(connection: duckdb.DuckDBPyConnection) -> bool:
    return (SETTLED,) in connection.execute("select database_name from duckdb_databases()").fetchall()


def named_in(text: str) -> set[str]:
    """Return the core and out relations that a text of SQL reads."""
    return set(re.findall(r"\b(?:core|out)\.[a-z_]+\b", re.sub("--.*", "", text)))


def build(connection: duckdb.DuckDBPyConnection) -> None:
    """Create what is missing: schemas, tables, and the views as they stand in `sql/`. Building twice changes nothing."""
    text = _model_text()
    if _built(connection) == text:
        return
    for schema in SCHEMAS:
        connection.execute(f"create schema if not exists {schema}")
    _create_tables(connection)
    for relation, _ in _derived():
        connection.execute(f"create or replace view {relation} as {relation_sql(relation)}")
    connection.execute(f"create or replace table {MODEL_TABLE} (text varchar)")
    connection.execute(f"insert into {MODEL_TABLE} values (?)", [text])


def _create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables; one that an earlier release made gets the columns that it lacks, at its end, blank."""
    tables = relations("def") + relations("raw")
    with duckdb.connect() as fresh:
        for schema in SCHEMAS:
            fresh.execute(f"create schema {schema}")
        for table in tables:
            connection.execute(relation_sql(table))
            fresh.execute(relation_sql(table))
            have = {row[0] for row in connection.execute(f"describe {table}").fetchall()}
            for name, kind, *_ in fresh.execute(f"describe {table}").fetchall():
                if name not in have:
                    connection.execute(f'alter table {table} add column "{name}" {kind}')


def _connect(path: Path, wait_seconds: float) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            return duckdb.connect(str(path))
        except duckdb.IOException as problem:
            if "lock" not in str(problem).lower():
                raise
            if time.monotonic() > deadline:
                raise WarehouseBusy(
                    f"{path.name} は別の処理が使用中です（{wait_seconds:.0f}秒待ちました）。終わってからもう一度実行してください / "
                    f"another process is using {path.name}; try again when it has finished"
                ) from None
            time.sleep(0.1)


def relations(schema: str) -> list[str]:
    """Return the relations of a schema, by the files of `sql/`."""
    return sorted(f"{schema}.{path.stem}" for path in (SQL / schema).glob("*.sql"))


@cache
def _derived() -> tuple[tuple[str, frozenset[str]], ...]:
    """Return each core and out relation with those that it reads, in an order in which each comes after these."""
    names = [relation for schema in DERIVED for relation in relations(schema)]
    reads = {relation: frozenset(named_in(relation_sql(relation)) & set(names)) for relation in names}
    ordered: list[str] = []
    while len(ordered) < len(names):
        ready = [name for name in names if name not in ordered and reads[name] - {name} <= set(ordered)]
        if not ready:
            raise ValueError(f"views read each other in a circle: {sorted(set(names) - set(ordered))}")
        ordered.extend(ready)
    return tuple((relation, reads[relation]) for relation in ordered)


def _needed(wanted: Iterable[str]) -> set[str]:
    """Return the wanted relations with all that they read, however far."""
    needed = set(wanted)
    for relation, reads in reversed(_derived()):
        if relation in needed:
            needed |= reads
    return needed


def _model_text() -> str:
    paths = [path for schema in SCHEMAS for path in sorted((SQL / schema).glob("*.sql"))]
    return "\n".join(f"{path.parent.name}.{path.stem}\n{path.read_text(encoding='utf-8')}" for path in paths)


def _built(connection: duckdb.DuckDBPyConnection) -> str | None:
    try:
        row = connection.execute(f"select text from {MODEL_TABLE}").fetchone()
    except duckdb.CatalogException:
        return None
    return row[0] if row else None
