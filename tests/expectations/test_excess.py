"""By how much a rule is breached is measured where it can be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from expectations.excess import excess
from expectations.explain import finding
from warehouse.programme import load_programme


@pytest.mark.parametrize(
    ("examined", "size"),
    [
        ({"value": Decimal(80), "expected": Decimal(100)}, 20),
        ({"value": 110, "whole_value": 100}, 10),
        ({"value": 5, "low": 10.5, "high": 20.0}, Decimal("5.5")),
        ({"value": 15, "low": 10, "high": 20}, 0),
        ({"value": 30, "low": 10, "high": 20, "expected": 0}, 10),
        ({"excess": 7, "value": 1, "expected": 2}, 7),
        ({"value": "51.2%", "expected": "51.3%"}, None),
        ({"value": None, "expected": 3}, None),
        ({"value": True, "expected": 3}, None),
        ({"value": float("nan"), "expected": 3}, None),
        ({"value": 10.0**30, "expected": 3}, 10**17),
        ({}, None),
    ],
)
def test_a_breach_is_measured_against_what_the_rule_allows(examined: dict[str, Any], size: object) -> None:
    assert excess(examined) == size


def test_a_finding_carries_its_excess() -> None:
    rule = load_programme("social-impact-type2").rules_by_id["part_exceeds_whole"]
    assert finding(rule, {"value": Decimal(110), "whole_value": Decimal(100)}).excess == 10
