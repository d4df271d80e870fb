"""The university's tables as its database describes them, so that a misspelt name is told before anything is counted."""

from __future__ import annotations

from typing import Any, Protocol

import duckdb
import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import Dialect

from warehouse.intake.records.source import FoundTable, NameUnknown, Stored

_DUCKDB_DAYS = {"DATE": "day", "BOOLEAN": "boolean"}


class Catalogue(Protocol):
    """Where the tables are, and in which dialect they are asked."""

    dialect: Dialect

    def table(self, name: str) -> FoundTable:
        """Return a table or view by its name, upper or lower case alike. Raises NameUnknown."""
        ...


class DatabaseCatalogue:
    """The tables and views of a database behind SQLAlchemy."""

    def __init__(self, connection: Connection) -> None:
        self.dialect = connection.dialect
        self._inspector = sa.inspect(connection)
        self._found: dict[str, FoundTable] = {}

    def table(self, name: str) -> FoundTable:
        """Return a table or view by its name, upper or lower case alike. Raises NameUnknown."""
        if name not in self._found:
            self._found[name] = self._look(name)
        return self._found[name]

    def _look(self, name: str) -> FoundTable:
        schema, _, plain = name.rpartition(".")
        names = [*self._inspector.get_table_names(schema or None), *self._inspector.get_view_names(schema or None)]
        exact = _exact(plain, names, name)
        columns = self._inspector.get_columns(exact, schema or None)
        return FoundTable(exact, schema or None, {column["name"]: _stored(column["type"]) for column in columns})


class ExtractCatalogue:
    """The extracts that DuckDB reads, asked in PostgreSQL's dialect, which DuckDB understands."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, dialect: Dialect) -> None:
        self.dialect = dialect
        self._columns: dict[str, dict[str, Stored]] = {}
        for table, column, kind in connection.execute(
            "select table_name, column_name, data_type from duckdb_columns() where not internal order by column_index"
        ).fetchall():
            self._columns.setdefault(table, {})[column] = _stored_in_duckdb(kind)

    def table(self, name: str) -> FoundTable:
        """Return an extract by its name. Raises NameUnknown."""
        exact = _exact(name, list(self._columns), name)
        return FoundTable(exact, None, self._columns[exact])


def _exact(plain: str, names: list[str], asked: str) -> str:
    if plain in names:
        return plain
    for name in names:
        if name.casefold() == plain.casefold():
            return name
    raise NameUnknown(asked, names)


def _stored(kind: sa.types.TypeEngine[Any]) -> Stored:
    if isinstance(kind, sa.Boolean):
        return "boolean"
    if isinstance(kind, mysql.BIT | mysql.YEAR):
        return "number"
    if isinstance(kind, sa.DateTime):
        return "moment"
    if isinstance(kind, sa.Date):
        return "day"
    return "number" if isinstance(kind, sa.Numeric | sa.Integer) else "text"


def _stored_in_duckdb(kind: str) -> Stored:
    if kind.startswith("TIMESTAMP"):
        return "moment"
    if "INT" in kind or kind.startswith(("DECIMAL", "DOUBLE", "FLOAT")):
        return "number"
    return _DUCKDB_DAYS.get(kind, "text")  # type: ignore[return-value]
