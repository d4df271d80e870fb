"""Every finding there ever was, with its state and when it was seen."""

from __future__ import annotations

import duckdb

from warehouse.database import named_in, settle
from warehouse.printed import trace_sql
from warehouse.read import Row, fetch


def finding_history(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return every finding as of the moment that the connection sees, as `sql/trace/finding_history.sql` says; it settles.

    Ordered by scope, university, item and row.
    """
    text = trace_sql("finding_history")
    settle(connection, named_in(text))
    return fetch(connection, text)
