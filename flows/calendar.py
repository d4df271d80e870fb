"""The definition's calendar as deployments: what runs when, for which fiscal year."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flows.settings import TODAY, fiscal_year

if TYPE_CHECKING:
    from warehouse.programme import Programme
    from warehouse.programme.agenda import CalendarEntry
    from warehouse.workspace import Workspace

ZONE = "Asia/Tokyo"
OFF = "off"
EVERY = re.compile(r"every (\d+) ?(s|min|h)")
SECONDS = {"s": 1, "min": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment: its name, its flow, the flow's parameters beside the workspace, and when it runs (None: by hand)."""

    name: str
    flow: str
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)
    cron: str | None = None
    every_seconds: int | None = None


def deployments(programme: Programme, schedule: dict[str, str] | None = None) -> list[Deployment]:
    """Return the deployments of a programme: one an entry of its calendar, then the two that are started by hand.

    `schedule` (of rokunen.yaml) replaces the time of an entry by its id: a cron line, `every 5s`, or `off`.
    Raises WorkspaceProblem, with the nearest known id, where it names an entry that there is not.
    """
    changed = {key: text for key, text in (schedule or {}).items() if key != TODAY}
    _see_that_known(changed, programme)
    scheduled = [_of_entry(entry, changed.get(entry.id)) for entry in programme.calendar]
    by_hand = [
        Deployment(
            "year", "yearly", "一年度の回答を取り込み、確認し、書類を作る Collect, check and report one fiscal year"
        ),
        Deployment("lifecycle", "lifecycle", "全年度を通して行う Run every fiscal year of the programme"),
    ]
    return scheduled + by_hand


def described_year(workspace: Workspace, at: datetime, describes: int, only_fy: int | None = None) -> int | None:
    """Return the fiscal year that an entry falling on this day describes; None where there is nothing to do then."""
    today = fiscal_year(at)
    described = today + describes
    if only_fy not in (None, today) or described not in workspace.programme.fiscal_years:
        return None
    return described


def _of_entry(entry: CalendarEntry, changed: str | None) -> Deployment:
    parameters: dict[str, Any] = {"describes": entry.describes}
    if entry.document:
        parameters["document"] = entry.document
    if entry.only_fy:
        parameters["only_fy"] = entry.only_fy
    every = EVERY.fullmatch(changed or "")
    return Deployment(
        name=entry.id.replace("_", "-"),
        flow=entry.flow,
        description=f"{entry.ja} {entry.en}",
        parameters=parameters,
        cron=None if every or changed == OFF else changed or entry.cron,
        every_seconds=int(every[1]) * SECONDS[every[2]] if every else None,
    )


def _see_that_known(changed: dict[str, str], programme: Programme) -> None:
    from warehouse.workspace import FILE, WorkspaceProblem

    known = [entry.id for entry in programme.calendar]
    for key in changed:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"（もしかして {near[0]}） (did you mean {near[0]}?)" if near else ""
            raise WorkspaceProblem(f"{FILE} の schedule「{key}」は暦にありません{hint} / no calendar entry '{key}'")
