"""Publishing: each document by its name, a draft (案) as long as a 要修正 is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from warehouse.programme import Programme
    from warehouse.workspace import Workspace

Name = Literal["interim", "final", "data-book", "budget", "quality"]
YEARLY: tuple[Name, ...] = ("data-book", "budget", "quality")
EVALUATIONS: tuple[Name, ...] = ("interim", "final")


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a document, and the 要修正 that keep it a draft (none: it may go out)."""

    document: str
    files: tuple[Path, ...]
    blocking: tuple[dict[str, Any], ...]


def report(
    workspace: Workspace, document: Name, at: datetime, as_of: datetime | None = None, last_fy: int | None = None
) -> Written:
    """Write a document as of a moment and return its files with what keeps it a draft.

    An evaluation document comes with its data book. `at` and `as_of` are naive UTC; `as_of` None is now. A year's papers
    tell of nothing after `last_fy`, though the 1 May round of the next year may have come (None: of every year there is).
    """
    blocking = open_blocks(workspace, document, as_of, last_fy)
    return Written(document, tuple(_write(workspace, document, at, as_of, last_fy)), tuple(blocking))


def open_blocks(
    workspace: Workspace, document: Name, as_of: datetime | None = None, last_fy: int | None = None
) -> list[dict[str, Any]]:
    """Return the open 要修正 of the plan and of the years that a document tells of, without those that were released."""
    from flows.findings import entry
    from warehouse.database import open_warehouse
    from warehouse.release import unreleased

    last_fy = _last_year(workspace.programme, document, last_fy)
    with open_warehouse(workspace.database, as_of) as connection:
        return [entry(row) for row in unreleased(connection, workspace.programme, document, last_fy)]


def documents_of_year(programme: Programme, fiscal_year: int) -> list[Name]:
    """Return what is written when a fiscal year is over: its papers, and the evaluation that judges it."""
    judging = [each.id for each in programme.evaluations if each.judged_fy == fiscal_year]
    return [*cast("list[Name]", judging), *YEARLY]


def _write(
    workspace: Workspace, document: Name, at: datetime, as_of: datetime | None, last_fy: int | None
) -> Sequence[Path]:
    if document == "quality":
        from expectations.pages import write_quality_book

        return [write_quality_book(workspace, at, as_of)]
    if document == "budget":
        from reports.budget import write_budget

        return write_budget(workspace, at, as_of, last_fy)
    from reports.data_book.write import write_data_book

    if document == "data-book":
        return write_data_book(workspace, at, as_of, last_fy=last_fy)
    from reports.evaluation import write_evaluation

    return [*write_evaluation(workspace, document, at, as_of), *write_data_book(workspace, at, as_of, document)]


def _last_year(programme: Programme, document: Name, last_fy: int | None) -> int:
    judged = {each.id: each.judged_fy for each in programme.evaluations}
    return judged.get(document, last_fy or programme.last_fy)
