"""With which definition a collection is checked: the present one, or once it is closed, the one of its last check."""

from __future__ import annotations

from datetime import datetime

from expectations.scope import PLAN, TOKYO, Scope, asked_rounds
from warehouse.definition import kept_programme
from warehouse.programme import Programme
from warehouse.read import Row
from warehouse.workspace import Workspace


def closes_after(programme: Programme, scope: Scope) -> int:
    """Return the fiscal year with which a collection ends: that of its last round; the plan counts as the first year's."""
    described = programme.first_fy if scope == PLAN else int(scope)
    return max((described - entry.describes for entry in asked_rounds(programme)), default=described)


def is_closed(programme: Programme, scope: Scope, at: datetime) -> bool:
    """Return whether a collection is over at a moment (naive UTC): its last round was held in an earlier fiscal year."""
    day = (at + TOKYO).date()
    return (day.year if day.month >= 4 else day.year - 1) > closes_after(programme, scope)


def programme_for(workspace: Workspace, scope: Scope, at: datetime, last_run: Row | None) -> Programme:
    """Return the definition that a collection is checked with at a moment (naive UTC).

    `last_run` is its newest run (a row of `core.run`). What was not kept, or cannot be read any more, is taken as it
    stands now.
    """
    programme = workspace.programme
    if last_run is None or not is_closed(programme, scope, at):
        return programme
    return kept_programme(workspace, last_run["definition"]) or programme
