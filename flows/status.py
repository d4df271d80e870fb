"""Who returned what: each university's rounds of each year, how full they are, and what is open."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.programme.agenda import CalendarEntry
    from warehouse.workspace import University, Workspace

Entry = dict[str, Any]


def status(
    workspace: Workspace, years: list[int], as_of: datetime | None = None, at: datetime | None = None
) -> list[Entry]:
    """Return one entry per fiscal year × round × university: how far it is, how late, what is open, what changed since.

    `asked` and `answered` count the rows of the form that the university types itself; 集計中 is not an answer. `state` is
    draft, submitted, checked, signed or accepted; `days_late` counts from the day due to the first answer, or while there
    is none to `at` (naive UTC), and is negative before it. `open` leaves out what was explained or accepted.
    """
    from flows.standing import Standing
    from warehouse import read
    from warehouse.database import open_warehouse, settle

    with open_warehouse(workspace.database, as_of) as connection:
        settle(connection)
        standing = Standing(connection, workspace, years, as_of or at)
        data = read.rows(connection, "core.datum", kind="actual", fiscal_year=years)
        received = read.rows(connection, "core.submission", "ordinal", purpose="return", fiscal_year=years)
        own = [row["row"] for row in read.rows(connection, "core.own_indicator")]
    answers: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    came: dict[str, list[Entry]] = defaultdict(list)
    for row in received:
        came[row["university"]].append(row)
    for datum in data:
        answers[datum["university"], datum["fiscal_year"]].append(datum)
    return [
        _entry(workspace, university, year, entry, answers[university.code, year], came, own)
        | standing.of(university.code, year, entry, _rows(workspace, entry, own))
        for year in years
        for entry in rounds(workspace)
        for university in workspace.universities
        if takes_part(university, year)
    ]


def rounds(workspace: Workspace) -> list[CalendarEntry]:
    """Return the rounds of the calendar: the entries that collect."""
    return [entry for entry in workspace.programme.calendar if entry.flow == "collect" and entry.bases]


def takes_part(university: University, fiscal_year: int) -> bool:
    """Whether a university takes part on some day of a fiscal year."""
    start, end = datetime(fiscal_year, 4, 1).date(), datetime(fiscal_year + 1, 3, 31).date()
    return (university.joined or start) <= end and (university.left or end) >= start


def _entry(
    workspace: Workspace,
    university: University,
    year: int,
    entry: CalendarEntry,
    data: list[Entry],
    came: dict[str, list[Entry]],
    own: list[str],
) -> Entry:
    asked = _asked(workspace, university, year, entry, own)
    filled = [datum for datum in data if datum["row"] in asked and datum["state"] not in ("blank", "pending", "error")]
    names = {datum["file_name"] for datum in data if datum["row"] in asked}
    last = [row for row in came[university.code] if row["file_name"] in names][-1:]
    return {
        "fiscal_year": year, "round": entry.id, "round_ja": round_name(workspace, entry), "university": university.code,
        "university_name": university.name, "asked": len(asked), "answered": len(filled),
        "provisional": sum(datum["status"] == "provisional" for datum in filled),
        "file": last[0]["file_name"] if last else None, "channel": last[0]["channel"] if last else None,
        "received_at": last[0]["received_at"] if last else None,
        "owes": _owed(workspace, asked - {datum["row"] for datum in filled}),
    }  # fmt: skip


def _owed(workspace: Workspace, missing: set[str]) -> dict[str, int]:
    """Return how many rows each desk still owes, the longest list first."""
    declared = {row.row: row.desk for _, _, row in workspace.programme.rows()}
    other = workspace.programme.collection.other_desk
    owing = Counter(workspace.config.desks.get(row) or declared.get(row) or other for row in sorted(missing))
    return dict(owing.most_common())


def _rows(workspace: Workspace, entry: CalendarEntry, own: list[str]) -> set[str]:
    rows = {row.row for _, table, row in workspace.programme.rows() if table.basis in entry.bases}
    return rows | (set(own) if "own" in entry.bases else set())


def round_name(workspace: Workspace, entry: CalendarEntry) -> str:
    """Return what the 調査票 calls the round that an entry of the calendar collects."""
    asking = [part.ja for part in workspace.programme.collection.rounds if set(part.bases) & set(entry.bases)]
    return asking[0] if asking else entry.ja


def _asked(workspace: Workspace, university: University, year: int, entry: CalendarEntry, own: list[str]) -> set[str]:
    rows = {
        row.row
        for indicator, table, row in workspace.programme.rows()
        if table.basis in entry.bases
        and row.is_input
        and not indicator.own
        and (indicator.reported_by == "every" or university.role == "lead")
        and (row.from_fy or year) <= year
    }
    return rows | (set(own) if "own" in entry.bases else set())
