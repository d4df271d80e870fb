"""A printed number stands for an interval: a rule fails only where no true values inside the intervals satisfy it."""

import pytest

from expectations import scope
from expectations.catalogue import rules_for
from tests.expectations.test_rules import AFTER_THE_DUE_DATE, LEAD, PARTNER
from warehouse.database import open_warehouse
from warehouse.examined import Examination

YEAR = 2026


def breaches(case, scope_, rule):
    """Return what a rule's SQL says is not met: (university, fiscal year) of each thing."""
    case.load()
    programme = case.workspace.programme
    (asked,) = [one for one in rules_for(programme, scope_) if one.id == rule]
    words, lists = scope.words(programme, scope_), scope.lists(programme, scope_, AFTER_THE_DUE_DATE)
    with open_warehouse(case.workspace.database) as connection:
        examination = Examination(connection, words, lists)
        assert len(examination.examine(asked)), "nothing was examined"
        return {(row["university"], row["fiscal_year"]) for row in examination.rows(asked, {False})}


PLACES = [(university, year) for university in (LEAD, PARTNER) for year in (2023, 2026, 2029)]
RATIOS = [  # 4.B, 4.A, the value and the text of 4.ratio, whether it is met
    (1075, 10000, "0.108", "10.8%", True),  # 10.75 % rounds up to 10.8 %: the lower end belongs to it
    (1085, 10000, "0.108", "10.8%", True),  # a tie, which some programs round down
    (10749, 100000, "0.108", "10.8%", False),
    (10851, 100000, "0.108", "10.8%", False),
    (1085, 10000, "0.109", "10.9%", True),
    (1_074_999, 10_000_000, "0.108", "10.8%", False),  # large counts do not blur the ends
    (108, 1000, "0.11", "11%", True),  # no decimal: 10.5 % to 11.5 %
    (108, 1000, "0.11", "11.0%", False),  # one decimal, though it is a zero
    (108, 1000, "0.11", "0.11", False),  # the form's cell shows 11.0%
    (1104, 10000, "0.11", "0.11", True),  # 11.04 % prints 11.0 %
    (1, 3, "0.3333333333", "0.333333333333333", True),  # a formula's full result
    (1, 3, "0.3333333433", "0.333333343", False),
]


@pytest.mark.parametrize("ratios", [RATIOS[:6], RATIOS[6:]])
def test_a_typed_ratio_is_wrong_only_outside_its_interval(case, ratios):
    wrong = set()
    for (university, year), (numerator, denominator, value, text, is_met) in zip(PLACES, ratios, strict=True):
        case.set_plan(university, "4.A", year, denominator)
        case.set_plan(university, "4.B", year, numerator)
        case.set_plan(university, "4.ratio", year, value, text=text)
        wrong |= set() if is_met else {(university, year)}
    assert breaches(case, "plan", "ratio_overwritten") == wrong


def test_a_share_of_counts_is_compared_unrounded(case):
    """100.01 % prints 100.0 %: counts are exact, so that one person too many is too many."""
    case.set_plan(LEAD, "5.B", 2026, 9355)
    case.set_plan(LEAD, "5.B", 2029, 9469)
    assert breaches(case, "plan", "ratio_above_whole") == {(LEAD, 2029)}


@pytest.mark.parametrize(
    "totals",
    [
        # 12.34 and 45.64 make 57.98, so that 12.3 and 45.6 may make 58.0
        [(("12.3", "45.6"), "57.9", True), (("12.3", "45.6"), "58.0", True), (("12.3", "45.6"), "58.1", False)],
        [
            (("12.3", "45.6"), "58", True),
            (("12.3", "45.6"), "57.7", False),
            (("12", "45"), "58", False),
        ],  # persons are exact
    ],
)
def test_a_total_of_rounded_values_may_differ_by_half_a_unit_each(case, totals):
    for year, (values, total, _) in zip((2023, 2026, 2029), totals, strict=True):
        for university, value in zip((LEAD, PARTNER), values, strict=True):
            case.set_plan(university, "8.1", year, value)
        case.set_plan("TOTAL", "8.1", year, total)
    wrong = {("TOTAL", year) for year, (*_, is_met) in zip((2023, 2026, 2029), totals, strict=True) if not is_met}
    assert breaches(case, "plan", "own_total_differs") == wrong


@pytest.mark.parametrize(
    "said",
    [{LEAD: ("53", "54", False), PARTNER: ("12.3", "12.34", True)}, {LEAD: ("12.3", "12.4", False), PARTNER: ("12.3", "12.36", False)}],
)  # fmt: skip
def test_a_plan_value_said_again_with_more_decimals_may_be_the_same(case, said):
    case.add_sound_return(YEAR)
    for university, (planned, again, _) in said.items():
        case.set_plan(university, "8.1", 2023, planned)
        case.returns[YEAR][university, "x", 1] = case.datum(university, "8.1", 2023, "actual", again)
    wrong = {(university, 2023) for university, (*_, is_met) in said.items() if not is_met}
    assert breaches(case, YEAR, "plan_restated") == wrong


def with_grant(case, fiscal_year, whole):
    """The year's grant, all of it for travel but what equipment and consumables take."""
    parts = {one.line: one.value for one in case.money if one.fiscal_year == fiscal_year and one.column == "grant" and one.line}  # fmt: skip
    case.set_cost(fiscal_year, "travel", "", "grant", whole - sum(parts.values()))
    case.set_cost(fiscal_year, "", "", "grant", whole)


def test_a_tapered_grant_may_be_rounded_up_but_not_more(case):
    """70 % of 137,096 is 95,967.2, 50 % is 68,548.0, 30 % is 41,128.8."""
    for fiscal_year, grant in ((2027, 95968), (2028, 68550), (2029, 41130)):
        with_grant(case, fiscal_year, grant)
    assert breaches(case, "plan", "grant_above_taper") == {(LEAD, 2028), (LEAD, 2029)}


def test_a_grant_that_is_not_tapered_has_nothing_to_round(case):
    with_grant(case, 2025, 137097)
    assert breaches(case, "plan", "grant_above_initial") == {(LEAD, 2025)}


def test_the_share_of_truncated_amounts_is_too_large_only_where_no_amounts_satisfy_it(case):
    """30 % of 137,096 is 41,128.8, of 137,096.999 it is 41,129.1: a line printed as 41,129 may lie within."""
    for fiscal_year, equipment in ((2025, 41129), (2026, 41130)):
        case.set_cost(fiscal_year, "goods", "equipment", "grant", equipment)
        with_grant(case, fiscal_year, 137096)
    assert breaches(case, "plan", "equipment_share_high") == {(LEAD, 2026)}


def test_a_share_that_falls_by_less_than_the_truncation_hides_does_not_fall(case):
    """Of 100,000 the university bears 30,000, then 29,999, then 29,997 of as much."""
    for fiscal_year, own in ((2026, 30000), (2027, 29999), (2028, 29997)):
        with_grant(case, fiscal_year, 100000 - own)
        for line in (("goods", "equipment"), ("goods", "consumables"), ("goods", "")):
            case.set_cost(fiscal_year, *line, "own", 0)
        case.set_cost(fiscal_year, "travel", "", "own", own)
        case.set_cost(fiscal_year, "", "", "own", own)
    assert (LEAD, 2027) not in breaches(case, "plan", "own_share_falls")
    assert (LEAD, 2028) in breaches(case, "plan", "own_share_falls")
