"""Workbooks to read: a 調査票 as an officer fills it in, and an official データ集, both of the invented consortium."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flows.demo.answers import fill_form
from flows.demo.consortium import create, write_plan
from flows.demo.universe import LEAD, reported
from reports.collection.form import write_forms

YEAR = 2026


def filled_form(folder: Path) -> bytes:
    """Return the lead's 調査票 of a year, filled in."""
    workspace = create(folder / "form")
    forms = write_forms(workspace, YEAR, datetime(2026, 5, 1))
    form = next(path for path in forms if LEAD.name in path.name and path.suffix == ".xlsx")
    return fill_form(form, folder / form.name, workspace.programme, reported(LEAD, YEAR)).read_bytes()


def official_plan(folder: Path) -> bytes:
    """Return the plan as the official workbook."""
    return write_plan(create(folder / "plan")).read_bytes()
