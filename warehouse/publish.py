"""What is kept of a document that was written: the file, and each figure with the facts and cells behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse import ledger
from warehouse.database import at_once
from warehouse.write import insert


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure as it stands in a document. `place`: the Word bookmark, or the Excel sheet and cell."""

    figure: str
    place: str
    text: str
    formula: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A document that was written. `kind`: interim, final, data-book, budget …; `fiscal_year`: the year it judges."""

    id: str
    kind: str
    fiscal_year: int
    file: str
    sha256: str
    written_at: datetime
    as_of: datetime | None
    definition: str
    is_draft: bool
    code: str = ""
    knows: datetime | None = None


def add_document(connection: duckdb.DuckDBPyConnection, document: Published, figures: Iterable[PrintedFigure]) -> None:
    """Keep a document and its figures; the same file written again at the same moment is kept once."""
    known = connection.execute("select 1 from raw.document where document = ?", [document.id]).fetchone()
    if known:
        return
    with at_once(connection):
        insert(
            connection,
            "raw.document",
            [
                (
                    document.id, document.kind, document.fiscal_year, document.file, document.sha256,
                    document.written_at, document.as_of, document.definition, document.is_draft, document.code,
                    document.knows or document.as_of or document.written_at,
                )
            ],
        )  # fmt: skip
        rows = [
            (document.id, each.figure, each.place, each.text, each.formula, list(each.facts), list(each.sources))
            for each in figures
        ]
        insert(connection, "raw.figure", rows)
        act = "drafted" if document.is_draft else "documented"
        ledger.append(connection, document.written_at, act, document.file, document.sha256)
