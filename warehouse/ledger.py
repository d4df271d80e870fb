"""The log of every act, chained by SHA-256, in the warehouse and as JSON lines beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import duckdb

GENESIS = "0" * 64
LINES = "log.jsonl"  # beside the warehouse file


def entry_hash(previous: str, number: int, at: datetime, who: str, act: str, subject: str, detail: str) -> str:
    """Return the hash of an entry: SHA-256 over the previous hash and the entry as one JSON list."""
    text = json.dumps([previous, number, at.isoformat(), who, act, subject, detail], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def append(
    connection: duckdb.DuckDBPyConnection, at: datetime, act: str, subject: str, detail: str = "", who: str = "rokunen"
) -> str:
    """Add an act to the chain and return the new head's hash. `at` is naive UTC."""
    return append_all(connection, [(at, act, subject, detail)], who)


def append_all(
    connection: duckdb.DuckDBPyConnection, acts: Iterable[tuple[datetime, str, str, str]], who: str = "rokunen"
) -> str:
    """Add acts (when, act, subject, detail) to the chain in their order and return the new head's hash."""
    last = connection.execute("select number, hash from raw.log order by number desc limit 1").fetchone()
    number, previous = (int(last[0]), str(last[1])) if last else (0, GENESIS)
    rows = []
    for at, act, subject, detail in acts:
        number += 1
        hashed = entry_hash(previous, number, at, who, act, subject, detail)
        rows.append((number, at, who, act, subject, detail, previous, hashed))
        previous = hashed
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute("insert into raw.log select " + ", ".join(["unnest(?)"] * len(columns)), columns)
    return previous


def head(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the hash of the newest entry, or 64 zeros where nothing has happened yet."""
    row = connection.execute("select hash from raw.log order by number desc limit 1").fetchone()
    return row[0] if row else GENESIS


def first_broken(connection: duckdb.DuckDBPyConnection) -> int | None:
    """Return the number of the first entry of the warehouse that does not fit its hash or its place; None: all do."""
    previous = GENESIS
    columns = "number, acted_at, who, act, subject, detail, previous, hash"
    rows = connection.execute(f"select {columns} from raw.log order by number").fetchall()
    for place, (number, at, who, act, subject, detail, before, hashed) in enumerate(rows, 1):
        if (number, before) != (place, previous) or entry_hash(before, number, at, who, act, subject, detail) != hashed:
            return place
        previous = hashed
    return None


def write_lines(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write entries that the JSON-lines file does not hold yet: one list a line, as it was hashed, with its hash.

    A last line that was cut short by a crash is written again whole.
    """
    content = path.read_bytes() if path.is_file() else b""
    rows = connection.execute(
        "select previous, number, acted_at, who, act, subject, detail, hash from raw.log where number > ? order by number",
        [content.count(b"\n")],
    ).fetchall()
    with path.open("ab") as file:
        file.truncate(content.rfind(b"\n") + 1)
        for previous, number, at, who, act, subject, detail, hashed in rows:
            entry = [previous, number, at.isoformat(), who, act, subject, detail, hashed]
            file.write(json.dumps(entry, ensure_ascii=False).encode("utf-8") + b"\n")


def last_number(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the newest entry; 0 where nothing has happened yet."""
    row = connection.execute("select coalesce(max(number), 0) from raw.log").fetchone()
    return int(row[0]) if row else 0
