"""Sound files to start from, and how they are read and checked: a filled 調査票, and the plan's データ集."""

from __future__ import annotations

import hashlib
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from mess_book import Book, Key, Meant, facts

from flows.demo.answers import fill_form
from flows.demo.consortium import PROGRAMME, create, write_plan
from flows.demo.plan import grant, shared_out
from flows.demo.universe import LEAD, reported
from reports.collection.form import write_forms
from warehouse import write
from warehouse.database import open_warehouse
from warehouse.finding import Finding
from warehouse.intake.official.form import read_official_form
from warehouse.intake.recognise import read_return
from warehouse.intake.submission import Received, Submission
from warehouse.workspace import Workspace, create_workspace

YEAR, AT = 2026, datetime(2027, 6, 1)
SECONDS, MEGABYTES = 5.0, 500
FORMULAS_ONLY_WRITTEN = ("計算式を同じ値で上書き",)


@dataclass
class Source:
    """A sound file of a workspace. `known`: the rules that speak of the sound file already; `unfit`: messes it cannot have."""

    label: str
    workspace: Workspace
    name: str
    content: bytes
    is_plan: bool
    unfit: tuple[str, ...] = ()
    clean: Submission = field(init=False)
    known: set[str] = field(init=False)
    spoken: set[tuple[str, str | None, str | None]] = field(init=False)
    checks: int = 0

    def __post_init__(self) -> None:
        said, trouble = self.read(self.content)
        assert said is not None, trouble
        self.clean, self.known = said, {each.rule for each in said.findings}

    def facts(self) -> dict[Key, tuple[Meant, str | None, str | None]]:
        """Return what the sound file says."""
        return facts(self.clean)

    def opened(self, seed: str) -> Book:
        """Return the file opened for somebody's hands."""
        return Book.opened(self.content, self.clean, random.Random(seed))

    def read(self, content: bytes) -> tuple[Submission | None, list[str]]:
        """Return what is read, and what is wrong with the reading as such: an exception, a long wait, much memory."""
        place, started, before = self.workspace, time.process_time(), _megabytes()
        received = Received(self.name, hashlib.sha256(content).hexdigest(), len(content), "", AT)
        try:
            if self.is_plan:
                said = read_official_form(received, content, place.programme, place.universities)
            else:
                said = read_return(received, content, place.programme, place.universities, YEAR)
        except Exception as problem:  # nothing may leave a reader
            return None, [f"{type(problem).__name__}: {problem}"]
        taken, grown = time.process_time() - started, _megabytes() - before
        slow = [f"{taken:.1f} s"] if taken > SECONDS else []
        return said, slow + ([f"{grown:.0f} MB"] if grown > MEGABYTES else [])

    def checked(self, said: Submission) -> list[Finding]:
        """Return what the checks say of a submission, loaded into a workspace of its own."""
        from expectations.examine import check

        self.checks += 1
        roster = [(each.role, each.code, each.name) for each in self.workspace.universities]
        place = create_workspace(self.workspace.root.parent / f"{self.label}-{self.checks}", PROGRAMME, roster)
        with open_warehouse(place.database) as connection:
            write.register(connection, place, AT)
            write.stage(said, place.staging)
            write.load_staged(connection, place.staging)
        return list(check(place, "plan" if self.is_plan else YEAR, AT).findings)


def sources(folder: Path) -> Iterator[Source]:
    """Yield a filled 調査票 and a データ集 of the demo."""
    workspace = create(folder / "demo")
    form = next(path for path in write_forms(workspace, YEAR, AT) if LEAD.name in path.name and path.suffix == ".xlsx")
    money = {place: (amount, amount - 1) for place, amount in shared_out(grant(workspace.programme, YEAR)).items()}
    answer = fill_form(form, folder / "answer" / form.name, workspace.programme, reported(LEAD, YEAR), money)
    yield Source("調査票", workspace, answer.name, answer.read_bytes(), is_plan=False)
    plan = write_plan(workspace)
    yield Source("データ集", workspace, plan.name, plan.read_bytes(), is_plan=True)


def plan_from(folder: Path, plan: Path, universities: Sequence[Sequence[str]]) -> Source:
    """Return another データ集; `universities` are pairs of code and name, the lead first."""
    roster = [("partner" if number else "lead", code, name) for number, (code, name) in enumerate(universities)]
    workspace = create_workspace(folder / plan.stem, PROGRAMME, roster)
    return Source(plan.name, workspace, plan.name, plan.read_bytes(), is_plan=True)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
