"""Everything that is read from the warehouse: rows as dictionaries, by the name of a relation."""

from __future__ import annotations

from typing import Any

import duckdb

from warehouse.database import worked_out

Row = dict[str, Any]


def rows(connection: duckdb.DuckDBPyConnection, relation: str, order: str = "", **where: object) -> list[Row]:
    """Return the rows of a relation (`out.fact`) where each named column equals its value, in the given order.

    A value of None matches blanks; a list or tuple matches any of its members.
    """
    clauses: list[str] = []
    values: list[object] = []
    for column, value in where.items():
        if value is None:
            clauses.append(f'"{column}" is null')
        elif isinstance(value, list | tuple):
            clauses.append(f'list_contains(?, "{column}")')
            values.append(list(value))
        else:
            clauses.append(f'"{column}" = ?')
            values.append(value)
    text = f"select * from {relation}"
    if clauses:
        text += " where " + " and ".join(clauses)
    if order:
        text += f" order by {order}"
    with worked_out(connection, relation):
        return fetch(connection, text, values)


def fetch(
    connection: duckdb.DuckDBPyConnection, text: str, values: list[Any] | dict[str, Any] | None = None
) -> list[Row]:
    """Return the rows of a query as dictionaries."""
    cursor = connection.execute(text, values or [])
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
