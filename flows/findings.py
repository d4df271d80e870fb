"""What is open, as a list: findings made while reading and findings of the checks, under the names of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
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


def history(
    workspace: Workspace,
    as_of: datetime | None = None,
    scopes: Sequence[str] = (),
    state: str | None = None,
    severity: str | None = None,
) -> list[Entry]:
    """Return every finding there ever was as rows of `finding_history`: those that stand, then those that are gone.

    `scopes`: `plan` or fiscal years as text (none: all).
    """
    from reports.findings_list import finding_list

    return [
        row
        for row in finding_list(workspace, as_of)
        if (not scopes or row["scope"] in scopes)
        and state in (None, row["state"])
        and severity in (None, row["severity"])
    ]


def history_entry(row: Entry) -> Entry:
    """Return a row of `finding_history` as an entry of a JSON list; times are UTC."""
    kept = ("first_seen", "last_seen", "closed_at", "university_name", "label_ja", "label_en", "written")
    return entry(row) | {key: row.get(key) for key in kept}


def write(workspace: Workspace, rows: Sequence[Entry], path: Path, told_at: str) -> None:
    """Write findings as the ending of the file asks: .xlsx, .csv or .json; WrongUse for another one.

    `told_at`: the moment, as the printed pages name it.
    """
    from flows import screen
    from flows.problem import WrongUse

    ending = path.suffix.lower()
    if ending == ".json":
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as file:
            screen.as_json([history_entry(row) for row in rows], file)
    elif ending == ".csv":
        from reports.findings_book import write_csv

        write_csv(rows, path)
    elif ending == ".xlsx":
        from reports.findings_book import write_findings

        write_findings(workspace, rows, path, f"{told_at} 時点")
    else:
        raise WrongUse(
            f"「{path.name}」: 保存できる形式は .xlsx、.csv、.json です / '{path.name}': write .xlsx, .csv or .json"
        )
