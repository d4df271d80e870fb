"""From a thing examined to a finding in the rule's words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from expectations.excess import excess
from warehouse.finding import Finding, Place, say
from warehouse.programme.indicator import Rule
from warehouse.read import Row

_KINDS = {"baseline": ("実績値", "actual"), "target": ("目標値", "target"), "actual": ("実績値", "actual")}
_KEYS = ("university", "item", "row", "fiscal_year")


def finding(rule: Rule, examined: Row) -> Finding:
    """Return the finding for one thing that breaches a rule; a 連携校's weighs less where the rule says so."""
    place = Place(examined.get("file"), examined.get("sheet"), examined.get("cell"))
    severity = rule.severity
    if examined.get("role") == "partner" and rule.severity_partner:
        severity = rule.severity_partner
    facts = {name: shown(value) for name, value in examined.items() if name not in (*_KEYS, "excess")}
    facts |= _when(examined.get("fiscal_year"), examined.get("kind")) | {
        "at": f"{place}: " if str(place) else "",
        "item_no": examined.get("item") or "",
    }
    keys = {name: examined.get(name) for name in _KEYS}
    states = {"value": examined.get("state"), "other_value": examined.get("other_state")}
    return say(rule, place=place, severity=severity, excess=excess(examined), states=states, **keys, **facts)


def shown(value: Any) -> Any:
    """Return a value as a sentence quotes it: thousands separated, no trailing zeros."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return "" if value is None else value
    number = Decimal(str(value))
    if number == number.to_integral_value():
        return f"{int(number):,}"
    return f"{number.normalize():,f}"


def reiwa(fiscal_year: int) -> str:
    """Return a fiscal year as heads write it: 令和8年度."""
    return f"令和{fiscal_year - 2018}年度"


def _when(fiscal_year: int | None, kind: str | None) -> dict[str, str]:
    if fiscal_year is None:
        return {"when_ja": "", "when_en": ""}
    ja, en = _KINDS.get(kind or "", ("", ""))
    return {
        "when_ja": reiwa(fiscal_year) + (f"({ja})" if ja else ""),
        "when_en": f"FY{fiscal_year}" + (f" ({en})" if en else ""),
    }
