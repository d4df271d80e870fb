"""The text that people write for the documents: kept each time a document is written, so that it can be rebuilt."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse import ledger, read
from warehouse.database import at_once
from warehouse.intake.delimited.text import NotDelimited, decoded
from warehouse.workspace import WorkspaceProblem
from warehouse.write import insert

SUFFIX = ".md"
Section = tuple[str, str]


def keep_narrative(connection: duckdb.DuckDBPyConnection, folder: Path, at: datetime) -> None:
    """Keep each `<document>/<section>.md` below `folder` that is new, changed or gone since it was last kept.

    Raises WorkspaceProblem where one is no text.
    """
    written = {(path.parent.name, path.stem): _text(path) for path in sorted(folder.glob(f"*/*{SUFFIX}"))}
    known = narrative(connection)
    gone: dict[Section, str | None] = dict.fromkeys(known.keys() - written.keys())
    changed = [(section, text) for section, text in {**written, **gone}.items() if known.get(section) != text]
    if changed:
        with at_once(connection):
            insert(connection, "raw.narrative", [(*section, text, at) for section, text in changed])
            ledger.append_all(
                connection, [(at, "wrote", "/".join(section), _digest(text)) for section, text in changed]
            )


def narrative(connection: duckdb.DuckDBPyConnection) -> Mapping[Section, str]:
    """Return the text of each section (document, section) as of the connection's moment; '' is 該当なし."""
    rows = read.rows(connection, "core.narrative")
    return {(row["document"], row["section"]): row["text"] for row in rows}


def _text(path: Path) -> str:
    try:
        text = decoded(path.read_bytes())
    except NotDelimited as problem:
        place = "/".join(path.parts[-3:])
        raise WorkspaceProblem(
            f"{place} を読めません：{problem}。UTF-8で保存し直してください / {place} is no text; save it as UTF-8"
        ) from None
    return text.replace("\r\n", "\n").strip()


def _digest(text: str | None) -> str:
    return "" if text is None else hashlib.sha256(text.encode("utf-8")).hexdigest()
