"""Everything that is written to the warehouse. Raw rows are only ever added."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from warehouse import ledger
from warehouse.database import at_once
from warehouse.definition import keep_definition, keep_roster
from warehouse.finding import Finding
from warehouse.intake.submission import Submission
from warehouse.programme import Programme
from warehouse.programme.tables import definition_rows
from warehouse.workspace import Workspace

Connection = duckdb.DuckDBPyConnection
_PARTS = {
    "datum": "data", "own_indicator": "own_indicators", "course": "courses", "money": "money", "sheet": "sheets",
    "cover": "cover", "breakdown": "breakdown", "question": "questions", "listed_row": "listed",
}  # fmt: skip


GATHERED = "staged.part"  # all staged files in one, while they are loaded


def register(connection: Connection, workspace: Workspace, at: datetime) -> None:
    """Keep the definition and the roster as they stand now, by hash and as texts, valid from `at`; nothing where they are known."""
    programme = workspace.programme
    keep_definition(workspace)
    with at_once(connection):
        if not _known(connection, "def.definition", "definition", programme.hash):
            _add_definition(connection, programme, at)
        if not _known(connection, "def.roster", "roster", _roster(workspace)):
            _add_roster(connection, workspace, at)


def stage(submission: Submission, folder: Path) -> Path:
    """Write a submission to `folder` as JSON lines (one row of one relation each) and return the file.

    The file appears under its name only when it is whole, so that a crash leaves nothing half-read behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{submission.id}.jsonl"
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        for relation, rows in _rows(submission).items():
            for row in rows:
                file.write(json.dumps({"relation": relation, "row": row}, ensure_ascii=False, default=_json) + "\n")
    part.replace(path)
    return path


def load_staged(connection: Connection, folder: Path) -> list[str]:
    """Load every staged file in one transaction, remove the files, and return the new submissions' ids in order.

    The same file for the same purpose and year is one submission: a second copy adds nothing.
    """
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        return []
    with at_once(connection):
        connection.execute(_sql("load_staged_lines"), [str(_gathered(paths, folder))])
        new = [row[0] for row in connection.execute(_sql("load_submission")).fetchall()]
        staged = {row[0] for row in connection.execute("select distinct relation from staged_line").fetchall()}
        for relation in (each for each in (*_PARTS, "finding") if each in staged):
            _load_relation(connection, relation)
        loaded = connection.execute(_sql("loaded_submission")).fetchall()
        ledger.append_all(connection, [(at, "received", submission, kept) for submission, kept, at in loaded])
        connection.execute("drop table staged_line")
        connection.execute("drop table staged_new")
    for path in (*paths, folder / GATHERED):
        path.unlink()
    return new


def _gathered(paths: Sequence[Path], folder: Path) -> Path:
    """Write the staged files one after another into one: DuckDB reads that five times faster than hundreds of small ones."""
    gathered = folder / GATHERED
    with gathered.open("wb") as file:
        for path in paths:
            file.write(path.read_bytes() + b"\n")
    return gathered


def add_check_run(
    connection: Connection,
    run: str,
    at: datetime,
    scope: str,
    definition: str,
    outcomes: Iterable[tuple[str, str, int, int, str, str]],
    findings: Iterable[Finding],
    as_of: datetime | None = None,
    rules: str | None = None,
) -> None:
    """Keep a run of the checks: outcomes are (rule, outcome, examined, not met, detail, version).

    `definition` and `rules` are the hashes of the definition whose rules were run and of these rules. `as_of`: it looked at the past.
    """
    with at_once(connection):
        connection.execute(
            "insert into raw.check_run values (?, ?, ?, ?, ?, ?)", [run, at, scope, definition, as_of, rules]
        )
        insert(connection, "raw.outcome", [(run, *outcome) for outcome in outcomes])
        insert(connection, "raw.check_finding", [(run, *finding_row(finding, scope)) for finding in findings])
        ledger.append(connection, at, "checked", scope, run)


def next_run(connection: Connection, scope: str) -> str:
    """Return the id of the next run of the checks: its scope and its number among all runs, so that runs sort in order."""
    row = connection.execute("select count(*) + 1 from raw.check_run").fetchone()
    return f"{scope}-{row[0] if row else 1:06d}"


