"""What the official form says and in which order: shared by whoever reads it and whoever writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from warehouse.intake.text import ERA_STARTS, normal
from warehouse.programme import Indicator, Row
from warehouse.programme.form import OfficialForm
from warehouse.programme.part import Heading

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an indicator's section: a row, or a landmark (a table's head or caption, 【内訳】) that marks the place.

    `label` is normalised; `table` counts the tables of the indicator from 0.
    """

    label: str
    row: Row | None
    table: int


def section_lines(indicator: Indicator) -> tuple[Line, ...]:
    """Return the lines of an indicator's section in the form's order, landmarks included."""
    lines: list[Line] = []
    for number, table in enumerate(indicator.tables):
        lines += [Line(normal(words), None, number) for words in (table.caption, table.head) if words]
        for entry in table.rows:
            is_heading = isinstance(entry, Heading)
            words = entry.heading if isinstance(entry, Heading) else entry.label
            lines.append(Line(normal(words), None if is_heading else entry, number))  # type: ignore[arg-type]
    return tuple(lines)


def item_headings(form: OfficialForm, indicators: tuple[Indicator, ...]) -> dict[str, Indicator]:
    """Return each indicator by its normalised heading, such as 1)多文化共修科目数・参加学生数, and by its bare title."""
    found: dict[str, Indicator] = {}
    for indicator in indicators:
        title = indicator.title.ja
        found[normal(form.indicator_sheets.item.format(item=indicator.item, title=title))] = indicator
        found.setdefault(normal(title), indicator)
    return found


@lru_cache(maxsize=256)
def pattern(template: str) -> re.Pattern[str]:
    """Return what a normalised text looks like that was made from a template: {n} and {era} stand for a number."""
    parts = PLACEHOLDER.split(template)
    written = [f"(?P<{part}>\\d+)" if place % 2 else re.escape(normal(part)) for place, part in enumerate(parts)]
    return re.compile("".join(written))


def era_year(fiscal_year: int) -> int:
    """Return the Reiwa year of a fiscal year: 6 for FY2024."""
    return fiscal_year - ERA_STARTS["令和"]
