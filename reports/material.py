"""Everything that a document prints, read from the warehouse in one go and limited to the years that it may show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from reports.figures import COURSE, MONEY, fact_key, money_key, scope_name
from warehouse import ledger, read
from warehouse.database import open_warehouse, settle
from warehouse.definition import definition_at
from warehouse.intake.submission import TOTAL
from warehouse.narrative import narrative
from warehouse.programme import Programme
from warehouse.release import document_fy
from warehouse.workspace import Workspace

Row = dict[str, Any]
Key = tuple[str, str, int, str]
JAPAN = timedelta(hours=9)
FIRST_REIWA_FY = 2018  # 令和元年度 is fiscal year 2019
PRINTED = (  # what a document is made of
    "out.fact", "out.ratio", "out.progress", "out.requirement", "out.requirement_alternative", "out.budget_line",
    "out.budget_position", "out.course", "out.open_finding", "out.release", "out.document_year", "core.own_indicator",
    "core.submission", "core.money", "core.moment", "core.definition", "core.narrative",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """合計, the 代表校 or a 連携校. `short` is what ids of figures are made of, `label` what people read."""

    code: str
    name: str
    role: str
    position: int
    short: str
    label: str


@dataclass(frozen=True)
class Material:
    """Rows of the warehouse by key, without actuals after `last_fy`.

    `notes`: the open 要修正 with which the document of `document_fy` goes out by decision, in order (out.release).
    """

    workspace: Workspace
    at: datetime
    as_of: datetime | None
    last_fy: int
    facts: Mapping[Key, Row]
    ratios: Mapping[Key, Row]
    progress: Mapping[tuple[str, str, int], Row]
    requirements: tuple[Row, ...]
    alternatives: tuple[Row, ...]
    budget_lines: tuple[Row, ...]
    budget_years: tuple[Row, ...]
    courses: tuple[Row, ...]
    own: tuple[Row, ...]
    findings: tuple[Row, ...]
    submissions: tuple[Row, ...]
    money_places: Mapping[str, Row]
    log_head: str
    newest_act: datetime
    definition_in_force: str | None
    narrative: Mapping[tuple[str, str], str]
    document_fy: int
    notes: tuple[Row, ...] = ()

    @property
    def programme(self) -> Programme:
        """The programme's definition."""
        return self.workspace.programme

    @property
    def moment(self) -> datetime:
        """The moment (naive UTC) whose knowledge the document shows."""
        return self.as_of or self.at

    @property
    def knows(self) -> datetime:
        """The moment whose knowledge gives this document again: that of the newest act, where a clock was behind it."""
        return self.as_of or max(self.at, self.newest_act)

    @property
    def universities(self) -> tuple[Party, ...]:
        """The universities, the lead first."""
        return tuple(party for party in self.parties if party.role != "total")

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """合計 (where several take part), 代表校 and each 連携校, in the form's order."""
        parties = [
            Party(
                one.code,
                one.name,
                one.role,
                position,
                scope_name(one.code, one.role, position),
                _label(one.role, position),
            )
            for position, one in enumerate(self.workspace.universities)
        ]
        total = [Party(TOTAL, "", "total", 0, "total", "合計")] if len(parties) > 1 else []
        return (*total, *parties)

    def party(self, code: str) -> Party | None:
        """Return a party by its code."""
        return next((party for party in self.parties if party.code == code), None)

    @property
    def is_draft(self) -> bool:
        """Whether a 要修正 is open that no decision releases, so that nothing may go out as final."""
        return bool(self.unreleased)

    @property
    def unreleased(self) -> tuple[Row, ...]:
        """The open 要修正 that keep the document a draft."""
        noted = {note["id"] for note in self.notes}
        return tuple(one for one in self.findings if one["severity"] == "block" and one["id"] not in noted)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The fiscal years whose actuals may be printed."""
        return tuple(year for year in self.programme.fiscal_years if year <= self.last_fy)

    def sources(self, fact: str) -> tuple[str, ...]:
        """Return the received cells behind a fact key, each as file|sheet|cell; those of all universities for a total."""
        university, row, fiscal_year, kind = fact.split("/")
        found: Iterable[Row | None]
        year = int(fiscal_year)
        if university == MONEY:
            found = [self.money_places.get(fact)]
        elif university == COURSE:
            found = [self._course_cells.get(row)]
        else:
            codes = [one.code for one in self.universities] if university == TOTAL else [university]
            found = (
                self.facts.get((code, part, year, kind))
                for code in codes
                for part in self._parts(code, row, year, kind)
            )
        return tuple(
            f"{one['file_name']}|{one['sheet'] or ''}|{one['cell'] or ''}" for one in found if one and one["file_name"]
        )

    def _parts(self, university: str, row: str, fiscal_year: int, kind: str) -> tuple[str, ...]:
        """The rows that were reported: the row itself, or those that the form adds up where the sum was left out."""
        fact = self.facts.get((university, row, fiscal_year, kind))
        form_row = self.programme.rows_by_key.get(row)
        return form_row.parts if fact and form_row and fact["is_computed"] else (row,)

    @cached_property
    def _course_cells(self) -> Mapping[str, Row]:
        return {f"{one['university']}.{one['list']}.{one['no']}.{one['column']}": one for one in self.courses}

    def fact_keys(self, university: str, row: str, *years_and_kinds: tuple[int, str]) -> tuple[str, ...]:
        """Return the keys of a row's facts."""
        return tuple(fact_key(university, row, year, kind) for year, kind in years_and_kinds)


