"""A received file that is nobody's answer, set aside (対象外): it stays as evidence, and nothing about it stays open."""

from __future__ import annotations

import difflib
from datetime import datetime

import duckdb

from warehouse import ledger, read
from warehouse.database import at_once
from warehouse.decision import Actor, Refused, sealed, stated
from warehouse.read import Row
from warehouse.write import insert

Connection = duckdb.DuckDBPyConnection
LEAST_DIGITS = 8  # of a SHA-256 that is named by its beginning


def set_aside(connection: Connection, file: str, reason: str, actor: Actor, at: datetime) -> Row:
    """Keep that a file (by name or SHA-256) is nobody's answer, and return it as it was received last.

    Raises Refused for an unknown file, without a reason or a name, and for a university's file from which something was read:
    that is replaced (差替え) or corrected (訂正), never taken away.
    """
    said = stated(reason, "理由（--reason）", "the reason (--reason)")
    name = stated(actor.name, "氏名（--who）", "the name (--who)")
    files = _named(connection, file)
    if any(row["university"] and _says_something(connection, row) for row in files):
        raise Refused(
            f"「{file}」は大学の回答として受け取っているため、対象外にできません。差替え又は訂正で直してください / "
            f"'{file}' is the answer of a university and cannot be set aside; it is replaced or corrected"
        )
    with at_once(connection):
        for row in files:
            ledger.append(connection, at, "set_aside", row["submission"], sealed(reason=said, post=actor.post, file=row["file_name"]), name)  # fmt: skip
            number = ledger.last_number(connection)
            insert(connection, "raw.set_aside", [(number, row["submission"], said, name, actor.post, at)])
    return files[-1]


def _says_something(connection: Connection, row: Row) -> bool:
    return any(
        read.rows(connection, relation, submission=row["submission"])
        for relation in ("raw.datum", "raw.money", "raw.listed_row")
    )


def _named(connection: Connection, file: str) -> list[Row]:
    """Return the returns that still count and came under this name, or whose SHA-256 begins so."""
    rows = read.rows(connection, "core.submission", "ordinal", purpose="return", is_effective=True)
    sign = file.lower()
    found = [
        row for row in rows
        if row["channel"] != "correction"
        and (row["file_name"] == file or (len(sign) >= LEAST_DIGITS and row["sha256"].startswith(sign)))
    ]  # fmt: skip
    if found:
        return found
    near = difflib.get_close_matches(file, [row["file_name"] for row in rows if not row["university"]], 1, 0.4)
    hint = f"（もしかして「{near[0]}」）" if near else ""
    raise Refused(
        f"「{file}」というファイルは受け取っていません{hint}。inbox/<年度>/ の下の名前で指定してください / no file '{file}' came"
    )
