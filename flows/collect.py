"""Collecting: every file of an inbox and every database is kept, read on its own, and loaded at once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.arrivals import Arrival, arrivals
from flows.status import takes_part

if TYPE_CHECKING:
    from warehouse.intake.drops.kept import Origin
    from warehouse.intake.submission import Submission
    from warehouse.workspace import University, Workspace

log = logging.getLogger("rokunen.collect")
NOT_A_FILE = "ファイルではありません / it is no file"
UNREACHABLE = ("database_unreachable", "drop_unreachable")


class Unreachable(Exception):
    """A database or a drop that could not be reached, and may be in a while."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came in one file or from one database. `university` is None where nobody could tell whose it is.

    `values`: how many numbers, with the lines of 内訳一覧.
    """

    name: str
    university: str | None
    submission: str
    values: int
    channel: str


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection brought: everything that was read now, which of it is new, and what is open in the year.

    `receipts`: the 受領確認 for the universities whose files are new.
    """

    fiscal_year: int
    came: tuple[Came, ...]
    new: frozenset[str]
    findings: tuple[dict[str, Any], ...]
    receipts: tuple[Path, ...] = ()


def collect(workspace: Workspace, fiscal_year: int, at: datetime, environment: Mapping[str, str]) -> Collected:
    """Collect the returns that describe a fiscal year, from the drops, its inbox and the databases, and load them.

    `at` is naive UTC. One broken return never stops the others: it becomes a 要修正 and its file is kept.
    """
    universities = database_universities(workspace, fiscal_year)
    told = fetch(workspace, fiscal_year, drops_of(workspace, fiscal_year), at, environment)
    files = unread(workspace, fiscal_year, arrivals(workspace.inbox(fiscal_year)), at)
    came = told + receive(workspace, fiscal_year, files)
    came += ask(workspace, fiscal_year, universities, at, environment)
    return load(workspace, fiscal_year, came, at)


def years_with_an_inbox(workspace: Workspace) -> list[int]:
    """Return the fiscal years of the programme for which there is an inbox, oldest first."""
    return [year for year in _inboxes(workspace) if year in workspace.programme.fiscal_years]


def inboxes_of_no_year(workspace: Workspace) -> list[int]:
    """Return the numbers of inboxes with files that are no fiscal year of the programme: these are not collected."""
    years = workspace.programme.fiscal_years
    return [year for year in _inboxes(workspace) if year not in years and any(workspace.inbox(year).iterdir())]


def _inboxes(workspace: Workspace) -> list[int]:
    folders = [each for each in (workspace.root / "inbox").glob("*") if each.is_dir() and each.name.isdecimal()]
    return sorted(int(each.name) for each in folders)


def database_universities(workspace: Workspace, fiscal_year: int) -> list[University]:
    """Return the universities that answer from their own database or records and take part in the year."""
    kinds = ("sql", "records")
    return [each for each in workspace.universities if each.channel.kind in kinds and takes_part(each, fiscal_year)]


def drops_of(workspace: Workspace, fiscal_year: int) -> list[str]:
    """Return the drops that are looked into for a year: those of universities that take part, and those of all."""
    absent = {each.code for each in workspace.universities if not takes_part(each, fiscal_year)}
    drops = workspace.config.drops.items()
    return [name for name, drop in drops if drop.holds(fiscal_year) and drop.university not in absent]


def fetch(
    workspace: Workspace,
    fiscal_year: int,
    drops: Sequence[str],
    at: datetime,
    environment: Mapping[str, str],
    is_last_try: bool = True,
) -> list[Came]:
    """Copy what is new in each drop into the inbox, each caught on its own, and return only what must be told.

    Raises Unreachable where one could not be reached and `is_last_try` is false; it is told then at the last try.
    """
    told = [said for name in drops if (said := _fetch(workspace, name, fiscal_year, at, environment))]
    down = [each for each in told if any(finding.rule in UNREACHABLE for finding in each.findings)]
    came = [_staged(workspace, each) for each in told if is_last_try or each not in down]
    if down and not is_last_try:
        raise Unreachable
    return came