def read_material(
    workspace: Workspace, at: datetime, last_fy: int, as_of: datetime | None = None, document: str | None = None
) -> Material:
    """Return what was known at `as_of` (naive UTC; None: now) of the plan and of the years up to `last_fy`.

    With `document` (interim, final, data-book, budget) also which year's it is, and the decision by which it goes out.
    """
    with open_warehouse(workspace.database, as_of=as_of) as connection:
        settle(connection, PRINTED)
        facts = [one for one in read.rows(connection, "out.fact") if _shown(one, last_fy)]
        ratios = [one for one in read.rows(connection, "out.ratio") if _shown(one, last_fy)]
        progress = [one for one in read.rows(connection, "out.progress") if one["fiscal_year"] <= last_fy]
        order = "requirement, position, university"
        lines = read.rows(connection, "out.budget_line", order="fiscal_year, position")
        positions = read.rows(connection, "out.budget_position", order="fiscal_year")
        findings = read.rows(
            connection, "out.open_finding", order="severity, rule, university, fiscal_year, file, sheet, cell"
        )
        named = document_fy(connection, workspace.programme, document, last_fy) if document else last_fy
        return Material(
            workspace=workspace,
            at=at,
            as_of=as_of,
            last_fy=last_fy,
            facts={_key(one): one for one in facts},
            ratios={_key(one): one for one in ratios},
            progress={(one["university"], one["row"], one["fiscal_year"]): one for one in progress},
            requirements=tuple(
                read.rows(connection, "out.requirement", order="requirement, university, fiscal_year, kind")
            ),
            alternatives=tuple(read.rows(connection, "out.requirement_alternative", order=order)),
            budget_lines=tuple(_without_later(one, last_fy) for one in lines),
            budget_years=tuple(_without_later(one, last_fy) for one in positions),
            courses=tuple(read.rows(connection, "out.course", order='list, university, no, "column"')),
            own=tuple(read.rows(connection, "core.own_indicator", order="row")),
            findings=tuple(one for one in findings if one["scope"] == "plan" or int(one["scope"]) <= last_fy),
            submissions=tuple(read.rows(connection, "core.submission", order="ordinal", is_effective=True)),
            money_places={
                money_key(one["category"], one["line"], one["fiscal_year"], one["column"]): one
                for one in read.rows(connection, "core.money")
            },
            log_head=ledger.head(connection),
            newest_act=read.rows(connection, "core.moment")[0]["moment"],
            definition_in_force=definition_at(connection),
            narrative=narrative(connection),
            document_fy=named,
            notes=tuple(read.rows(connection, "out.release", "note", document=document or "", document_fy=named)),
        )


def reiwa(fiscal_year: int) -> str:
    """Return a fiscal year as heads print it: 令和8年度."""
    return f"令和{fiscal_year - FIRST_REIWA_FY}年度" if fiscal_year != FIRST_REIWA_FY + 1 else "令和元年度"


def japanese_day(moment: datetime) -> str:
    """Return the day of a moment (naive UTC) in Japan, as prose prints it: 2027年6月30日."""
    day = moment + JAPAN
    return f"{day.year}年{day.month}月{day.day}日"


def _label(role: str, position: int) -> str:
    return "代表校" if role == "lead" else f"連携校{position}"


def _key(row: Row) -> Key:
    return row["university"], row["row"], row["fiscal_year"], row["kind"]


def _shown(row: Row, last_fy: int) -> bool:
    return bool(row["kind"] != "actual" or row["fiscal_year"] <= last_fy)


def _without_later(row: Row, last_fy: int) -> Row:
    """A cost line without what was granted or executed after the years that may be printed."""
    if row["fiscal_year"] <= last_fy:
        return row
    return {**row, "granted": None, "executed": None, **({"remaining": None} if "remaining" in row else {})}
