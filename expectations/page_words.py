"""The words of the quality book, Japanese first."""

from __future__ import annotations

from datetime import datetime, timedelta

from expectations.scope import PLAN, TOKYO
from expectations.wording import OUTCOMES, SEVERITIES

STATES = {"open": ("未対応", "open"), "explained": ("理由あり", "explained"), "waived": ("理由了承", "accepted")}
WORDS = {"severity": SEVERITIES, "outcome": OUTCOMES, "state": STATES}


def japan_time(moment: datetime) -> str:
    """Return a moment (naive UTC) as an office writes it: 2027年6月10日 9:00時点."""
    local = moment + TOKYO
    return f"{local.year}年{local.month}月{local.day}日 {local.hour}:{local.minute:02d}"


def japan_date(moment: datetime) -> str:
    """Return the day of a moment (naive UTC) in Japan: 2027-06-10 09:00."""
    return (moment + timedelta(hours=9)).strftime("%Y-%m-%d %H:%M")


def scope_words(scope: str) -> str:
    """Return what a run looked at: 計画, or the year of the returns."""
    return "計画 / plan" if scope == PLAN else f"令和{int(scope) - 2018}年度 / FY{scope}"
