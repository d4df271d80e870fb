"""A fiscal year in the Japanese calendar."""

from __future__ import annotations

REIWA_STARTS = 2018  # 令和元年度 = 2019


def era(fiscal_year: int) -> str:
    """Return a fiscal year as heads print it: 令和8年度."""
    count = fiscal_year - REIWA_STARTS
    return f"令和{'元' if count == 1 else count}年度" if count > 0 else f"平成{count + 30}年度"
