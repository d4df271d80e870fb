"""A printed number worked out anew from its facts, exactly, and compared with the digits that were printed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

# How a figure is made of its facts, as the document keeps it: a name, and behind a colon what it reads of the definition.
FORMULAS = {
    "value": ("回答の値（合計は各大学の和）", "the value as returned; a total adds the universities"),
    "sum": ("金額の和", "sum of the amounts"),
    "ratio": ("第1の値 ÷ 第2の値（%、小数第1位に四捨五入）", "the first divided by the second, in tenths of a per cent, half up"),
    "achievement": ("達成率：実績値 ÷ 目標値（%）", "actual divided by target, in per cent"),
    "growth": ("令和5年度比：実績値 ÷ 令和5年度の実績値（%）", "actual divided by the baseline, in per cent"),
    "share": ("要件の割合：第1の値 ÷ 第2の値（%）", "share of the requirement: the first divided by the second, in per cent"),
    "margin": ("要件までの差：割合（小数第1位）－ 要件値、ポイント", "distance to the requirement, in points of the printed share"),
    "missing": ("要件に不足する数：要件に届く最小の数 － 実績値", "how many are missing to meet the requirement"),
    "ceiling": ("上限額：当初配分額（計画）× 逓減の率、千円未満切捨て", "initial grant times the taper, truncated to thousands"),
    "remaining": ("残額：交付決定額 － 執行額", "granted minus executed"),
    "own_share": ("自己負担割合：大学負担額 ÷（補助金申請額＋大学負担額）（%）", "own share of grant and own share, in per cent"),
}  # fmt: skip
RATIOS = ("ratio", "achievement", "growth", "share")
_NUMBER = re.compile(r"([▲-]?)(\d[\d,]*(?:\.\d+)?)")
Facts = Sequence[tuple[str, Fraction | None]]


@dataclass(frozen=True, slots=True)
class Terms:
    """What formulas read of the definition: a threshold by requirement.alternative, a share of the taper by fiscal year."""

    thresholds: Mapping[str, Fraction]
    shares: Mapping[int, Fraction]


def recompute(formula: str, facts: Facts, terms: Terms) -> Fraction | None:
    """Return what a formula makes of its facts (key and value, in the figure's order), exact; None where nothing divides.

    Percentages as 121.3, points as 1.2. KeyError for a formula that nobody knows.
    """
    name, _, of = formula.partition(":")
    if name not in FORMULAS:
        raise KeyError(name)
    values = [value for _, value in facts]
    if name in ("value", "sum", "ceiling"):
        added = _added(values) if name != "value" else values[0]
        return _ceiling(added, terms.shares.get(int(of))) if name == "ceiling" else added
    if name == "remaining":
        return _by_column(facts, "granted") - _by_column(facts, "executed")
    if name == "own_share":
        own, grant = _by_column(facts, "own"), _by_column(facts, "grant")
        is_known = any(key.endswith("/own") for key, _ in facts) and own + grant > 0
        return 100 * own / (own + grant) if is_known else None
    divided = _divided(values)
    if name in RATIOS or divided is None:
        return None if divided is None else 100 * divided
    threshold = terms.thresholds[of]
    if name == "margin":
        return Fraction(rounded(1000 * divided) - int(1000 * threshold), 10)
    assert values[0] is not None and values[1] is not None
    return Fraction(max(0, -((values[0] - threshold * values[1]) // 1)))


def agrees(text: str, value: Fraction | None) -> bool:
    """Whether a printed text shows a value, rounded half up to as many places as are printed; words show no value."""
    found = _NUMBER.search(text)
    if found is None or value is None:
        return found is None and value is None
    digits = found[2].replace(",", "")
    places = len(digits.partition(".")[2])
    shown = Fraction(digits) * (-1 if found[1] else 1)
    return shown == Fraction(_away(value * 10**places), 10**places)


def rounded(value: Fraction) -> int:
    """Return a number that is not negative rounded half up to a whole one."""
    return int((2 * value + 1) // 2)


def _away(value: Fraction) -> int:
    return rounded(value) if value >= 0 else -rounded(-value)


def _added(values: Sequence[Fraction | None]) -> Fraction:
    return sum((value for value in values if value is not None), Fraction(0))


def _ceiling(initial: Fraction | None, share: Fraction | None) -> Fraction | None:
    return None if initial is None or share is None else Fraction(initial * share // 1)


def _by_column(facts: Facts, column: str) -> Fraction:
    return _added([value for key, value in facts if key.endswith(f"/{column}")])


def _divided(values: Sequence[Fraction | None]) -> Fraction | None:
    of, to = values
    return of / to if of is not None and to else None
