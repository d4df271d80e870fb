"""When an answer is due, by the definition's calendar, in the words of a letter."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from warehouse.intake.era import REIWA_STARTS
from warehouse.programme import Programme

TOKYO = timezone(timedelta(hours=9))
UNKNOWN = "令和●●年●●月●●日"
WEEKDAYS = "月火水木金土日"


def due_dates(programme: Programme, fiscal_year: int) -> dict[int, str]:
    """Return the deadline of each round in words; 令和●●年●●月●●日 where the calendar gives none.

    A day that falls on a weekend becomes the Friday before it, when somebody is there to receive the answer.
    """
    found: dict[int, str] = {}
    for part in programme.collection.rounds:
        days = (
            entry.due_day(fiscal_year) for entry in programme.calendar
            if entry.flow == "collect" and set(entry.bases) & set(part.bases)
            and entry.only_fy in (None, fiscal_year - entry.describes)
        )  # fmt: skip
        due = next((day for day in days if day), None)
        found[part.number] = f"{in_words(due)}（{WEEKDAYS[due.weekday()]}）" if due else UNKNOWN
    return found


def in_words(day: date) -> str:
    """Return a date in the Japanese era: 令和8年5月29日."""
    count = day.year - REIWA_STARTS
    return f"令和{'元' if count == 1 else count}年{day.month}月{day.day}日"


def day_in_japan(at: datetime) -> date:
    """Return the date in Japan of a moment given in naive UTC."""
    return at.replace(tzinfo=timezone.utc).astimezone(TOKYO).date()  # noqa: UP017
