"""What most tests start from: a programme and a workspace with a lead and two partners."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from warehouse.programme import Programme, load_programme
from warehouse.workspace import Workspace, create_workspace

PROGRAMME = "social-impact-type2"
LEAD, FIRST, SECOND = "F113310103224", "F105110101051", "F144310111432"
NAMES = {LEAD: "架空中央大学", FIRST: "架空秋田大学", SECOND: "架空文理大学"}
PLANNED = datetime(2024, 7, 1)


def a_programme() -> Programme:
    """Return the programme that comes with Rokunen."""
    return load_programme(PROGRAMME)


def a_workspace(folder: Path, partners: int = 2) -> Workspace:
    """Return a new workspace below `folder` with a lead and up to two partners."""
    codes = [LEAD, FIRST, SECOND][: partners + 1]
    universities = [("lead" if code == LEAD else "partner", code, NAMES[code]) for code in codes]
    return create_workspace(folder / "workspace", PROGRAMME, universities)
