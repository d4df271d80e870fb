"""A small programme that has run for three years: a plan, returns, money, courses, one open finding."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from warehouse.database import open_warehouse
from warehouse.finding import Finding, Place
from warehouse.intake.submission import CourseField, Datum, Money, OwnIndicator, Received, Submission
from warehouse.workspace import Workspace, create_workspace
from warehouse.write import load_staged, register, stage

LEAD, FIRST, SECOND = "F101110100010", "F108110101423", "F123110106429"
AT = datetime(2027, 6, 30, 3, 0)
OWN = OwnIndicator(
    LEAD, "8.1", "満足度調査の回答者数", "人", 0, "「回答者」は、～とする。", "各年度通年の数値を記入。", "s", "B97"
)

Change = Callable[[str, str, int, str], Any]


def received(name: str, at: datetime) -> Received:
    digest = hashlib.sha256(f"{name}{at}".encode()).hexdigest()
    return Received(name, digest, 100, f"{digest[:2]}/{digest}.xlsx", at)


def number(university: str, row: str, fiscal_year: int, kind: str, position: int) -> int:
    """A made-up value: bigger for the lead, growing year by year, targets above actuals."""
    scale = {LEAD: 40, FIRST: 17, SECOND: 9}[university]
    base = scale * (5 + position % 7) * (60 if row in ("1.E", "5.A", "7.A", "1.courses_total") else 4)
    years = fiscal_year - 2023
    return base + base * years * (12 if kind == "target" else 9) // 100


def data(
    workspace: Workspace, university: str, fiscal_year: int, kind: str, change: Change | None = None
) -> list[Datum]:
    found = []
    inputs = [row for indicator, _, row in workspace.programme.rows() if row.is_input
              and (indicator.reported_by == "every" or university == LEAD)]  # fmt: skip
    keys = [row.row for row in inputs] + ["8.1"]
    for position, row in enumerate(keys):
        value: Any = number(university, row, fiscal_year, kind, position)
        changed = change(university, row, fiscal_year, kind) if change else None
        value = value if changed is None else changed
        state = value if isinstance(value, str) else "zero" if value == 0 else "value"
        found.append(
            Datum(university, row, fiscal_year, kind, state, None if isinstance(value, str) else Decimal(value),
                  str(value), "審査項目⑨", f"E{position + 7}", "final" if fiscal_year < 2026 or kind != "actual" else "provisional")
        )  # fmt: skip
    return found


def plan(workspace: Workspace, change: Change | None = None) -> Submission:
    programme = workspace.programme
    some: list[Datum] = []
    for university in workspace.universities:
        some += data(workspace, university.code, 2023, "baseline", change)
        for year in (2026, 2029):
            some += data(workspace, university.code, year, "target", change)
    money = [
        Money(year, category.id, line, column, "value", Decimal(amount * share // 100), str(amount), "R", "D7")
        for year, share in ((each.fy, each.share_pct) for each in programme.years)
        for category in programme.budget.categories
        for line in ([each.id for each in category.lines] or [""])
        for column, amount in (("grant", 12345), ("own", 2345 + 700 * (year - 2024)))
    ]
    courses = [
        CourseField("regular", LEAD, number, column, text, value, "⑩", "C7")
        for number in (1, 2)
        for column, text, value in (
            ("level", "学士", None), ("faculty", "工学部", None), ("credits", "2", Decimal(2)), ("category", "選択", None),
            ("name", "=異文化共修演習", None), ("target_r8", "120", Decimal(120)), ("foreign_share_pct", "33.3", Decimal("33.3")),
            ("description", "海外連携大学とオンラインで協働し、成果を現地で発表する。", None),
        )
    ]  # fmt: skip
    return Submission(
        received("データ集.xlsx", datetime(2024, 12, 1)), "plan", "official_form", 2024, None, programme.hash,
        tuple(some), (OWN,), tuple(courses), tuple(money),
    )  # fmt: skip


def returns(
    workspace: Workspace, fiscal_year: int, change: Change | None = None, findings: tuple[Finding, ...] = ()
) -> list[Submission]:
    submissions = []
    for university in workspace.universities:
        money: tuple[Money, ...] = ()
        if university.code == LEAD:
            money = tuple(
                Money(fiscal_year, category.id, line, column, "value", Decimal(amount), str(amount))
                for category in workspace.programme.budget.categories
                for line in ([each.id for each in category.lines] or [""])
                for column, amount in (("granted", 12000), ("executed", 11500 if line else 12300))
            )
        submissions.append(
            Submission(
                received(f"回答_{university.code}_{fiscal_year}.xlsx", datetime(fiscal_year + 1, 5, 20)), "return", "workbook",
                fiscal_year, university.code, workspace.programme.hash,
                tuple(data(workspace, university.code, fiscal_year, "actual", change)), money=money,
                findings=tuple(one for one in findings if one.university == university.code),
            )
        )  # fmt: skip
    return submissions


def load(workspace: Workspace, *submissions: Submission) -> None:
    for submission in submissions:
        stage(submission, workspace.staging)
    with open_warehouse(workspace.database) as connection:
        register(connection, workspace, datetime(2024, 11, 20))
        load_staged(connection, workspace.staging)


def finding(severity: str = "block", university: str = FIRST) -> Finding:
    return Finding(
        "value_not_a_number", severity, "回答「約300」は数値ではありません。", "'約300' is not a number.",
        "半角の数値を記入し、差替えを送付してください。", "Write a number and send the form again.", university, "5", "5.A",
        2026, Place("回答.xlsx", "調査票", "E12"),
    )  # fmt: skip


def three_years(workspace: Workspace, change: Change | None = None, findings: tuple[Finding, ...] = ()) -> None:
    """Load the plan and the returns of FY2024 to FY2027; FY2027 is what an interim report must not print."""
    load(workspace, plan(workspace, change))
    for year in (2024, 2025, 2026, 2027):
        load(workspace, *returns(workspace, year, change, findings if year == 2026 else ()))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A lead and two partners, with nothing received yet."""
    universities = [("lead", LEAD, "北都大学"), ("partner", FIRST, "南西大学"), ("partner", SECOND, "湖東大学")]
    return create_workspace(tmp_path / "ws", "social-impact-type2", universities, synthetic=True)
