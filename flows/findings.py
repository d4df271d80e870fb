"""What is open, as a list: findings made while reading and findings of the checks, under the names of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from warehouse.workspace import Workspace

Entry = dict[str, Any]
ORDER = "severity, scope, university, item, row, rule, file, sheet, cell"
KEPT = (
    "rule", "rule_version", "severity", "university", "item", "row", "fiscal_year", "message_ja", "message_en", "remedy_ja", "remedy_en",
)  # fmt: skip

# How a finding stands (warehouse/sql/out/open_finding.sql), and how one stands of which nothing has been said.
STANDING: dict[str, object] = {
    "id": None, "state": "open", "explanation": None, "explained_by": None, "explained_at": None, "excess": None,
    "bound": None, "expires_on": None, "reopened": None, "proposed_reason": None,
}  # fmt: skip


def open_findings(
    workspace: Workspace,
    scopes: Sequence[str] | None = None,
    as_of: datetime | None = None,
    origin: Literal["intake", "check"] | None = None,
) -> list[Entry]:
    """Return what is open in the scopes (`plan`, or a fiscal year as text; None: all), the gravest first."""
    from warehouse import read
    from warehouse.database import open_warehouse

    where: dict[str, object] = {} if scopes is None else {"scope": list(scopes)}
    if origin is not None:
        where["origin"] = origin
    with open_warehouse(workspace.database, as_of) as connection:
        return [entry(row) for row in read.rows(connection, "out.open_finding", ORDER, **where)]


def entry(row: Entry) -> Entry:
    """Return a row of `out.open_finding` as an entry of a JSON list."""
    source = {"file": row["file"], "sheet": row["sheet"], "cell": row["cell"]}
    return (
        {key: row[key] for key in KEPT}
        | {"scope": row["scope"], "source": source}
        | {key: row[key] for key in STANDING}
    )
