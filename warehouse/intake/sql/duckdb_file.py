"""Questions put to a DuckDB file of a university's: read-only, closed to everything outside it, within a time limit."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
from sqlalchemy import text
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import SQLAlchemyError

from warehouse.intake.sql.connection import MANY, MAX_ROWS, Asked, CannotConnect

SCHEME = "duckdb:///"
CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "lock_configuration": True,
}


def is_duckdb_file(url: str) -> bool:
    """Whether a URL names a DuckDB file: duckdb:///folder/file.duckdb, with four slashes from the root."""
    return url.startswith(SCHEME)


@contextmanager
def opened_file(url: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection to a DuckDB file that can only read it. Raises CannotConnect."""
    path = Path(url.removeprefix(SCHEME))
    try:
        connection = duckdb.connect(str(path), read_only=True, config=CLOSED)
    except (duckdb.Error, ValueError):
        raise CannotConnect(is_usable=path.name != "") from None
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def within(connection: duckdb.DuckDBPyConnection, seconds: float | None) -> Iterator[None]:
    """Interrupt the query that runs when the time is over; DuckDB has no time limit of its own."""
    if seconds is None:
        yield
        return
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def ask_file(url: str, questions: Mapping[str, str], values: Mapping[str, int | date], seconds: float) -> list[Asked]:
    """Return what each query yields, in order, as `ask` does of other databases. Raises CannotConnect."""
    with opened_file(url) as connection:
        return [_put(connection, key, sql, values, seconds) for key, sql in questions.items()]


def _put(
    connection: duckdb.DuckDBPyConnection, key: str, sql: str, values: Mapping[str, int | date], seconds: float
) -> Asked:
    try:
        compiled = text(sql).compile(dialect=DefaultDialect(paramstyle="numeric_dollar"))
        given = [values[name] for name in getattr(compiled, "positiontup", None) or ()]
        with within(connection, seconds):
            found = connection.execute(str(compiled), given)
            columns = [str(column[0]) for column in found.description or ()]
            rows = [list(row) for row in found.fetchmany(MAX_ROWS + 1)]
    except KeyError as missing:
        return Asked(key, sql, problem=f":{missing.args[0]}")
    except (duckdb.Error, SQLAlchemyError) as fault:
        return Asked(key, sql, problem=next(iter(str(fault).splitlines()), type(fault).__name__)[:200])
    if len(rows) > MAX_ROWS:
        return Asked(key, sql, problem=MANY)
    return Asked(key, sql, columns, rows)
