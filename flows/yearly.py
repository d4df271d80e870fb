"""The verbs as Prefect flows. Each flow is a short list of verbs; each verb is a plain function beside it.

A task takes a batch, caught one by one inside, so that one broken return never stops the others. Only databases, drops
and a busy warehouse are tried again: nothing else is different the second time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger
from prefect.runtime import task_run

from flows import check as checking
from flows import collect as collecting
from flows import publish, settings
from flows.arrivals import Arrival, arrivals
from flows.calendar import described_year
from warehouse.database import WarehouseBusy
from warehouse.workspace import Workspace

WORKSPACE = "ROKUNEN_WORKSPACE"
BATCH = 25
RETRIES, WAIT_SECONDS = 2, 10


@task(cache_policy=NO_CACHE, retries=RETRIES, retry_delay_seconds=WAIT_SECONDS)
def fetch(root: str, fiscal_year: int, drop: str, at: datetime) -> list[collecting.Came]:
    """Copy what is new in a drop into the inbox; where it cannot be reached, again after a while."""
    is_last_try = (task_run.run_count or 1) > RETRIES
    return collecting.fetch(Workspace(Path(root)), fiscal_year, [drop], at, os.environ, is_last_try)


@task(cache_policy=NO_CACHE)
def receive(root: str, fiscal_year: int, files: list[tuple[Arrival, datetime]]) -> list[collecting.Came]:
    """Keep, read and stage a batch of files."""
    return collecting.receive(Workspace(Path(root)), fiscal_year, files)


@task(cache_policy=NO_CACHE, retries=RETRIES, retry_delay_seconds=WAIT_SECONDS)
def ask(root: str, fiscal_year: int, codes: list[str], at: datetime) -> list[collecting.Came]:
    """Ask a batch of databases; where one cannot be reached, again after a while."""
    workspace = Workspace(Path(root))
    universities = [workspace.university(code) for code in codes]
    is_last_try = (task_run.run_count or 1) > RETRIES
    return collecting.ask(workspace, fiscal_year, universities, at, os.environ, is_last_try)


def _is_busy(_task: Any, _run: Any, state: Any) -> bool:
    return isinstance(state.result(raise_on_failure=False), WarehouseBusy)


@task(cache_policy=NO_CACHE, retries=RETRIES, retry_delay_seconds=WAIT_SECONDS, retry_condition_fn=_is_busy)
def load(root: str, fiscal_year: int, came: list[collecting.Came], at: datetime) -> collecting.Collected:
    """Load everything staged in one statement."""
    return collecting.load(Workspace(Path(root)), fiscal_year, came, at)


@task(cache_policy=NO_CACHE, retries=RETRIES, retry_delay_seconds=WAIT_SECONDS, retry_condition_fn=_is_busy)
def examine(root: str, scopes: list[checking.Scope], at: datetime) -> checking.Checked:
    """Check the scopes."""
    return checking.check(Workspace(Path(root)), scopes, at)


@task(cache_policy=NO_CACHE, retries=RETRIES, retry_delay_seconds=WAIT_SECONDS, retry_condition_fn=_is_busy)
def write(root: str, document: publish.Name, at: datetime, last_fy: int | None = None) -> publish.Written:
    """Write a document that tells of nothing after a year."""
    return publish.report(Workspace(Path(root)), document, at, last_fy=last_fy)


@flow
def collect(
    workspace: str | None = None, year: int | None = None, describes: int = 0, at: datetime | None = None
) -> collecting.Collected | None:
    """Collect the returns that describe a year: from the drops, the files of its inbox in batches, and the databases."""
    place, at, described = _when(workspace, year, describes, at)
    if described is None:
        return None
    root = str(place.root)
    fetching = [fetch.submit(root, described, drop, at) for drop in collecting.drops_of(place, described)]
    told = [one for future in fetching for one in future.result()]
    files = collecting.unread(place, described, arrivals(place.inbox(described)), at)
    codes = [each.code for each in collecting.database_universities(place, described)]
    running = [receive.submit(root, described, batch) for batch in _batches(files)]
    running += [ask.submit(root, described, batch, at) for batch in _batches(codes)]
    came = told + [one for future in running for one in future.result()]
    done = load(root, described, came, at)
    _tell_blocking(done.findings)
    return done


@flow
def check(
    workspace: str | None = None, year: int | None = None, describes: int = 0, at: datetime | None = None
) -> checking.Checked | None:
    """Check the returns that describe a year, and the plan where it has changed since it was checked."""
    place, at, described = _when(workspace, year, describes, at)
    if described is None:
        return None
    done = examine(str(place.root), checking.scopes_of_year(place, described, at), at)
    _tell_blocking(done.findings)
    return done


@flow
def report(
    workspace: str | None = None,
    document: publish.Name | None = None,
    year: int | None = None,
    describes: int = 0,
    only_fy: int | None = None,
    at: datetime | None = None,
) -> list[publish.Written]:
    """Write a document, or every paper that is due when a year is over. A draft as long as a 要修正 is open."""
    place, at, described = _when(workspace, year, describes, at, only_fy)
    if described is None:
        return []
    documents = [document] if document else publish.documents_of_year(place.programme, described)
    return [write(str(place.root), each, at, described) for each in documents]


@flow
def yearly(
    workspace: str | None = None, year: int | None = None, describes: int = 0, at: datetime | None = None
) -> list[publish.Written]:
    """Run a fiscal year: collect, check, report."""
    place, at, described = _when(workspace, year, describes, at)
    if described is None:
        return []
    root = str(place.root)
    collect(root, described, at=at)
    check(root, described, at=at)
    return report(root, year=described, at=at)


@flow
def lifecycle(workspace: str | None = None, at: datetime | None = None) -> list[publish.Written]:
    """Run every fiscal year of the programme for which there is an inbox."""
    place, at, _ = _when(workspace, None, 0, at)
    return [
        written for year in collecting.years_with_an_inbox(place) for written in yearly(str(place.root), year, at=at)
    ]


def _when(
    workspace: str | None, year: int | None, describes: int, at: datetime | None, only_fy: int | None = None
) -> tuple[Workspace, datetime, int | None]:
    """Return the workspace, the moment (naive UTC), and the year described: the one that is named, else the calendar's."""
    named = workspace or os.environ.get(WORKSPACE)
    place = settings.open_workspace(Path(named) if named else None)
    moment = at or settings.now(place)
    return place, moment, year or described_year(place, moment, describes, only_fy)


def _batches(things: Sequence[Any]) -> list[list[Any]]:
    return [list(things[start : start + BATCH]) for start in range(0, len(things), BATCH)]


def _tell_blocking(findings: Sequence[dict[str, Any]]) -> None:
    if count := sum(each["severity"] == "block" for each in findings):
        get_run_logger().warning("要修正 %s件 / %s findings must be corrected", count, count)
