"""The log as a list, and whether it and the evidence are as they were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.workspace import Workspace

Entry = dict[str, Any]


def entries(workspace: Workspace, as_of: datetime | None = None, acts: Sequence[str] | None = None) -> list[Entry]:
    """Return every act up to a moment in order, or those of some kinds. `time` is naive UTC."""
    from warehouse import read
    from warehouse.database import open_warehouse

    where: dict[str, object] = {"act": list(acts)} if acts else {}
    with open_warehouse(workspace.database) as connection:
        rows = read.rows(connection, "raw.log", "number", **where)
    return [
        {"number": row["number"], "time": row["acted_at"]}
        | {key: row[key] for key in ("who", "act", "subject", "detail", "previous", "hash")}
        for row in rows
        if as_of is None or row["acted_at"] <= as_of
    ]


def verify(workspace: Workspace, heads: Sequence[str] = ()) -> tuple[int, list[Entry]]:
    """Return how many entries are sound, and what is not as it was: one entry a fault, the first broken entry first.

    The lines beside the warehouse, the evidence and the newest version of each document are verified by the stand-alone verifier, against the heads that the
    warehouse, the manifests of the documents and the caller know.
    """
    from warehouse import ledger, verify_log
    from warehouse.database import open_warehouse

    with open_warehouse(workspace.database) as connection:
        broken, head = ledger.first_broken(connection), ledger.head(connection)
    if head == ledger.GENESIS and not workspace.log.exists():
        return 0, []  # nothing has happened yet
    noted = [head, *verify_log.noted_heads(workspace.reports), *heads]
    verdict = verify_log.verify(
        workspace.log, workspace.evidence, list(dict.fromkeys(noted)), reports=workspace.reports, has_all=True
    )
    faults = [
        {"number": each.number, "name": each.name, "message_ja": each.ja, "message_en": each.en}
        for each in verdict.faults
    ]
    if broken is not None:
        ja, en = (
            f"{workspace.database.name} の記録{broken}番が書き換えられています",
            f"entry {broken} in the warehouse was changed",
        )
        faults.append({"number": broken, "name": workspace.database.name, "message_ja": ja, "message_en": en})
    return verdict.entries, faults
