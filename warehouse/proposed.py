"""A definition as if it were in force: in memory, beside the warehouse, for one connection."""

from __future__ import annotations

from datetime import datetime

import duckdb

from warehouse.database import relations
from warehouse.programme import Programme
from warehouse.programme.tables import definition_rows
from warehouse.write import insert

PROPOSED = "proposed"
ALWAYS = datetime(9999, 1, 1)  # later than every definition that is really in force


def propose(connection: duckdb.DuckDBPyConnection, programme: Programme) -> str:
    """Return a schema for `settle` to read instead of `def`, in which this definition is in force; nothing is stored.

    The rosters stay as they are.
    """
    home = connection.execute("select current_database()").fetchone()
    assert home is not None
    connection.execute(f"attach ':memory:' as {PROPOSED}")
    connection.execute(f"create schema {PROPOSED}.def")
    for relation in relations("def"):
        connection.execute(f'create table {PROPOSED}.{relation} as select * from "{home[0]}".{relation}')
    known = f"select 1 from {PROPOSED}.def.definition where definition = ?"
    is_known = connection.execute(known, [programme.hash]).fetchone() is not None
    years = (programme.first_fy, programme.last_fy, programme.baseline_fy, list(programme.target_fys))
    insert(connection, f"{PROPOSED}.def.definition", [(programme.hash, programme.id, ALWAYS, *years)])
    for relation, rows in {} if is_known else definition_rows(programme).items():
        insert(connection, f"{PROPOSED}.def.{relation}", [(programme.hash, *row) for row in rows])
    return f"{PROPOSED}.def"
