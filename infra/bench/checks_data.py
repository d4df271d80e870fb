"""A warehouse of many universities with a plan and the returns of every year, as a few big submissions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from collection import a_university

from flows.demo.universe import Invented, planned, reported
from warehouse import write
from warehouse.database import open_warehouse
from warehouse.intake.submission import Datum, Received, Submission
from warehouse.workspace import Workspace, create_workspace

PLAN_AT = datetime(2024, 7, 1)
COLUMNS = ((2023, "baseline"), (2026, "target"), (2029, "target"))


def a_warehouse(root: Path, universities: int, years: tuple[int, ...], revisions: int = 1) -> Workspace:
    """Return a workspace in which each university has answered each year `revisions` times."""
    invented = [a_university(number) for number in range(universities)]
    pairs = [("partner" if number else "lead", each.code, each.name) for number, each in enumerate(invented)]
    workspace = create_workspace(root, "social-impact-type2", pairs)
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, PLAN_AT - timedelta(days=1))
        for submission in (_plan(workspace, invented), *_returns(workspace, invented, years, revisions)):
            write.stage(submission, workspace.staging)
        write.load_staged(connection, workspace.staging)
    return workspace


def _plan(workspace: Workspace, invented: list[Invented]) -> Submission:
    data = tuple(
        _datum(each.code, row, year, kind, value, line)
        for each in invented
        for year, kind in COLUMNS
        for line, (row, value) in enumerate(planned(each, year).items())
    )
    received = Received("データ集.xlsx", "a" * 64, 1, "a.xlsx", PLAN_AT)
    return Submission(received, "plan", "official_form", 2024, None, workspace.programme.hash, data)


def _returns(
    workspace: Workspace, invented: list[Invented], years: tuple[int, ...], revisions: int
) -> Iterator[Submission]:
    for year in years:
        for number, each in enumerate(invented):
            data = tuple(_datum(each.code, row, year, "actual", value, line) for line, (row, value) in enumerate(reported(each, year).items()))  # fmt: skip
            for revision in range(revisions):
                at = datetime(year + 1, 5, 1) + timedelta(days=revision, seconds=number)
                digest = f"{year}{number:05d}{revision:03d}".ljust(64, "0")
                received = Received(f"{each.name}_{year}_{revision}.xlsx", digest, 1, f"{digest}.xlsx", at)
                changed = (replace(data[0], value=(data[0].value or Decimal(0)) + revision), *data[1:])
                yield Submission(received, "return", "workbook", year, each.code, workspace.programme.hash, changed)


def _datum(university: str, row: str, year: int, kind: str, value: Decimal, line: int) -> Datum:
    return Datum(
        university, row, year, kind, "value" if value else "zero", value, str(value), "第2回（通年）", f"G{line + 5}"
    )  # type: ignore[arg-type]