def unread(
    workspace: Workspace, fiscal_year: int, files: Sequence[Arrival], at: datetime
) -> list[tuple[Arrival, datetime]]:
    """Return the files that were not read before, each with the moment of its arrival: a microsecond after the last.

    A file of which nobody could tell the sender is read again once it lies in a place that names a university.
    """
    from warehouse import read
    from warehouse.database import open_warehouse

    with open_warehouse(workspace.database) as connection:
        rows = read.rows(connection, "raw.submission", purpose="return", fiscal_year=fiscal_year)
    senders: dict[str, set[str | None]] = {}
    for row in rows:
        senders.setdefault(row["sha256"], set()).add(row["university"])
    fresh = [each for each in files if each.leads_to or not each.is_plain or _is_unread(workspace, each, senders)]
    first = at - timedelta(microseconds=len(fresh))
    return [(each, first + timedelta(microseconds=number)) for number, each in enumerate(fresh, 1)]


def receive(workspace: Workspace, fiscal_year: int, files: Sequence[tuple[Arrival, datetime]]) -> list[Came]:
    """Keep, read and stage a batch of files, each caught on its own, and return what came."""
    return [_staged(workspace, _read(workspace, fiscal_year, arrival, at)) for arrival, at in files]


def ask(
    workspace: Workspace,
    fiscal_year: int,
    universities: Sequence[University],
    at: datetime,
    environment: Mapping[str, str],
    is_last_try: bool = True,
) -> list[Came]:
    """Ask a batch of databases, each caught on its own, keep what they said as evidence, and return what came.

    Raises Unreachable where one could not be reached and `is_last_try` is false; the others are staged by then.
    """
    answers = [_ask(workspace, fiscal_year, each, at, environment) for each in universities]
    reached = [each for each in answers if not any(finding.rule in UNREACHABLE for finding in each.findings)]
    came = [_staged(workspace, each) for each in (answers if is_last_try else reached)]
    if len(came) < len(answers):
        raise Unreachable
    return came


def load(workspace: Workspace, fiscal_year: int, came: Sequence[Came], at: datetime) -> Collected:
    """Load everything staged in one statement, then the corrections of it, and return what a collection brought."""
    from flows.findings import open_findings
    from reports.receipt import write_receipts
    from warehouse import ledger, write
    from warehouse.correction import corrections_to_load
    from warehouse.database import open_warehouse

    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, at)
        new = frozenset(write.load_staged(connection, workspace.staging))
        while corrections := corrections_to_load(connection, workspace, fiscal_year, at):
            for submission in corrections:
                write.stage(submission, workspace.staging)
            new |= frozenset(write.load_staged(connection, workspace.staging))
        ledger.write_lines(connection, workspace.log)  # also those that a killed run had no time to write
    entries = open_findings(workspace, [str(fiscal_year)], origin="intake")
    receipts = write_receipts(workspace, fiscal_year)
    return Collected(fiscal_year, tuple(came), new, tuple(entries), tuple(receipts))


def _is_unread(workspace: Workspace, arrival: Arrival, senders: Mapping[str, set[str | None]]) -> bool:
    from warehouse.intake.answerer import answerer

    known = senders.get(_digest(arrival.path) or "")
    return known is None or (known == {None} and answerer(arrival.name, workspace.universities) is not None)


