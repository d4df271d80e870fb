"""The verbs of the commands as the story calls them: those with flows by Prefect, the others plainly."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import check as checking
from flows import plan, yearly
from flows.findings import open_findings
from flows.publish import Written

if TYPE_CHECKING:
    from warehouse.workspace import Workspace

Finding = dict[str, Any]
NO_WAIT = 0  # a database that the story says is down stays down: nothing is gained by waiting for it


def import_plan(workspace: Workspace, file: Path, at: datetime) -> Sequence[Finding]:
    """Import the plan, check it, and return everything that is open in it."""
    plan.import_plan(workspace, [file], at)
    return checking.check(workspace, [checking.PLAN], at).findings


def hand_out(workspace: Workspace, fiscal_year: int, at: datetime, number: int | None) -> Sequence[Path]:
    """Write 調査票 and letters and return the files."""
    from reports.collection import form

    return form.write_forms(workspace, fiscal_year, at, number)


def gather(
    workspace: Workspace, fiscal_year: int, at: datetime, environment: Mapping[str, str], is_checked: bool
) -> Sequence[Finding]:
    """Collect a year's answers, check them where asked, and return everything that is open in the year."""
    with _answering(environment):
        yearly.collect(str(workspace.root), fiscal_year, at=at)
    if is_checked:
        yearly.check(str(workspace.root), fiscal_year, at=at)
    return open_findings(workspace, [str(fiscal_year)])


def close(
    workspace: Workspace, fiscal_year: int, at: datetime, environment: Mapping[str, str]
) -> tuple[Sequence[Written], Sequence[Finding]]:
    """Run the year's flow: collect once more, check, write what is due; return the documents and what is open."""
    with _answering(environment):
        written = yearly.yearly(str(workspace.root), fiscal_year, at=at)
    return written, open_findings(workspace, [str(fiscal_year)])


@contextmanager
def _answering(environment: Mapping[str, str]) -> Iterator[None]:
    """Let the flows find the third university's database, or find it down without waiting for it."""
    before, patient = dict(os.environ), yearly.ask
    os.environ.update(environment)
    yearly.ask = patient.with_options(retry_delay_seconds=NO_WAIT)
    try:
        yield
    finally:
        yearly.ask = patient
        for name in environment:
            os.environ.pop(name, None) if name not in before else os.environ.update({name: before[name]})
