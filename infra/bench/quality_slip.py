"""What a slip is, where it stands, and when a finding may count as having caught it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from quality_world import World

from flows.demo.universe import Invented, Values
from warehouse.programme import Programme

Expected = Literal["block", "explain", "note"]
Cell = tuple[str, str]  # sheet title, address
ORDER = ("missed", "note", "explain", "block")


@dataclass(frozen=True)
class Spot:
    """Where a slip stands. A finding names it by the university and year, and by row, cell, sheet, or all of `words`."""

    university: str | None
    fiscal_year: int | None = None
    rows: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    sheets: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()  # a row's label and the value as written

    def is_named_by(self, finding: dict[str, Any]) -> bool:
        source = finding["source"]
        place = (source["sheet"], source["cell"])
        if None not in (finding["university"], self.university) and finding["university"] != self.university:
            return False
        if (
            finding["fiscal_year"] is not None
            and self.fiscal_year is not None
            and finding["fiscal_year"] != self.fiscal_year
        ):
            return False
        if place in self.cells:
            return True
        if finding["university"] is not None and finding["row"] in self.rows and finding["row"] is not None:
            return self.fiscal_year is None or finding["fiscal_year"] == self.fiscal_year
        said = finding["message_ja"]
        if self.words and all(word in said for word in self.words):
            return True
        if finding["fiscal_year"] == self.fiscal_year and any(
            label in said and value in said for label, value in self.quotes
        ):
            return True
        return source["sheet"] in self.sheets or any(f"「{sheet}」" in said for sheet in self.sheets)


@dataclass
class Hands:
    """The hands that make a slip: one university's part of a file, and what stands in it.

    `put` types a value over an input or a formula; `at` says where it stands; `edit` changes the workbook in other ways.
    """

    world: World
    programme: Programme
    school: Invented
    chance: random.Random
    fiscal_year: int
    values: Values
    before: Values
    is_plan: bool
    put: Callable[[str, object], None]
    at: Callable[[str], Cell]
    type_state: Callable[[str, str], None]
    book: Any = None
    extra: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        write = self.put

        def put(row: str, value: object) -> None:
            self.typed[row] = value
            write(row, value)

        self.put = put

    def spot(self, *rows: str, **more: Any) -> Spot:
        """Return the spot of rows of this university and year; a sentence that quotes a row's label and value names it too."""
        known = self.programme.rows_by_key
        quotes = tuple(
            (known[row].label.lstrip("・"), f"{int(value):,}{known[row].unit}")
            for row, value in self.typed.items() if row in known and isinstance(value, int | Decimal) and value >= 10
        )  # fmt: skip
        cells = tuple(self.at(row) for row in rows)
        return Spot(self.school.code, self.fiscal_year, rows=rows, cells=cells, quotes=quotes, **more)

    def inputs(self, least: int = 0) -> list[str]:
        """Return the input rows whose value is at least so much, in a random order; own indicators and ratios left out."""
        known = self.programme.rows_by_key
        rows = [row for row in self.values if row in known and known[row].is_input and self.values[row] >= least]
        return self.chance.sample(rows, len(rows))


Make = Callable[[Hands], Spot | None]


@dataclass(frozen=True)
class SlipClass:
    """A class of slips: where it happens, what must be said of it, and whether arithmetic or the definition decides it.

    `make` does it, and returns its spot, or None where this university offers no place for it. `slot`: what of a file it
    touches, so that two slips in one file never meet. `who`: whose part it is.
    """

    id: str
    ja: str
    expects: Expected
    make: Make
    is_decidable: bool = True
    slot: str = "values"
    who: Literal["every", "lead", "partner"] = "every"
    is_harmless: bool = False
    has_goal: bool = True


@dataclass(frozen=True)
class Outcome:
    """What became of one slip: the gravest finding that names it, and that finding's rule."""

    slip: str
    seed: int
    caught: str
    rule: str = ""
    spot: str = ""
    alarms: tuple[str, ...] = ()


def caught(spot: Spot, findings: list[dict[str, Any]], sound: set[tuple[Any, ...]]) -> tuple[str, str]:
    """Return how a slip was caught and by which rule; what is said of the sound file as well does not count."""
    best = ("missed", "")
    for finding in findings:
        if key(finding) not in sound and spot.is_named_by(finding):
            best = max(best, (finding["severity"], finding["rule"]), key=lambda one: ORDER.index(one[0]))
    return best


def key(finding: dict[str, Any]) -> tuple[Any, ...]:
    source = finding["source"]
    return (
        finding["rule"],
        finding["university"],
        finding["row"],
        finding["fiscal_year"],
        source["sheet"],
        source["cell"],
    )
