"""How far each return is: its state, how late it came, what is open, who waits for an answer, what changed since sign-off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reports.due import day_in_japan
from warehouse import read
from warehouse.explanation import approver_of

if TYPE_CHECKING:
    from warehouse.programme.agenda import CalendarEntry
    from warehouse.workspace import Workspace

Entry = dict[str, Any]
SEVERITIES = ("block", "explain", "note")
ACTS = ("prepared", "confirmed", "decided", "accepted")
SIGNED = ("who", "post", "decision", "acted_at")
CHANGE = (
    "row", "signed_state", "signed_value", "signed_file", "signed_sheet", "signed_cell", "state", "value", "file_name", "sheet",
    "cell", "received_at", "is_in_force",
)  # fmt: skip


class Standing:
    """What the warehouse says of the returns of some years, read once."""

    def __init__(self, connection: Any, workspace: Workspace, years: list[int], at: datetime | None) -> None:
        self._programme, self._at = workspace.programme, at
        states = read.rows(connection, "out.return_state", fiscal_year=years)
        self._states = {(row["university"], row["fiscal_year"], row["round"]): row for row in states}
        changed = read.rows(connection, "out.changed_since_signing", '"row"', fiscal_year=years)
        self._changed = _grouped(changed, "university", "fiscal_year", "round")
        found = read.rows(connection, "out.open_finding", "explained_at, id", scope=[str(year) for year in years])
        self._found = _grouped(found, "university", "scope")
        self._released = {row["id"] for row in read.rows(connection, "out.release")} if found else set()

    def of(self, university: str, year: int, entry: CalendarEntry, rows: Collection[str]) -> Entry:
        """Return the fields of one return; `rows` are those of its round, a finding about none counts in each round."""
        number = self._round(entry)
        state = self._states.get((university, year, number), {})
        found = [row for row in self._found[university, str(year)] if row["row"] is None or row["row"] in rows]
        changes = self._changed[university, year, number]
        waiting = [self._waiting(row) for row in found if row["state"] == "explained"]
        return {
            "round_number": number, "state": state.get("state", "draft"), "signatures": _signatures(state),
            **self._timing(state, entry, year),
            "open": {key: sum(one["severity"] == key and one["state"] == "open" for one in found) for key in SEVERITIES},
            "released": sum(one["id"] in self._released for one in found),
            "accepted": sum(one["state"] == "waived" for one in found),
            "waiting": waiting,
            "changed_since_signing": len(changes),
            "changed": [{key: change[key] for key in CHANGE} | {"label_ja": self._label(change)} for change in changes],
        }  # fmt: skip

    def _round(self, entry: CalendarEntry) -> int | None:
        parts = self._programme.collection.rounds
        return next((part.number for part in parts if set(part.bases) & set(entry.bases)), None)

    def _timing(self, state: Entry, entry: CalendarEntry, year: int) -> Entry:
        due, came = entry.due_day(year), state.get("first_received_at")
        measured = came or self._at
        days = (day_in_japan(measured) - due).days if due and measured else None
        return {"due": due.isoformat() if due else None, "first_received_at": came, "days_late": days}

    def _waiting(self, finding: Entry) -> Entry:
        """A reason that was given and waits for who accepts it; is_overdue: longer than the definition allows."""
        days = (day_in_japan(self._at) - day_in_japan(finding["explained_at"])).days if self._at else None
        return {
            "id": finding["id"], "rule": finding["rule"], "since": finding["explained_at"], "days": days,
            "approver": approver_of(self._programme, finding["rule"]),
            "is_overdue": days is not None and days > self._programme.collection.approval_days,
        }  # fmt: skip

    def _label(self, change: Entry) -> str:
        row = self._programme.rows_by_key.get(change["row"])
        return row.label if row else ""


def _signatures(state: Entry) -> Entry:
    """Who has signed for the newest answer: each act with who, post, decision and time."""
    acts = [act for act in ACTS if state.get(f"{act}_who")]
    return {act: {key: state[f"{act}_{key}"] for key in SIGNED} for act in acts}


def _grouped(rows: Iterable[Entry], *keys: str) -> dict[tuple[Any, ...], list[Entry]]:
    found: dict[tuple[Any, ...], list[Entry]] = defaultdict(list)
    for row in rows:
        found[tuple(row[key] for key in keys)].append(row)
    return found