def insert(connection: Connection, relation: str, rows: Sequence[Sequence[Any]]) -> None:
    """Add rows to a relation in one statement (lists by `unnest`: 100 times faster than row after row)."""
    if not rows:
        return
    columns = list(zip(*rows, strict=True))
    types = [row[1] for row in connection.execute(f"describe {relation}").fetchall()]
    picks = ", ".join(f"unnest(?::{kind}[])" for kind in types)
    connection.execute(f"insert into {relation} select {picks}", [list(column) for column in columns])


def finding_row(finding: Finding, scope: str) -> tuple[Any, ...]:
    """Return a finding as a row of `raw.finding` or `raw.check_finding`, without its first column.

    `scope`: `plan`, or the fiscal year that was answered or checked.
    """
    place = finding.place
    return (
        finding.rule, finding.severity, finding.university, finding.item, finding.row, finding.fiscal_year, place.file,
        place.sheet, place.cell, finding.message_ja, finding.message_en, finding.remedy_ja, finding.remedy_en,
        finding.excess, finding.id_in(scope), finding.subject,
    )  # fmt: skip


def _rows(submission: Submission) -> dict[str, list[list[Any]]]:
    received = submission.received
    head = [
        submission.id, submission.purpose, submission.channel, submission.fiscal_year, submission.university,
        submission.definition, received.name, received.sha256, received.size, received.kept, received.received_at,
        submission.reason, submission.approver, received.came_from,
    ]  # fmt: skip
    rows: dict[str, list[list[Any]]] = {"submission": [head]}
    for relation, attribute in _PARTS.items():
        rows[relation] = [[submission.id, *_fields(part)] for part in getattr(submission, attribute)]
    rows["finding"] = [[submission.id, *finding_row(finding, submission.scope)] for finding in submission.findings]
    return rows


def _fields(part: Any) -> list[Any]:
    """The fields of a part in order, as they are (`astuple` would copy each)."""
    return [getattr(part, name) for name in part.__dataclass_fields__]


def _load_relation(connection: Connection, relation: str) -> None:
    columns = connection.execute(f"describe raw.{relation}").fetchall()
    picks = ", ".join(_pick(number, kind) for number, (_, kind, *_) in enumerate(columns))
    connection.execute(
        f"insert into raw.{relation} select {picks} from staged_line "
        f"where relation = '{relation}' and row[1] in (select submission from staged_new)"
    )


def _pick(number: int, kind: str) -> str:
    value = f"row[{number + 1}]"
    return f"({value}::json)::{kind}" if kind.endswith("[]") else f"{value}::{kind}"


def _add_definition(connection: Connection, programme: Programme, at: datetime) -> None:
    years = (programme.first_fy, programme.last_fy, programme.baseline_fy, list(programme.target_fys))
    is_new = not connection.execute("select 1 from def.definition where definition = ?", [programme.hash]).fetchone()
    insert(connection, "def.definition", [(programme.hash, programme.id, at, *years)])
    for relation, rows in definition_rows(programme).items() if is_new else ():
        insert(connection, f"def.{relation}", [(programme.hash, *row) for row in rows])
    ledger.append(connection, at, "defined", programme.id, programme.hash)


def _add_roster(connection: Connection, workspace: Workspace, at: datetime) -> None:
    roster = _roster(workspace)
    is_new = not connection.execute("select 1 from def.roster where roster = ?", [roster]).fetchone()
    insert(connection, "def.roster", [(roster, at, keep_roster(workspace))])
    if not is_new:
        return
    rows = [
        (roster, position, each.code, each.name, each.role, each.sgu, each.joined, each.left)
        for position, each in enumerate(workspace.universities)
    ]
    insert(connection, "def.university", rows)
    own = workspace.config.own_indicators
    insert(connection, "def.own_rule", [(roster, one.row, one.total, one.label, one.unit, one.decimals) for one in own])


def _roster(workspace: Workspace) -> str:
    own = "".join(rule.model_dump_json() for rule in workspace.config.own_indicators)
    return workspace.roster_hash + own if own else workspace.roster_hash


def _known(connection: Connection, relation: str, column: str, value: str) -> bool:
    """Whether the newest row of a definition or roster is this one (an older text that returns is added anew)."""
    row = connection.execute(f"select {column} from {relation} order by valid_from desc limit 1").fetchone()
    return bool(row and row[0] == value)


def _sql(name: str) -> str:
    return (Path(__file__).parent / "sql" / "verb" / f"{name}.sql").read_text(encoding="utf-8")


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    raise TypeError(type(value).__name__)
