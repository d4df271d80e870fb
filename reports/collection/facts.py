"""What the warehouse already knows when a 調査票 is made: orientation, earlier answers, own indicators, planned money."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from warehouse import read
from warehouse.database import open_warehouse, settle
from warehouse.intake.collection.layout import own_rows
from warehouse.programme import Row
from warehouse.workspace import University, Workspace

Shown = Decimal | str
Fact = dict[str, Any]
SHOWN = (  # what a form shows of what is known
    "core.own_indicator", "core.row", "core.breakdown", "core.question", "core.listed_row", "out.budget_line",
    "out.university_fact", "out.ratio", "out.answer",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What is shown to one university for one fiscal year. `last` and `target` are by row; `answered` holds whole facts."""

    target_fy: int
    last: dict[str, Shown] = field(default_factory=dict)
    target: dict[str, Shown] = field(default_factory=dict)
    answered: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class YearKnown:
    """What is known for all universities: the own indicators, the cost table by (category, line), and every reported
    value of the plan and of earlier years by university; the lines of its 内訳一覧 by (university, list)."""

    own: list[Row]
    money: dict[tuple[str, str], dict[str, Any]]
    by_university: dict[str, Known]
    history: dict[str, list[Fact]] = field(default_factory=dict)
    breakdown: dict[str, list[Fact]] = field(
        default_factory=dict
    )  # the cells of the 部局別内訳 of the year, by university
    answers: list[Fact] = field(default_factory=list)  # what the office has answered and ruled, for all
    questions: dict[str, list[Fact]] = field(default_factory=dict)  # what each university asked in the year
    listed: dict[tuple[str, str], list[Fact]] = field(default_factory=dict)


def target_year(workspace: Workspace, fiscal_year: int) -> int:
    """Return the next year that has targets, or the last one where none follows."""
    years = workspace.programme.target_fys
    return next((year for year in sorted(years) if year >= fiscal_year), max(years))


def known(workspace: Workspace, universities: list[University], fiscal_year: int, at: datetime) -> YearKnown:
    """Return what the warehouse knew at `at`; blanks where nothing has been imported yet."""
    target_fy = target_year(workspace, fiscal_year)
    with open_warehouse(workspace.database, as_of=at) as connection:
        settle(connection, SHOWN)
        definitions = {row["row"]: row["definition"] for row in read.rows(connection, "core.own_indicator")}
        own = own_rows(read.rows(connection, "core.row", order="position", row=list(definitions)), definitions)
        money = {
            (row["category"], row["line"]): row
            for row in read.rows(connection, "out.budget_line", fiscal_year=fiscal_year)
        }
        years = list(range(workspace.programme.baseline_fy, workspace.programme.last_fy + 1))
        facts = _by_university(read.rows(connection, "out.university_fact", fiscal_year=years))
        ratios = _by_university(read.rows(connection, "out.ratio", fiscal_year=years))
        breakdown = _by_university(read.rows(connection, "core.breakdown", "position", fiscal_year=fiscal_year))
        answers = read.rows(connection, "out.answer", "number")
        questions = _by_university(
            read.rows(connection, "core.question", "asked_at, sheet, cell", fiscal_year=fiscal_year)
        )
        listed: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for line in read.rows(connection, "core.listed_row", order="no", fiscal_year=fiscal_year):
            if line["row"] == line["named_row"]:  # each line once, also where it counts for several rows
                listed[line["university"], line["list"]].append(line)
    by_university = {
        university.code: Known(
            target_fy,
            _shown(workspace, facts[university.code], ratios[university.code], fiscal_year - 1, "actual"),
            _shown(workspace, facts[university.code], ratios[university.code], target_fy, "target"),
            {
                row["row"]: row for row in facts[university.code]
                if row["fiscal_year"] == fiscal_year and row["kind"] == "actual"
            },
        )
        for university in universities
    }  # fmt: skip
    history = {code: [row for row in found if _is_earlier(row, fiscal_year)] for code, found in facts.items()}
    return YearKnown(own, money, by_university, history, breakdown, answers, questions, listed)


def _is_earlier(row: Fact, fiscal_year: int) -> bool:
    """Whether a fact is an input's value of the plan or of an earlier year."""
    is_known = row["value"] is not None and not row["is_computed"]
    return is_known and (row["kind"] != "actual" or row["fiscal_year"] < fiscal_year)


def _by_university(rows: list[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for row in rows:
        found[row["university"]].append(row)
    return found


def _shown(workspace: Workspace, facts: list[Fact], ratios: list[Fact], year: int, kind: str) -> dict[str, Shown]:
    """Return what a column of orientation prints by row: a number, 該当なし, or nothing. A ratio is a fraction."""
    is_baseline = kind == "actual" and year == workspace.programme.baseline_fy
    wanted = (year, "baseline" if is_baseline else kind)
    none = next(word for word, state in workspace.programme.collection.states.items() if state == "not_applicable")
    shown: dict[str, Shown] = {}
    for row in facts:
        if (row["fiscal_year"], row["kind"]) == wanted:
            if row["value"] is not None:
                shown[row["row"]] = row["value"]
            elif row["state"] == "not_applicable":
                shown[row["row"]] = none
    for row in ratios:
        if (row["fiscal_year"], row["kind"]) == wanted:
            if row["state"] == "undefined":
                shown[row["row"]] = "－"
            elif row["tenths"] is not None:
                shown[row["row"]] = Decimal(row["tenths"]) / 1000
    return shown
