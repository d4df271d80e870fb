"""Yearly answers with slips: every university's 調査票 is made, filled in, spoiled, collected and checked in one workspace."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from quality_plan import KINDS, alarm, plain
from quality_slip import Cell, Hands, Outcome, SlipClass, Spot, caught
from quality_world import World, budget

from flows.check import check
from flows.collect import collect
from flows.demo.answers import fill_book
from flows.demo.plan import OWN_INDICATORS
from flows.demo.universe import Invented
from reports.collection.facts import YearKnown, known
from reports.collection.form import form_book
from warehouse import write
from warehouse.database import open_warehouse
from warehouse.intake.submission import Datum, Money, OwnIndicator, Received, Submission
from warehouse.programme import Programme
from warehouse.workspace import Workspace, create_workspace

PLANNED = datetime(2024, 7, 1)


@dataclass
class Answer:
    """One university's answer on the bench: the workbook as filled in, and the files that are sent of it."""

    workspace: Workspace
    school: Invented
    fiscal_year: int
    book: Any
    money: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    name: str = ""
    later: list[tuple[str, bytes]] = field(default_factory=list)  # further files, in the order in which they come

    def sheet(self, row: str) -> tuple[Any, int, dict[str, int]]:
        """Return the last sheet that holds a row of the form, the number of its line and the columns by head."""
        words = self.workspace.programme.collection
        for part in reversed(words.rounds):
            sheet = self.book[part.sheet]
            head = next(line for line in sheet.iter_rows(max_row=30) if line[0].value == words.heads.key)
            for number in range(head[0].row + 1, sheet.max_row + 1):
                if sheet.cell(number, 1).value == row:
                    shown = str(sheet.cell(number, answer_column(head, words)).value)
                    if shown.startswith("=") and "!" in shown:
                        break  # it follows the first round's sheet
                    return sheet, number, {str(cell.value): cell.column for cell in head if cell.value}
        raise KeyError(row)

    def cell(self, row: str) -> Cell:
        sheet, number, columns = self.sheet(row)
        mark = self.workspace.programme.collection.heads.answer_mark
        column = next(place for text, place in columns.items() if text.endswith(mark))
        return sheet.title, sheet.cell(number, column).coordinate

    def put(self, row: str, value: object) -> None:
        title, address = self.cell(row)
        self.book[title][address].value = plain(value)

    def state(self, row: str, word: str) -> None:
        sheet, number, columns = self.sheet(row)
        sheet.cell(number, columns[self.workspace.programme.collection.heads.state]).value = word

    def hands(self, world: World, chance: random.Random) -> Hands:
        year = self.fiscal_year
        return Hands(
            world, self.workspace.programme, self.school, chance, year, world.counted(self.school, year),
            world.counted(self.school, year - 1), False, self.put, self.cell, self.state, self.book,
            {"of": lambda other: world.counted(other, year), "answer": self},
        )  # fmt: skip


def answer_column(head: Any, words: Any) -> int:
    return next(cell.column for cell in head if str(cell.value).endswith(words.heads.answer_mark))


def year_outcomes(
    world: World, fiscal_year: int, classes: list[SlipClass], folder: Path, sound: int
) -> Iterator[Outcome]:
    """Make as many of the slips as the consortium has universities for, and yield what became of each.

    `sound` partners make none, and the lead only those of its own; taken classes leave the list.
    """
    workspace = a_workspace(world, fiscal_year, folder)
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, PLANNED)
        write.load_staged(connection, workspace.staging)
    facts = known(workspace, list(workspace.universities), fiscal_year, datetime(fiscal_year + 1, 4, 1))
    made: list[tuple[SlipClass, Spot]] = []
    values = 0
    clean: list[str] = []
    at = datetime(fiscal_year + 1, 5, 1)
    later: list[tuple[str, bytes]] = []
    for school in world.schools:
        answer = an_answer(world, workspace, facts, school, fiscal_year)
        count = len(made)
        if school not in world.schools[1 : 1 + sound]:
            _spoil(world, answer, classes, made)
        if len(made) == count:
            clean.append(school.code)
            values += len(world.counted(school, fiscal_year))
        path = workspace.inbox(fiscal_year) / (answer.name or f"{school.name}_調査票_{fiscal_year}.xlsx")
        answer.book.save(path)
        later += answer.later
    collect(workspace, fiscal_year, at, {})
    if later:
        for name, content in later:
            (workspace.inbox(fiscal_year) / name).write_bytes(content)
        collect(workspace, fiscal_year, at.replace(day=20), {})
    findings = list(check(workspace, [fiscal_year], at.replace(day=21)).findings)
    spoilt = {spot.university: [] for _, spot in made}
    for one, spot in made:
        severity, rule = caught(spot, findings, set())
        alarms = tuple(
            alarm(each) for each in findings if each["severity"] != "note" and each["university"] == spot.university
        )
        yield Outcome(
            f"year:{one.id}", world.seed, severity, rule, f"{fiscal_year} {spot}", alarms if one.is_harmless else ()
        )
    alarms = tuple(alarm(each) for each in findings if each["severity"] != "note" and each["university"] not in spoilt)
    yield Outcome("year:clean", world.seed, str(values), alarms=alarms)


