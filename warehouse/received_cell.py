"""Why no document printed a received cell: no such file came, or nothing was read there."""

from __future__ import annotations

import difflib
import re

import duckdb

from warehouse import read
from warehouse.decision import Refused
from warehouse.printed import trace_sql
from warehouse.read import Row

_CELL = re.compile("([A-Z]{1,3})([0-9]{1,7})")


def require_received(connection: duckdb.DuckDBPyConnection, file: str, sheet: str, cell: str) -> None:
    """Return where a value was read from a cell of a file (by name or SHA-256); `sheet` is blank for a file without sheets.

    Else Refused with the nearest file, the sheets, or the nearest cells that gave a value.
    """
    rows = read.fetch(connection, trace_sql("received_cell"), {"file": file})
    if not rows:
        raise Refused(_no_file(connection, file))
    there = [row for row in rows if row["sheet"] == sheet and row["cell"]]
    found = [row for row in there if row["cell"] == cell]
    place = f"{sheet}!{cell}" if sheet else cell
    name = rows[0]["file_name"]
    if not any(row["cell"] for row in rows):
        raise Refused(f"{name} からは値を読み取っていません / no value was read from {name}")
    if not there:
        sheets = "、".join(sorted({row["sheet"] for row in rows if row["sheet"]})) or "－"
        raise Refused(
            f"{name} の「{place}」からは何も読み取っていません。値のあるシート: {sheets} / nothing was read from '{place}' of "
            f"{name}; sheets with values: {sheets}"
        )
    if not found or all(row["is_blank"] for row in found):
        near = "、".join(_nearest(cell, there))
        ja, en = ("は空欄です", "is blank") if found else ("からは値を読み取っていません", "gave no value")
        raise Refused(
            f"{name} の「{place}」{ja}。近くの値: {near or '－'} / '{place}' of {name} {en}; near it: {near or '-'}"
        )


def _no_file(connection: duckdb.DuckDBPyConnection, file: str) -> str:
    known = sorted({row["file_name"] for row in read.rows(connection, "raw.submission")})
    near = difflib.get_close_matches(file, known, 1, 0.5)
    ja, en = (f"（もしかして {near[0]}）", f" (did you mean {near[0]}?)") if near else ("", "")
    return f"「{file}」という名のファイルは受け取っていません{ja} / no file named '{file}' was received{en}"


def _nearest(cell: str, rows: list[Row]) -> list[str]:
    """Return up to three cells with a value, the one fewest steps away first."""
    cells = {row["cell"] for row in rows if not row["is_blank"]} - {cell}
    return sorted(cells, key=lambda other: (_steps(cell, other), other))[:3]


def _steps(cell: str, other: str) -> int:
    places = [_CELL.fullmatch(each) for each in (cell, other)]
    (column, row), (far_column, far_row) = [(_column(each[1]), int(each[2])) if each else (10**5, 0) for each in places]
    return abs(column - far_column) + abs(row - far_row)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
