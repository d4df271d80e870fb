"""What a run of the checks looks at, told to the SQL: the scope's words and the definition's short lists."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from warehouse.programme import Programme
from warehouse.programme.agenda import CalendarEntry

Scope = str | int
PLAN = "plan"
TOKYO = timedelta(hours=9)


def words(programme: Programme, scope: Scope) -> dict[str, object]:
    """Return the values that the SQL of a rule may name: `$scope_fy` (null for the plan), `$final_fy`, …"""
    ceiling = programme.budget.equipment_ceiling_pct
    return {
        "scope_fy": None if scope == PLAN else int(scope),
        "first_fy": programme.first_fy,
        "final_fy": programme.final_fy,
        "baseline_fy": programme.baseline_fy,
        "equipment_ceiling_pct": ceiling.value if ceiling else None,
    }


def lists(programme: Programme, scope: Scope, at: datetime) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of `examined.round` and `examined.course_list`."""
    courses = [
        (
            each.id, each.heading, each.rows, each.description_length.most if each.description_length else None,
            each.description_length.also_printed if each.description_length else None, list(each.order),
        )
        for each in programme.form.course_lists
    ]  # fmt: skip
    rounds = [] if scope == PLAN else [_round(entry, int(scope), at) for entry in asked_rounds(programme)]
    return {"course_list": courses, "round": rounds}


def asked_rounds(programme: Programme) -> list[CalendarEntry]:
    """Return the rounds in which values are asked of the universities."""
    return [entry for entry in programme.calendar if entry.flow == "collect" and entry.due is not None and entry.bases]


def _round(entry: CalendarEntry, described_fy: int, at: datetime) -> tuple[Any, ...]:
    due = entry.due_day(described_fy)
    return entry.id, entry.ja, entry.en, list(entry.bases), due, due is not None and (at + TOKYO).date() > due