def _read(workspace: Workspace, fiscal_year: int, arrival: Arrival, at: datetime) -> Submission:
    from warehouse.evidence import keep
    from warehouse.intake.recognise import read_return

    if arrival.leads_to is not None:
        return _nothing(workspace, fiscal_year, arrival.name, at, "link_leaves_inbox", arrival.leads_to)
    if not arrival.is_plain:
        return _nothing(workspace, fiscal_year, arrival.name, at, "file_cannot_be_opened", NOT_A_FILE)
    try:
        content = arrival.path.read_bytes()
    except OSError as problem:
        return _nothing(workspace, fiscal_year, arrival.name, at, "file_cannot_be_opened", problem.strerror or "")
    received = keep(workspace, arrival.name, content, at)
    origin = arrival.origin if arrival.origin and arrival.origin.sha256 == received.sha256 else None
    if origin is not None:
        received = replace(received, came_from=origin.url)
    try:
        said = read_return(received, content, workspace.programme, workspace.universities, fiscal_year)
        return _as_owner_of_drop(said, origin, workspace) if origin and origin.university else said
    except Exception:
        log.exception("reading %s stopped", arrival.name)
        return _nothing(workspace, fiscal_year, arrival.name, at, "reading_stopped", received.sha256)


def _fetch(
    workspace: Workspace, name: str, fiscal_year: int, at: datetime, environment: Mapping[str, str]
) -> Submission | None:
    from warehouse.intake.drops.receive import receive as receive_drop

    try:
        return receive_drop(workspace, name, fiscal_year, at, environment)
    except Exception:
        log.exception("receiving from the drop %s stopped", name)
        return _nothing(workspace, fiscal_year, f"drops/{name}", at, "drop_stopped", name)


def _as_owner_of_drop(said: Submission, origin: Origin, workspace: Workspace) -> Submission:
    """Return what came from a university's own drop; where it answers for another one, nothing of it but a finding."""
    from warehouse.finding import Place, say

    if said.university in (None, origin.university):
        return said
    told = say(
        workspace.programme.rules_by_id["drop_of_another"], university=origin.university, fiscal_year=said.fiscal_year,
        place=Place(said.received.name), value=said.university, url=origin.url,
    )  # fmt: skip
    nothing = replace(said, data=(), own_indicators=(), courses=(), money=(), sheets=(), cover=())
    return replace(nothing, university=origin.university, findings=(told,))


def _ask(
    workspace: Workspace, fiscal_year: int, university: University, at: datetime, environment: Mapping[str, str]
) -> Submission:
    from warehouse.evidence import keep
    from warehouse.intake.records import read_records
    from warehouse.intake.sql.source import read_sql

    read = read_records if university.channel.kind == "records" else read_sql
    file = workspace.root / (university.channel.file or f"channels/{university.code}.yaml")
    try:
        received, content, submission = read(file, environment, workspace.programme, university, fiscal_year, at)
        return replace(submission, received=keep(workspace, received.name, content, at))
    except Exception:
        log.exception("asking the database of %s stopped", university.code)
        nothing = _nothing(workspace, fiscal_year, f"channels/{file.name}", at, "database_stopped", "")
        return replace(nothing, channel=university.channel.kind, university=university.code)


def _nothing(workspace: Workspace, fiscal_year: int, name: str, at: datetime, rule: str, value: str) -> Submission:
    """Return a submission without data and with one finding: nothing that came is passed over in silence.

    What is kept for it is a note of the moment, so that the file itself is read again at the next collection.
    """
    from warehouse.evidence import keep
    from warehouse.finding import Place, say
    from warehouse.intake.answerer import answerer
    from warehouse.intake.submission import Submission

    programme = workspace.programme
    who = answerer(name, workspace.universities)
    code = who.code if who else None
    told = say(programme.rules_by_id[rule], university=code, fiscal_year=fiscal_year, place=Place(name), value=value)
    note = keep(workspace, f"{name}.note.txt", f"{rule} {name} {value} {at.isoformat()}\n".encode(), at)
    received = replace(note, name=name)
    return Submission(received, "return", "workbook", fiscal_year, code, programme.hash, findings=(told,))


def _staged(workspace: Workspace, submission: Submission) -> Came:
    from warehouse import write

    write.stage(submission, workspace.staging)
    values = sum(datum.value is not None for datum in submission.data) + len(submission.listed)
    name = submission.received.name
    return Came(name, submission.university, submission.id, values, submission.channel)


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