def _spoil(world: World, answer: Answer, classes: list[SlipClass], made: list[tuple[SlipClass, Spot]]) -> None:
    taken: set[str] = set()
    for one in list(classes):
        if one.slot in taken or (one.who == "lead") != answer.school.is_lead:
            continue
        spot = one.make(answer.hands(world, random.Random(f"{world.seed} {one.id} {answer.school.code}")))
        if spot is not None:
            taken.add(one.slot)
            classes.remove(one)
            made.append((one, spot))
        if taken and not answer.school.is_lead:
            return


def an_answer(world: World, workspace: Workspace, facts: YearKnown, school: Invented, fiscal_year: int) -> Answer:
    """Return a university's sound answer, filled in on its own form."""
    university = workspace.university(school.code)
    book = form_book(workspace, university, fiscal_year, facts, datetime(fiscal_year + 1, 4, 1))
    money = {}
    if school.is_lead:
        chance = random.Random(f"money {world.seed} {fiscal_year}")
        for (year, category, line, column), amount in budget(world, workspace.programme).items():
            if year == fiscal_year and column == "grant":
                money[category, line] = (amount, amount * chance.randint(960, 1000) // 1000)
    fill_book(book, workspace.programme, world.counted(school, fiscal_year), money)  # type: ignore[arg-type]
    return Answer(workspace, school, fiscal_year, book, money)


def a_workspace(world: World, fiscal_year: int, folder: Path) -> Workspace:
    """Return a workspace that knows the plan and the years before, with everything staged."""
    roster = [(each.role, each.code, each.name) for each in world.schools]
    own = [
        {"row": row, "total": "sum", "label": label, "unit": unit, "decimals": decimals}
        for row, label, unit, decimals, _ in OWN_INDICATORS
    ]
    workspace = create_workspace(folder, "social-impact-type2", roster, synthetic=True, own_indicators=own)
    workspace.inbox(fiscal_year).mkdir(parents=True, exist_ok=True)
    write.stage(_plan(world, workspace), workspace.staging)
    for year in range(workspace.programme.first_fy, fiscal_year):
        for number, school in enumerate(world.schools):
            write.stage(_return(world, workspace.programme, school, year, number), workspace.staging)
    return workspace


def _plan(world: World, workspace: Workspace) -> Submission:
    programme = workspace.programme
    data = tuple(
        _datum(school, row, year, kind, value)
        for school in world.schools for year, kind in KINDS.items() for row, value in world.plan(school, year).items()
    )  # fmt: skip
    own = tuple(
        OwnIndicator(school.code, row, label, unit, decimals, definition, None, "審査項目⑨（代表校）", "B90")
        for school in world.schools for row, label, unit, decimals, definition in OWN_INDICATORS
    )  # fmt: skip
    money = tuple(
        Money(*place, "value", Decimal(amount), str(amount), "審査項目⑫", "D9") for place, amount in budget(world, programme).items() if amount
    )  # fmt: skip
    received = Received("データ集.xlsx", "ab" * 32, 10, "ab.xlsx", PLANNED)
    return Submission(
        received, "plan", "official_form", programme.first_fy, None, programme.hash, data, own, money=money
    )


def _return(world: World, programme: Programme, school: Invented, year: int, number: int) -> Submission:
    at = datetime(year + 1, 5, 1, 0, number)
    digest = f"{year}{number}".ljust(64, "0")
    data = tuple(_datum(school, row, year, "actual", value) for row, value in world.counted(school, year).items())
    received = Received(f"{school.name}_{year}.xlsx", digest, 10, f"{digest}.xlsx", at)
    return Submission(received, "return", "workbook", year, school.code, programme.hash, data)


def _datum(school: Invented, row: str, year: int, kind: Any, value: Decimal) -> Datum:
    return Datum(school.code, row, year, kind, "value" if value else "zero", value, str(value), "シート", "E9")
