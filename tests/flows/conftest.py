"""A workspace with a small plan, and the command as people type it."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from warehouse import write
from warehouse.database import open_warehouse
from warehouse.finding import Finding, Place
from warehouse.intake.submission import CourseField, Datum, Money, Received, Submission
from warehouse.workspace import Workspace, create_workspace

LEAD, PARTNER = "F113310103224", "F105110101051"
PLANNED = datetime(2024, 7, 1)
ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 300  # a busy machine; alone it takes a tenth of it
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def rokunen() -> Run:
    """Run the command in a process of its own, with no library of ours loaded before."""

    def run(*words: str | Path, folder: Path | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "flows.command", *map(str, words)],
            cwd=folder or ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "LANG": "ja_JP.UTF-8", "LC_ALL": "", **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_SECONDS,
        )

    return run


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace of a lead and a partner."""
    universities = [("lead", LEAD, "代表大学"), ("partner", PARTNER, "連携大学")]
    return create_workspace(tmp_path / "事業", "social-impact-type2", universities)


@pytest.fixture
def planned(workspace: Workspace) -> Workspace:
    """A workspace whose warehouse holds a small plan, received on 1 July 2024."""
    load(workspace, a_plan(workspace))
    return workspace


def a_plan(workspace: Workspace, **changes: Any) -> Submission:
    """Return a plan with four rows, a cost table of two cells and one course."""
    values = {"5.A": 1200, "5.B_long": 10, "5.B_short": 3, "2.A": 784, "2.B": 40}
    data = [
        Datum(code, row, year, kind, "value", Decimal(value * times), str(value), f"⑨{code}", f"E{line}")  # type: ignore[arg-type]
        for code in (LEAD, PARTNER)
        for line, (row, value) in enumerate(values.items(), 5)
        for year, kind, times in ((2023, "baseline", 1), (2026, "target", 2), (2029, "target", 3))
    ]
    data.append(Datum(LEAD, "2.ratio", 2023, "baseline", "value", Decimal("0.051"), "5.1%", "⑨代表校", "E33"))
    course = {"name": "異文化演習", "credits": "2", "target_r7": "80", "foreign_share_pct": "33.3", "level": "学士"}
    plan = Submission(
        received=Received("データ集.xlsx", "ab" * 32, 10, "ab/ab.xlsx", PLANNED),
        purpose="plan",
        channel="official_form",
        fiscal_year=2024,
        university=None,
        definition=workspace.programme.hash,
        data=tuple(data),
        money=(
            Money(2024, "travel", "", "grant", "value", Decimal(100), "100", "⑫", "D9"),
            Money(2027, "goods", "equipment", "own", "value", Decimal(69), "69", "⑫", "E5"),
        ),
        courses=tuple(
            CourseField("regular", LEAD, 1, column, text, Decimal(text) if text[0].isdigit() else None, "⑩", "B5")
            for column, text in course.items()
        ),
    )
    return replace(plan, **changes)


def a_finding(severity: str, university: str | None = LEAD, rule: str = "a_rule") -> Finding:
    """Return a finding with a place."""
    place = Place("回答.xlsx", "シート1", "E7")
    return Finding(
        rule, severity, "値が違います", "The value differs", "直してください", "Mend it", university, place=place
    )


def load(workspace: Workspace, submission: Submission) -> None:
    """Load a submission as the commands do."""
    write.stage(submission, workspace.staging)
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, submission.received.received_at)
        write.load_staged(connection, workspace.staging)
