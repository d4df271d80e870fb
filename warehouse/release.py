"""Where the deadline comes first: a document goes out with open 要修正, by a recorded decision, each printed as a 注記."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import duckdb

from warehouse import ledger, read
from warehouse.database import at_once
from warehouse.decision import RESPONSIBLE, Actor, Refused, approved, sealed, stated
from warehouse.programme import Programme
from warehouse.read import Row
from warehouse.workspace import Workspace
from warehouse.write import insert

Connection = duckdb.DuckDBPyConnection
Document = Literal["interim", "final", "data-book", "budget", "return"]  # return: the 調査票 that is signed
RETURN: Document = "return"


def release(
    connection: Connection,
    workspace: Workspace,
    document: Document,
    last_fy: int,
    reason: str,
    actor: Actor,
    at: datetime,
) -> list[Row]:
    """Keep the decision that a document goes out as it is, and return its 注記: one row per open 要修正, in order.

    It covers what is open now in the plan and in the years up to `last_fy` (a return: in that year alone), no more, and
    the document of that year alone (see `document_fy`).
    Raises Refused where nothing is open, without reason or 決裁文書番号, or for somebody who is not 事業責任者.
    """
    actor = approved(workspace, RESPONSIBLE, actor, "要修正を残したままの提出の決裁", "the release of a document")
    said = stated(reason, "理由（--reason）", "the reason (--reason)")
    decision = stated(actor.decision, "決裁文書番号（--decision）", "the number of the decision (--decision)")
    blocks = open_blocks(connection, document, last_fy)
    if not blocks:
        raise Refused(
            f"{last_fy}年度までに開いている要修正はありません。そのまま提出できます / nothing that must be corrected is open"
        )
    fiscal_year = document_fy(connection, workspace.programme, document, last_fy)
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


def document_fy(connection: Connection, programme: Programme, document: str, last_fy: int) -> int:
    """Return the fiscal year of a document that tells of nothing after `last_fy`.

    An evaluation's is the year that it judges, a yearly paper's the last one of which there is something to tell.
    """
    judged = [each.judged_fy for each in programme.evaluations if each.id == document]
    if judged or document == RETURN:
        return (judged or [last_fy])[0]
    told = [row["fiscal_year"] for row in read.rows(connection, "out.document_year", document=document)]
    return max((year for year in told if year <= last_fy), default=programme.first_fy)


def unreleased(connection: Connection, programme: Programme, document: str, last_fy: int) -> list[Row]:
    """Return the open 要修正 that keep a document a draft: those that no decision lets out, or not as they are now."""
    fiscal_year = document_fy(connection, programme, document, last_fy)
    noted = {row["id"] for row in read.rows(connection, "out.release", document=document, document_fy=fiscal_year)}
    return [row for row in open_blocks(connection, document, last_fy) if row["id"] not in noted]


def open_blocks(connection: Connection, document: str, fiscal_year: int) -> list[Row]:
    """Return the open 要修正 that stand in a document of a fiscal year, released or not."""
    rows = read.rows(connection, "out.open_finding", "scope, university, item, row, rule, cell", severity="block")
    if document == RETURN:
        return [row for row in rows if row["scope"] == str(fiscal_year)]
    return [row for row in rows if not row["scope"].isdecimal() or int(row["scope"]) <= fiscal_year]
