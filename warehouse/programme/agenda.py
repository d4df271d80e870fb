"""The office's year and the outline of each document."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from warehouse.programme.part import Basis, Entry, Part

APRIL, FRIDAY = 4, 4  # the first month of a fiscal year; Monday is 0
SectionKind = Literal[
    "cover", "narrative", "indicator", "requirements", "budget", "findings", "courses", "notes", "text"
]


class CalendarEntry(Entry):
    """A fixed point of the office's year, with the flow that runs then.

    `describes`: the fiscal year that the data describe, as an offset to the fiscal year in which the entry falls
    (0 for 1 May of this year, -1 for the full year that has just ended). `only_fy`: the entry happens in that fiscal
    year alone. `cron` is in Asia/Tokyo.
    """

    ja: str
    en: str
    flow: Literal["collect", "check", "report", "yearly"]
    cron: str
    describes: int = 0
    bases: tuple[Basis, ...] = ()
    opens: str | None = Field(default=None, pattern=r"^\d\d-\d\d$")
    due: str | None = Field(default=None, pattern=r"^\d\d-\d\d$")
    document: str | None = None
    only_fy: int | None = None

    def due_day(self, fiscal_year: int) -> date | None:
        """Return the day by which the values of a fiscal year are due: the calendar's, or the Friday before a weekend.

        None where the calendar gives none.
        """
        if self.due is None:
            return None
        held_fy = fiscal_year - self.describes
        month, day = (int(part) for part in self.due.split("-"))
        due = date(held_fy if month >= APRIL else held_fy + 1, month, day)
        return due - timedelta(days=max(due.weekday() - FRIDAY, 0))


class Section(Part):
    """A section of a document: a heading that is never dropped, its kind, and the form's page limit."""

    id: str
    heading: str
    en: str
    kind: SectionKind
    level: int = 1
    item: str | None = None
    page_limit: int | None = None
    tables_excluded: bool = False
    prompt: str | None = None


class DocumentOutline(Entry):
    """The outline of a document, in order; with `template`, an official .docx whose bookmarks are filled instead."""

    ja: str
    en: str
    file: str
    evaluation: str | None = None
    template: str | None = None
    sections: tuple[Section, ...] = ()
