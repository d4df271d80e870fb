"""A small warehouse on which each rule is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.expectations.sound import GRANTS, LEAD, OWN_SHARES, PARTNER, ROWS, VALUES
from warehouse import write
from warehouse.database import open_warehouse
from warehouse.decision import Actor
from warehouse.finding import Finding
from warehouse.intake.submission import (
    BreakdownCell,
    CourseField,
    CoverField,
    Datum,
    ListedLine,
    Money,
    OwnIndicator,
    Received,
    SheetSeen,
    Submission,
)
from warehouse.question import answer
from warehouse.workspace import Workspace, create_workspace

NAMES = {LEAD: "中央大学", PARTNER: "秋田大学"}
PLAN_AT = datetime(2024, 7, 1)
COLUMNS = ((2023, "baseline", "E"), (2026, "target", "F"), (2029, "target", "G"))


def datum(university: str, row: str, fiscal_year: int, kind: str, value: object, **more: Any) -> Datum:
    """Return a datum; a value of None is blank, a string is a state (error, pending, not_applicable)."""
    states = ("error", "pending", "not_applicable")
    place = {
        "sheet": f"{university}のシート",
        "cell": f"{'EFGHIJK'[fiscal_year - 2023]}{10 + ROWS.index(row) if row in ROWS else 99}",
    }
    settings = {**place, **more}
    if value is None:
        return Datum(university, row, fiscal_year, kind, "blank", None, "", **settings)  # type: ignore[arg-type]
    if value in states:
        text = settings.pop("text", str(value))
        return Datum(university, row, fiscal_year, kind, value, None, text, **settings)  # type: ignore[arg-type]
    number = Decimal(str(value))
    state = "zero" if number == 0 else "value"
    return Datum(university, row, fiscal_year, kind, state, number, settings.pop("text", str(value)), **settings)  # type: ignore[arg-type]


Key = tuple[str, str, int]


@dataclass
class Case:
    """A workspace under construction: the plan and the returns are sound until a test changes a value."""

    workspace: Workspace
    plan: dict[tuple[str, str, int, str], Datum] = field(default_factory=dict)
    own: list[OwnIndicator] = field(default_factory=list)
    courses: list[CourseField] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)
    cover: list[CoverField] = field(default_factory=list)
    sheets: list[SheetSeen] = field(default_factory=list)
    returns: dict[int, dict[Key, Datum]] = field(default_factory=dict)
    actual_money: list[Money] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    parts: list[Submission] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=lambda: NAMES)
    listed: list[ListedLine] = field(default_factory=list)
    breakdown: list[BreakdownCell] = field(default_factory=list)
    rulings: list[tuple[str, str, date]] = field(default_factory=list)

    def datum(self, *about: Any, **more: Any) -> Datum:
        """Return a datum."""
        return datum(*about, **more)

    def a_cost(self, *about: Any) -> Money:
        """Return a cell of a cost table."""
        return a_cost(*about)

    def a_course(self, *about: Any, **fields: Any) -> list[CourseField]:
        """Return the cells of one course."""
        return a_course(*about, **fields)

    def set_plan(self, university: str, row: str, fiscal_year: int, value: object, **more: Any) -> None:
        """Write a value of the plan; FY2023 is the baseline."""
        kind = "baseline" if fiscal_year == 2023 else "target"
        self.plan[university, row, fiscal_year, kind] = datum(university, row, fiscal_year, kind, value, **more)

    def set_actual(self, university: str, row: str, fiscal_year: int, value: object, **more: Any) -> None:
        """Write a value of a year's return."""
        answers = self.returns.setdefault(fiscal_year, {})
        answers[university, row, fiscal_year] = datum(university, row, fiscal_year, "actual", value, **more)

    def add_sound_return(self, fiscal_year: int, universities: Iterable[str] = (LEAD, PARTNER)) -> None:
        """Answer a year as planned, between the two nearest points of the plan."""
        for university in universities:
            for row, points in VALUES[university].items():
                self.set_actual(university, row, fiscal_year, _between(points, fiscal_year))
            answers = self.returns[fiscal_year]
            for whole, parts in _SUMS.items():
                total = sum(answers[university, part, fiscal_year].value or 0 for part in parts)
                self.set_actual(university, whole, fiscal_year, total)
            others = sum(answers[university, row, fiscal_year].value or 0 for row in ("1.A_master", "1.A_doctor"))
            whole = answers[university, "1.A", fiscal_year].value or 0
            self.set_actual(university, "1.A_bachelor", fiscal_year, whole - others)
            for left, right in _SAME.items():
                if (university, left, fiscal_year) in answers:
                    self.set_actual(university, left, fiscal_year, answers[university, right, fiscal_year].value)

    def add_parts(self, university: str, row: str, fiscal_year: int, values: dict[str, int]) -> None:
        """Answer a row by several desks, each on its own part of the form."""
        for number, (desk, value) in enumerate(values.items(), 5):
            some = self._return(
                university, fiscal_year, number, (datum(university, row, fiscal_year, "actual", value),)
            )
            seen = SheetSeen("第1回", f"part {desk}", 0, None, university)
            received = replace(some.received, name=f"{desk}.xlsx")
            self.parts.append(replace(some, received=received, sheets=(seen,)))

    def add_later(
        self, university: str, row: str, fiscal_year: int, value: object, status: str, reason: str | None = None
    ) -> None:
        """Answer a row once more, after everything else."""
        data = (datum(university, row, fiscal_year, "actual", value, status=status),)
        self.parts.append(replace(self._return(university, fiscal_year, 8, data), reason=reason))

    def add_costs(self, fiscal_year: int) -> None:
        """Write a year's costs: equipment, consumables and travel, with subtotals and the total."""
        for column, whole in (("grant", GRANTS[fiscal_year]), ("own", OWN_SHARES[fiscal_year]), ("scale", 0)):
            whole = whole or GRANTS[fiscal_year] + OWN_SHARES[fiscal_year]
            if column == "scale":
                parts = [one.value or 0 for one in self.money if one.fiscal_year == fiscal_year and one.line]
                equipment, consumables = parts[0] + parts[2], parts[1] + parts[3]
            else:
                equipment, consumables = Decimal(whole // 10), Decimal(whole // 5)
            cells = {
                ("goods", "equipment"): equipment, ("goods", "consumables"): consumables, ("goods", ""): equipment + consumables,
                ("travel", ""): whole - equipment - consumables, ("", ""): Decimal(whole),
            }  # fmt: skip
            self.money += [a_cost(fiscal_year, *line, column, value) for line, value in cells.items()]

    def set_cost(self, fiscal_year: int, category: str, line: str, column: str, value: object) -> None:
        """Write an amount of the plan anew."""
        new = a_cost(fiscal_year, category, line, column, value)
        key = (fiscal_year, category, line, column)
        self.money = [one for one in self.money if (one.fiscal_year, one.category, one.line, one.column) != key] + [new]

    def load(self) -> None:
        """Load everything into the workspace's warehouse."""
        programme = self.workspace.programme
        with open_warehouse(self.workspace.database) as connection:
            write.register(connection, self.workspace, PLAN_AT)
            plan = Submission(
                Received("データ集.xlsx", "ab" * 32, 10, "ab.xlsx", PLAN_AT), "plan", "official_form", 2024, None,
                programme.hash, tuple(self.plan.values()), tuple(self.own), tuple(self.courses), tuple(self.money),
                tuple(self.sheets), tuple(self.cover), tuple(self.findings),
            )  # fmt: skip
            write.stage(plan, self.workspace.staging)
            for fiscal_year, answers in sorted(self.returns.items()):
                for number, university in enumerate((LEAD, PARTNER)):
                    data = tuple(one for one in answers.values() if one.university == university)
                    if data:
                        write.stage(self._return(university, fiscal_year, number, data), self.workspace.staging)
            for part in self.parts:
                write.stage(part, self.workspace.staging)
            write.load_staged(connection, self.workspace.staging)
            for row, text, day in self.rulings:
                answer(connection, programme, None, text, Actor("見本花子"), PLAN_AT, row, day)

    def amend(self, name: str, at: datetime) -> None:
        """Load the plan as it stands now once more, as an amendment."""
        plan = Submission(
            Received(name, "cd" * 32, 10, "cd.xlsx", at), "plan", "official_form", 2024, None, self.workspace.programme.hash,
            tuple(self.plan.values()), tuple(self.own), tuple(self.courses), tuple(self.money), tuple(self.sheets),
            tuple(self.cover), reason="訂正", approver="事業責任者",
        )  # fmt: skip
        write.stage(plan, self.workspace.staging)
        with open_warehouse(self.workspace.database) as connection:
            write.load_staged(connection, self.workspace.staging)

    def _return(self, university: str, fiscal_year: int, number: int, data: tuple[Datum, ...]) -> Submission:
        at = datetime(fiscal_year + 1, 4, 20 + number)
        digest = f"{fiscal_year}{number}".ljust(64, "0")
        received = Received(f"調査票_{self.names[university]}_{fiscal_year}.xlsx", digest, 10, f"{digest}.xlsx", at)
        money = tuple(one for one in self.actual_money if university == LEAD and one.fiscal_year == fiscal_year)
        programme = self.workspace.programme
        listed = tuple(one for one in self.listed if one.university == university and number < 2)
        parts = tuple(one for one in self.breakdown if one.university == university and number < 2)
        return Submission(
            received, "return", "workbook", fiscal_year, university, programme.hash, data, money=money, listed=listed,
            breakdown=parts,
        )  # fmt: skip


_SUMS = {
    "1.A": ("1.B", "1.C"), "1.D": ("1.E", "1.F"), "4.C": ("4.short", "4.mid", "4.long"), "5.B": ("5.B_long", "5.B_short"),
    "6.1": ("6.a", "6.i"), "1.courses_co": ("1.courses_co_bachelor", "1.courses_co_master", "1.courses_co_doctor"),
}  # fmt: skip
_SAME = {"4.A": "1.E", "7.A": "5.A", "7.B": "2.A", "7.i": "5.B"}


def _between(points: tuple[float, float, float], fiscal_year: int) -> int:
    first, middle, last = points
    if fiscal_year <= 2026:
        return round(first + (middle - first) * (fiscal_year - 2023) / 3)
    return round(middle + (last - middle) * (fiscal_year - 2026) / 3)


def a_case(root: Path, names: dict[str, str] = NAMES) -> Case:
    """Return a sound plan of a lead and one partner, not yet loaded."""
    workspace = create_workspace(
        root, "social-impact-type2", [("lead", LEAD, names[LEAD]), ("partner", PARTNER, names[PARTNER])]
    )
    case = Case(workspace, names=names)
    for university, rows in VALUES.items():
        for row, values in rows.items():
            for (fiscal_year, _, _), value in zip(COLUMNS, values, strict=True):
                case.set_plan(university, row, fiscal_year, value)
        own = OwnIndicator(
            university,
            "8.1",
            "海外拠点における履修者数",
            "人",
            0,
            "海外拠点は、本事業で設置したものとする。",
            "通年",
            "s",
            "B90",
        )
        case.own.append(own)
    for row in ("1.A", "4.B", "8.1"):
        for column, (fiscal_year, kind, _) in enumerate(COLUMNS):
            total = sum(VALUES[university][row][column] for university in VALUES)
            case.plan["TOTAL", row, fiscal_year, kind] = datum("TOTAL", row, fiscal_year, kind, total)
    case.set_plan(LEAD, "4.ratio", 2026, "0.108", text="10.8%")
    for fiscal_year in GRANTS:
        case.add_costs(fiscal_year)
    for number, category in enumerate(("必修", "選択必修", "選択"), 1):
        case.courses += a_course(number, category=category, opened="令和7年度")
    case.sheets += [SheetSeen("審査項目⑨（代表校）", "lead", 0, names[LEAD], LEAD), a_partner_sheet(1, PARTNER)]
    case.cover += [CoverField("partner", 0, names[PARTNER])]
    for fiscal_year, grant in GRANTS.items():
        case.cover.append(CoverField("amount", 0, str(grant), fiscal_year, "grant", Decimal(grant), "本プログラム経費"))
    return case


def a_partner_sheet(number: int, university: str) -> SheetSeen:
    """Return a partner's indicator sheet at a place in the workbook."""
    return SheetSeen(f"審査項目⑨（連携校{number}）", "partner", number, NAMES[university], university)


def a_cost(fiscal_year: int, category: str, line: str, column: str, value: object) -> Money:
    """Return a cell of a cost table."""
    number = Decimal(str(value))
    return Money(
        fiscal_year, category, line, column, "value", number, str(value), f"審査項目⑫（R{fiscal_year - 2018}）", "E9"
    )


def a_course(number: int, university: str = LEAD, list_: str = "regular", **fields: object) -> list[CourseField]:
    """Return the cells of one course; every field can be changed, None leaves it blank."""
    sound: dict[str, object] = {
        "level": "学士", "grade": "2年次", "credits": 2, "term": "前期", "category": "選択", "name": f"科目{number}", "opened": "既存", "target_r7": 10, "target_r8": 20,
        "target_r11": 30, "foreign_share_pct": 33.3, "description": "多国籍の班で課題に取り組む。",
    }  # fmt: skip
    cells = {**sound, **fields}
    return [
        CourseField(
            list_, university, number, column, "" if value is None else str(value), Decimal(str(value)) if isinstance(value, int | float) else None,
            "審査項目⑩（正課科目）", f"{'ABCDEFGHIJKLM'[position]}{10 + number}",
        )
        for position, (column, value) in enumerate(cells.items())
    ]  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A sound plan of a lead and one partner."""
    return a_case(tmp_path / "workspace")


@pytest.fixture(scope="session")
def new_case() -> Callable[[Path], Case]:
    """How to make a sound plan."""
    return a_case
