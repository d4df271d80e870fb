"""Plans with slips: the official workbook and its cover are written, spoiled, imported and checked, several slips a workbook."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from quality_slip import Hands, Outcome, SlipClass, Spot, caught, key
from quality_world import World, budget, courses, cover

from flows.check import check
from flows.demo.plan import OWN_INDICATORS
from flows.demo.universe import Invented
from flows.plan import import_plan
from reports.data_book.write import official_form
from warehouse.intake.submission import OwnIndicator
from warehouse.programme import Programme
from warehouse.workspace import create_workspace

AT = datetime(2024, 7, 1)
KINDS = {2023: "baseline", 2026: "target", 2029: "target"}
ALONE, BUDGET = "alone", "budget"


@dataclass
class PlanFile:
    """A plan's workbook on the bench: `cells` tells where each value stands; the cover is written at the end."""

    world: World
    programme: Programme
    book: Any
    cells: dict[tuple[str, str, int], tuple[str, str]]
    names: list[str]
    amounts: dict[tuple[int, str], int]
    costs: dict[tuple[int, str, str, str], Any]
    lists: dict[tuple[str, str], list[dict[str, Any]]]

    def hands(self, school: Invented, fiscal_year: int, chance: random.Random) -> Hands:
        years = [year for year in sorted(KINDS) if year <= fiscal_year]
        values, before = (self.world.plan(school, year) for year in (years[-1], years[max(0, len(years) - 2)]))

        def put(row: str, value: object) -> None:
            title, address = self.cells[school.code, row, fiscal_year]
            self.book[title][address].value = plain(value)

        return Hands(
            self.world, self.programme, school, chance, fiscal_year, values, before, True, put,
            lambda row: self.cells[school.code, row, fiscal_year], lambda row, state: put(row, state), self.book,
            {"of": lambda other: self.world.plan(other, fiscal_year), "file": self},
        )  # fmt: skip


def plain(value: object) -> Any:
    """Return a number as Excel holds it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def a_plan(world: World, programme: Programme, universities: Sequence[Any]) -> PlanFile:
    """Return the sound plan of a consortium."""
    values = {
        (school.code, row, year, kind): value
        for school in world.schools for year, kind in KINDS.items() for row, value in world.plan(school, year).items()
    }  # fmt: skip
    own = [
        OwnIndicator(world.lead.code, row, label, unit, decimals, definition, "各年度通年の数値を記入。", "", "")
        for row, label, unit, decimals, definition in OWN_INDICATORS
    ]
    costs, lists = budget(world, programme), courses(world)
    book, placed = official_form(programme, universities, values, lists, costs, own)
    cells = {(each.university, each.row, each.fiscal_year): (each.sheet, each.cell) for each in placed}
    amounts: dict[tuple[int, str], int] = {}
    for (year, _, _, column), amount in costs.items():
        amounts[year, column] = amounts.get((year, column), 0) + (amount or 0)
        amounts[year, "scale"] = amounts.get((year, "scale"), 0) + (amount or 0)
    return PlanFile(world, programme, book, cells, [school.name for school in world.schools], amounts, costs, lists)


def plan_outcomes(world: World, classes: Sequence[SlipClass], folder: Path) -> Iterator[Outcome]:
    """Yield what became of each slip of a seed, and what the sound plan was asked (`clean`)."""
    sound = read_and_checked(world, folder / "sound", lambda _: None)
    known = {key(finding) for finding in sound}
    alarms = tuple(alarm(each) for each in sound if each["severity"] != "note")
    values = sum(len(world.plan(school, year)) for school in world.schools for year in KINDS)
    yield Outcome("plan:clean", world.seed, str(values), alarms=alarms)
    rest = list(classes)
    number = 0
    while rest:
        number += 1
        made: list[tuple[SlipClass, Spot]] = []

        def spoil(file: PlanFile, rest: list[SlipClass] = rest, made: list[tuple[SlipClass, Spot]] = made) -> None:
            made += _spoilt(file, rest)

        findings = read_and_checked(world, folder / f"{number}", spoil)
        if not made:
            raise SystemExit(f"no place for {[one.id for one in rest]}")
        for one, spot in made:
            rest.remove(one)
            severity, rule = caught(spot, findings, known)
            new = [each for each in findings if each["severity"] != "note" and key(each) not in known]
            alarms = (
                tuple(alarm(each) for each in new if each["university"] == spot.university) if one.is_harmless else ()
            )
            yield Outcome(f"plan:{one.id}", world.seed, severity, rule, f"{number} {spot}", alarms)


def _spoilt(file: PlanFile, classes: Sequence[SlipClass]) -> list[tuple[SlipClass, Spot]]:
    """Make as many slips as have a place of their own: one a slot, and what touches the whole file alone."""
    made: list[tuple[SlipClass, Spot]] = []
    taken: set[tuple[str, str]] = set()
    for one in classes:
        if one.slot == ALONE and made:
            continue
        chance = random.Random(f"{file.world.seed} {one.id}")
        for school, year in _places(file, one, chance):
            slot = (one.slot, str(year) if one.slot == BUDGET else school.code)
            spot = None if slot in taken else one.make(file.hands(school, year, chance))
            if spot is not None:
                taken.add(slot)
                made.append((one, spot))
                break
        if one.slot == ALONE and made:
            break
    return made


def _places(file: PlanFile, one: SlipClass, chance: random.Random) -> list[tuple[Invented, int]]:
    """Return where a slip may be made, in a random order: the university and the year."""
    lead, *partners = file.world.schools
    if one.slot == BUDGET:  # the first year is what all others are held against
        return [(lead, year) for year in chance.sample(file.programme.fiscal_years[1:], 5)]
    schools = [lead] if one.who == "lead" else partners
    return [(school, chance.choice((2026, 2029))) for school in chance.sample(schools, len(schools))]


def read_and_checked(world: World, folder: Path, spoil: Any) -> list[dict[str, Any]]:
    """Return what is open after a plan was written, spoiled, imported and checked."""
    roster = [(each.role, each.code, each.name) for each in world.schools]
    own = [
        {"row": row, "total": "sum", "label": label, "unit": unit, "decimals": decimals}
        for row, label, unit, decimals, _ in OWN_INDICATORS
    ]
    workspace = create_workspace(folder, "social-impact-type2", roster, synthetic=True, own_indicators=own)
    file = a_plan(world, workspace.programme, workspace.universities)
    spoil(file)
    book, front = folder / "計画調書_データ集.xlsx", folder / "計画調書_表紙.docx"
    file.book.save(book)
    front.write_bytes(cover(file.names, file.amounts, list(file.programme.fiscal_years)))
    import_plan(workspace, [book, front], AT)
    return list(check(workspace, ["plan"], AT).findings)


def alarm(finding: dict[str, Any]) -> str:
    return f"{finding['severity']} {finding['rule']} {finding['university']} {finding['row']} {finding['fiscal_year']} {finding['message_ja'][:160]}"
