"""Which printed number somebody points at: by document and place, by what it tells, or by the received cell behind it."""

from __future__ import annotations

import difflib
import hashlib
from datetime import datetime
from pathlib import Path, PurePosixPath

import duckdb

from warehouse import read
from warehouse.database import SQL
from warehouse.decision import Refused
from warehouse.read import Row
from warehouse.workspace import Workspace

Connection = duckdb.DuckDBPyConnection


def trace_sql(name: str) -> str:
    """Return the text of a query of `sql/trace`."""
    return (SQL / "trace" / f"{name}.sql").read_text(encoding="utf-8")


def moment_of(document: Row) -> datetime:
    """Return the moment (naive UTC) whose knowledge a document prints."""
    moment: datetime = document["knows"] or document["as_of"] or document["written_at"]
    return moment


def documents(connection: Connection) -> list[Row]:
    """Return every document that was written, the last one first."""
    return read.rows(connection, "raw.document", "rowid desc")


def figures(connection: Connection, ids: list[str]) -> list[Row]:
    """Return every figure of documents (by id) with the columns of its document, in order."""
    return read.fetch(connection, trace_sql("printed"), {"documents": ids})


def document_named(connection: Connection, workspace: Workspace, name: str) -> tuple[Row, bool]:
    """Return a document by its file (path or name) or id, and whether its file is as it was written.

    Of a file that lies on the disk the very version that its bytes are; else the newest of that name. Refused with the
    nearest name where none was written.
    """
    known = documents(connection)
    digest = _digest_on_disk(workspace, name)
    for document in known:
        if digest is not None and document["sha256"] == digest:
            return document, True
    wanted = PurePosixPath(name.replace("\\", "/"))
    for document in known:
        if document["document"] == name or PurePosixPath(document["file"]).parts[-len(wanted.parts) :] == wanted.parts:
            return document, (digest or _digest_on_disk(workspace, document["file"])) in (None, document["sha256"])
    for document in known:
        if PurePosixPath(document["file"]).name == wanted.name:
            return document, False
    near = difflib.get_close_matches(wanted.name, [PurePosixPath(each["file"]).name for each in known], 1)
    hint = f"（もしかして {near[0]}） (did you mean {near[0]}?)" if near else ""
    raise Refused(f"文書「{name}」は Rokunen が作った文書にありません{hint} / no such document was written")


def at_place(connection: Connection, document: Row, place: str) -> list[Row]:
    """Return the figures of a document at a place: a bookmark, a name, `Sheet!E7`, or `E7` where one sheet has it.

    Raises Refused with the nearest names where nothing is printed there, or with the sheets where several have the cell.
    """
    rows = figures(connection, [document["document"]])
    wanted = place.replace("$", "").replace("'", "")
    found = [row for row in rows if wanted in (row["place"].replace("'", ""), row["figure"])]
    found = found or [row for row in rows if row["place"].rpartition("!")[2] == wanted.upper()]
    if len({row["figure"] for row in found}) > 1:
        sheets = "、".join(dict.fromkeys(row["place"] for row in found))
        raise Refused(
            f"「{place}」は複数のシートにあります。{sheets} のように指定してください / name the sheet: {sheets}"
        )
    if found:
        exact = [row for row in found if row["place"] == place]
        return exact or found[:1]
    near = difflib.get_close_matches(place, [row["place"] for row in rows], 3)
    hint = f"（もしかして {'、'.join(near)}）" if near else ""
    raise Refused(
        f"{document['file']} の「{place}」に数値はありません{hint} / no number stands at '{place}' in {document['file']}"
    )


def telling(
    connection: Connection, row: str, university: str, fiscal_year: int, kind: str | None, as_of: datetime | None
) -> list[Row]:
    """Return the figures of the newest version of each document that print one row, university, year and kind.

    A ratio row is found by its formula. `kind` None: whatever the documents print of that year.
    """
    newest: dict[tuple[str, str], Row] = {}
    for document in documents(connection):
        if as_of is None or document["written_at"] <= as_of:
            newest.setdefault((document["kind"], document["file"]), document)
    rows = figures(connection, [document["document"] for document in newest.values()])
    return [each for each in rows if _tells(each, row, university, fiscal_year, kind)]


def of_cell(connection: Connection, file: str, sheet: str, cell: str) -> list[Row]:
    """Return every figure that printed a received cell, of every document, the newest document first."""
    return read.fetch(connection, trace_sql("printed_cell"), {"file": file, "sheet": sheet, "cell": cell})


def _tells(figure: Row, row: str, university: str, fiscal_year: int, kind: str | None) -> bool:
    first = figure["facts"][0].split("/") if figure["facts"] else []
    if first[:1] != [university] or first[2] != str(fiscal_year) or (kind and first[3] != kind):
        return False
    name, _, of = figure["formula"].partition(":")
    return (name == "ratio" and of == row) or (
        name in ("value", "sum") and len(figure["facts"]) == 1 and first[1] == row
    )


def _digest_on_disk(workspace: Workspace, name: str) -> str | None:
    for path in (Path(name), workspace.root / name):
        if path.is_file():
            return hashlib.sha256(path.read_bytes()).hexdigest()
    return None
