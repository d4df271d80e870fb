"""Where the deadline comes first: a document goes out with open 要修正, by a recorded decision, each printed as a 注記."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import duckdb

from warehouse import ledger, read
from warehouse.decision import RESPONSIBLE, Actor, Refused, approved, at_once, sealed, stated
from warehouse.read import Row
from warehouse.workspace import Workspace
from warehouse.write import insert

Connection = duckdb.DuckDBPyConnection
Document = Literal["interim", "final", "data-book", "budget", "return"]  # return: the 調査票 that is signed
ONE_YEAR: Document = "return"


def release(
    connection: Connection,
    workspace: Workspace,
    document: Document,
    fiscal_year: int,
    reason: str,
    actor: Actor,
    at: datetime,
) -> list[Row]:
    """Keep the decision that a document goes out as it is, and return its 注記: one row per open 要修正, in order.

    It covers what is open now in the plan and in the years up to `fiscal_year` (a return: in that year alone), no more.
    Raises Refused where nothing is open, without reason or 決裁文書番号, or for somebody who is not 事業責任者.
    """
    actor = approved(workspace, RESPONSIBLE, actor, "要修正を残したままの提出の決裁", "the release of a document")
    said = stated(reason, "理由（--reason）", "the reason (--reason)")
    decision = stated(actor.decision, "決裁文書番号（--decision）", "the number of the decision (--decision)")
    blocks = open_blocks(connection, document, fiscal_year)
    if not blocks:
        raise Refused(
            f"{fiscal_year}年度までに開いている要修正はありません。そのまま提出できます / nothing that must be corrected is open"
        )
    findings = [row["id"] for row in blocks]
    content = sealed(reason=said, post=actor.post, decision=decision, findings=findings)
    with at_once(connection):
        ledger.append(connection, at, "released", f"{document} {fiscal_year}", content, actor.name)
        number = ledger.last_number(connection)
        rows = [
            (
                number, document, fiscal_year, row["id"], row["excess"], row["message_ja"], said, actor.name, actor.post,
                decision, at,
            )
            for row in blocks
        ]  # fmt: skip
        insert(connection, "raw.release", rows)
    return read.rows(connection, "out.release", "note", document=document, document_fy=fiscal_year)


def open_blocks(connection: Connection, document: Document, fiscal_year: int) -> list[Row]:
    """Return the open 要修正 that stand in a document of a fiscal year, released or not."""
    rows = read.rows(connection, "out.open_finding", "scope, university, item, row, rule, cell", severity="block")
    if document == ONE_YEAR:
        return [row for row in rows if row["scope"] == str(fiscal_year)]
    return [row for row in rows if not row["scope"].isdecimal() or int(row["scope"]) <= fiscal_year]
