"""Questions put to somebody else's database: read-only, within a time limit, and never a word of its address."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from sqlalchemy import Date, Integer, bindparam, create_engine, text
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

MAX_ROWS = 10_000
CONNECT_SECONDS = 10
SQLITE_STEPS = 10_000  # after so many steps SQLite asks whether to go on
MANY = "結果が多すぎます（集計した値だけを返してください）"
READ_ONLY = {
    "postgresql": ("set transaction read only", "set local statement_timeout = {milliseconds}"),
    "mysql": ("set session max_execution_time = {milliseconds}", "start transaction read only"),
    "mariadb": ("set session max_statement_time = {seconds}", "start transaction read only"),
    "sqlite": ("pragma query_only = on",),
}
# For every transaction of the session: one that a query ends is followed by another that cannot write either.
READ_ONLY_SESSION = {
    "postgresql": {"options": "-c default_transaction_read_only=on"},
    "mysql": {"init_command": "set session transaction isolation level repeatable read, read only"},
}

SNAPSHOT = {"postgresql": ("set transaction isolation level repeatable read",), "sqlite": ("begin",)}


class CannotConnect(Exception):
    """The database cannot be reached, or (`is_usable` false) the address itself is of no use."""

    def __init__(self, is_usable: bool) -> None:
        super().__init__("no connection")
        self.is_usable = is_usable


@dataclass(frozen=True)
class Asked:
    """A query that was put: its rows, or why there are none."""

    key: str
    sql: str
    columns: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    problem: str | None = None


def ask(url: str, questions: Mapping[str, str], values: Mapping[str, int | date], seconds: float) -> list[Asked]:
    """Return what each query yields, in order, each in a transaction that can only read and is rolled back.

    Raises CannotConnect; a query that fails is told in its own Asked, and the others are still put.
    """
    with connected(url, seconds) as connection:
        return [_ask_one(connection, key, sql, values, seconds) for key, sql in questions.items()]


def ask_at_one_moment(connection: Connection, questions: Mapping[str, str], seconds: float) -> list[Asked]:
    """Return what each query yields, as `ask` does, all of them from one snapshot of the database.

    The queries have no parameters: a colon in them is a colon. The same text is put once.
    """
    answers: dict[str, Asked] = {}
    with _only_reading(connection, seconds, SNAPSHOT):
        for key, sql in questions.items():
            if sql not in answers:
                with connection.begin_nested() as savepoint:
                    answers[sql] = _put(connection, key, sql.replace(":", r"\:"), {})
                    savepoint.rollback()
    return [replace(answers[sql], key=key, sql=sql) for key, sql in questions.items()]


@contextmanager
def connected(url: str, seconds: float) -> Iterator[Connection]:
    """Yield a connection to a database, closed at the end. Raises CannotConnect, also where it breaks meanwhile."""
    try:
        address = make_url(url)
        engine = _engine(address, seconds)
    except (ArgumentError, SQLAlchemyError, ImportError, ValueError):
        raise CannotConnect(is_usable=False) from None
    try:
        with engine.connect() as connection:
            connection.info["address"] = address
            yield connection
    except (DBAPIError, OSError):
        raise CannotConnect(is_usable=True) from None
    finally:
        engine.dispose()


def _ask_one(connection: Connection, key: str, sql: str, values: Mapping[str, int | date], seconds: float) -> Asked:
    with _only_reading(connection, seconds):
        return _put(connection, key, sql, values)


def _put(connection: Connection, key: str, sql: str, values: Mapping[str, int | date]) -> Asked:
    try:
        statement = text(sql)
        used = statement.compile().params
        binds = [
            bindparam(name, value, Date() if isinstance(value, date) else Integer())
            for name, value in values.items()
            if name in used
        ]
        result = connection.execute(statement.bindparams(*binds))
        rows = [list(row) for row in result.fetchmany(MAX_ROWS + 1)]
    except SQLAlchemyError as fault:
        return Asked(key, sql, problem=_told(fault, connection.info["address"]))
    if len(rows) > MAX_ROWS:
        return Asked(key, sql, problem=MANY)
    return Asked(key, sql, list(result.keys()), rows)


@contextmanager
def _only_reading(
    connection: Connection, seconds: float, isolation: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> Iterator[None]:
    transaction = connection.begin()
    kind = "mariadb" if getattr(connection.dialect, "is_mariadb", False) else connection.dialect.name
    try:
        for statement in (*isolation.get(kind, ()), *READ_ONLY.get(kind, ())):
            connection.exec_driver_sql(statement.format(milliseconds=int(seconds * 1000), seconds=seconds))
        _limit_sqlite(connection, seconds)
        yield
    finally:
        transaction.rollback()


def _engine(address: URL, seconds: float) -> Engine:
    kind = address.get_backend_name()
    if kind == "sqlite" and address.database and address.database != ":memory:":
        path = f"file:{quote(address.database)}?mode=ro"
        return create_engine(
            "sqlite://", poolclass=NullPool, creator=lambda: sqlite3.connect(path, timeout=seconds, uri=True)
        )
    options: dict[str, Any] = dict(READ_ONLY_SESSION.get("mysql" if kind == "mariadb" else kind, {}))
    if options:
        options["connect_timeout"] = CONNECT_SECONDS
    return create_engine(address, poolclass=NullPool, connect_args=options, hide_parameters=True)


def _limit_sqlite(connection: Connection, seconds: float) -> None:
    if connection.dialect.name == "sqlite":
        deadline = time.monotonic() + seconds
        raw = connection.connection.driver_connection
        if isinstance(raw, sqlite3.Connection):
            raw.set_progress_handler(lambda: time.monotonic() > deadline, SQLITE_STEPS)


def _told(fault: SQLAlchemyError, address: URL) -> str:
    """Return the first line of what the database said, without any part of its address."""
    original = getattr(fault, "orig", None) or fault
    said = original.args[-1] if isinstance(original, Exception) and original.args else original  # MySQL: (number, text)
    line = next(iter(str(said).splitlines()), type(original).__name__)
    for secret in (address.password, address.host, address.username, address.database):
        if secret and len(str(secret)) > 2:
            line = line.replace(str(secret), "＊＊＊")
    return line[:200]
