"""By how much a rule is breached, so that a reason given for it covers no more than what was seen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from warehouse.read import Row

# What a value is held against, in the names that the rules' SQL gives: the first that a rule yields counts.
AGAINST = ("expected", "whole_value", "target", "planned_value", "earlier_value")
LARGEST = Decimal(10) ** 17  # more than that is the same to everybody, and does not fit the warehouse


def excess(examined: Row) -> Decimal | None:
    """Return how far a value lies from what its rule allows, in the unit of the row; None where nothing can be measured.

    A rule's SQL may say it itself as `excess`; else the value is held against its range (`low`, `high`) or the one number.
    """
    found = _measured(examined)
    return None if found is None else round(min(found, LARGEST), 10)


def _measured(examined: Row) -> Decimal | None:
    if (said := _number(examined.get("excess"))) is not None:
        return said
    value = _number(examined.get("value"))
    if value is None:
        return None
    low, high = _number(examined.get("low")), _number(examined.get("high"))
    if low is not None and high is not None:
        return max(low - value, value - high, Decimal(0))
    against = (_number(examined.get(name)) for name in AGAINST)
    return next((abs(value - other) for other in against if other is not None), None)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value))
    return number if number.is_finite() else None
