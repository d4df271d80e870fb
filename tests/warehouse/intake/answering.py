"""A 調査票 that was handed out, filled in whole, handled, and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.builders import LEAD, NAMES
from tests.officer import fill, opened, read, saved
from warehouse.intake.submission import Submission
from warehouse.workspace import Workspace

AT = datetime(2026, 5, 1, 1)
YEAR = 2026
Handle = Callable[[Any], None]


def form(workspace: Workspace, university: str = LEAD) -> Path:
    return workspace.outbox(YEAR) / f"{NAMES[university]}_調査票_{YEAR}.xlsx"


def answered(workspace: Workspace, handle: Handle, university: str = LEAD, name: str | None = None) -> Submission:
    """What is read of a form that was filled in whole and then handled."""
    book = opened(form(workspace, university))
    fill(book)
    handle(book)
    return read(workspace, saved(book), name or form(workspace, university).name, YEAR)


def said(submission: Submission, rule: str) -> list[Any]:
    return [finding for finding in submission.findings if finding.rule == rule]


def untouched(book: Any) -> None:
    """Nothing happens to the form."""
