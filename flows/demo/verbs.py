"""The verbs of the commands, called plainly and timed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.check import PLAN, check
from flows.collect import collect
from flows.findings import open_findings
from flows.plan import import_plan
from flows.publish import Written, documents_of_year, report

if TYPE_CHECKING:
    from warehouse.workspace import Workspace

Finding = dict[str, Any]


class PlainVerbs:
    """The verbs without Prefect. `seconds` says how long they took, by verb."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def import_plan(self, workspace: Workspace, file: Path, at: datetime) -> Sequence[Finding]:
        """Import the plan, check it, and return everything that is open in it."""
        with self.timed("plan"):
            import_plan(workspace, [file], at)
            return check(workspace, [PLAN], at).findings

    def hand_out(self, workspace: Workspace, fiscal_year: int, at: datetime, number: int | None) -> Sequence[Path]:
        """Write 調査票 and letters and return the files."""
        from reports.collection_form import write_forms

        with self.timed("form"):
            return write_forms(workspace, fiscal_year, at, number)

    def gather(
        self, workspace: Workspace, fiscal_year: int, at: datetime, environment: Mapping[str, str], is_checked: bool
    ) -> Sequence[Finding]:
        """Collect a year's answers, check them where asked, and return everything that is open in the year."""
        with self.timed("collect"):
            collect(workspace, fiscal_year, at, environment)
        if is_checked:
            with self.timed("check"):
                return check(workspace, [fiscal_year], at).findings
        return open_findings(workspace, [str(fiscal_year)])

    def publish(self, workspace: Workspace, fiscal_year: int, at: datetime) -> Sequence[Written]:
        """Write the papers of a year that is over, and the evaluation that judges it."""
        written = []
        for document in documents_of_year(workspace.programme, fiscal_year):
            with self.timed(document):
                written.append(report(workspace, document, at, at))
        return written

    @contextmanager
    def timed(self, verb: str) -> Iterator[None]:
        """Add the time that the block takes to the verb's."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[verb] = self.seconds.get(verb, 0.0) + time.perf_counter() - start
