"""Each rule is met by a sound plan and sound returns, and is breached by one slip."""

from datetime import datetime

import pytest

from expectations.catalogue import rules_for, rules_of
from expectations.examine import judge
from expectations.scope import lists, words
from tests.expectations.slips import (
    ALWAYS_SAID,
    ONLY_IN_THE_LAST_YEAR,
    SIZES,
    SLIPS,
    TESTED_BESIDE,
    YEAR,
    activity,
    executed,
    remark,
)
from tests.expectations.sound import LEAD, PARTNER
from warehouse.database import open_warehouse
from warehouse.examined import Examination
from warehouse.intake.submission import CoverField
from warehouse.programme import load_programme

AFTER_THE_DUE_DATE = datetime(2027, 9, 1)


def judged(case, scope, rules):
    """Return what the rules say of a case that is loaded."""
    programme = case.workspace.programme
    with open_warehouse(case.workspace.database) as connection:
        asked = Examination(connection, words(programme, scope), lists(programme, scope, AFTER_THE_DUE_DATE))
        return judge(asked, rules)


@pytest.fixture(scope="module")
def sound(tmp_path_factory, new_case):
    """A sound plan with the sound returns of FY2026, money included."""
    case = new_case(tmp_path_factory.mktemp("sound") / "workspace")
    case.add_sound_return(YEAR)
    executed("travel", "", 95000, 90000)(case)
    activity()(case)
    remark("travel", "", "海外拠点への派遣")(case)
    case.add_later(PARTNER, "2.A", YEAR, case.returns[YEAR][PARTNER, "2.A", YEAR].value, "provisional")
    of_both_desks = int(case.returns[YEAR][PARTNER, "2.A", YEAR].value)
    case.add_parts(PARTNER, "2.A", YEAR, {"人事課": of_both_desks, "教務課": of_both_desks})
    case.returns[YEAR]["x", "x", 1] = case.datum(LEAD, "4.B", 2023, "actual", 559)
    case.load()
    return case


def test_every_rule_has_a_slip():
    assert {rule.id for rule in rules_of(load_programme("social-impact-type2"))} == set(SLIPS) | TESTED_BESIDE


def test_every_rule_is_met_by_a_sound_plan_and_sound_returns(sound):
    said = {}
    for scope in ("plan", YEAR):
        outcomes, findings = judged(sound, scope, rules_for(sound.workspace.programme, scope))
        assert [finding.message_ja for finding in findings if finding.severity != "note"] == []
        for outcome in outcomes:
            assert outcome.verdict != "could_not_run", outcome.rule
            said.setdefault(outcome.rule, set()).add(outcome.verdict)
    not_met = {rule for rule, verdicts in said.items() if "met" not in verdicts}
    assert not_met == ALWAYS_SAID | ONLY_IN_THE_LAST_YEAR | TESTED_BESIDE


@pytest.mark.parametrize("rule", sorted(set(SLIPS) - ONLY_IN_THE_LAST_YEAR))
def test_a_slip_is_found_by_its_rule(rule, case):
    scope, slip, (university, row), severity, quoted = SLIPS[rule]
    if scope == YEAR:
        case.add_sound_return(YEAR)
    slip(case)
    case.load()
    rules = [one for one in rules_for(case.workspace.programme, scope) if one.id == rule]
    (outcome,), findings = judged(case, scope, tuple(rules))
    assert outcome.verdict == "not_met", outcome
    assert (university, row, severity) in {(one.university, one.row, one.severity) for one in findings}
    said = " ".join(finding.message_ja for finding in findings)
    assert quoted in said and "…" not in said and "{" not in said
    if rule in SIZES:
        assert SIZES[rule] in {one.excess for one in findings}
    assert all("…" not in one.message_en + one.remedy_ja + one.remedy_en for one in findings)


def test_a_requirement_is_judged_on_actuals_only_in_the_last_year(case):
    case.add_sound_return(2029)
    case.set_actual(LEAD, "4.B", 2029, 700)
    case.add_sound_return(2028)
    case.set_actual(LEAD, "4.B", 2028, 700)
    case.load()
    rules = [one for one in rules_for(case.workspace.programme, 2029) if one.id == "requirement_unreached"]
    (outcome,), findings = judged(case, 2029, tuple(rules))
    assert outcome.verdict == "not_met" and findings[0].university == LEAD and "125.2%" in findings[0].message_ja
    (outcome,), _ = judged(case, 2028, tuple(rules))
    assert outcome.verdict == "nothing_to_check"


def test_a_partner_that_misses_a_requirement_is_asked_and_not_blocked(case):
    case.set_plan(PARTNER, "4.B", 2029, 300)
    case.load()
    rules = [one for one in rules_for(case.workspace.programme, "plan") if one.id == "requirement_missed"]
    _, findings = judged(case, "plan", tuple(rules))
    assert [(finding.university, finding.severity) for finding in findings] == [(PARTNER, "explain")]


def test_a_partner_without_a_sheet_puts_no_other_out_of_order(case):
    case.cover[:0] = [CoverField("partner", -1, "信州大学")]
    case.load()
    rules = [one for one in rules_for(case.workspace.programme, "plan") if one.id == "partner_order_differs"]
    _, findings = judged(case, "plan", tuple(rules))
    assert len(findings) == 1 and "信州大学" in findings[0].message_ja and "（なし）" in findings[0].message_ja


def test_in_a_plan_the_odd_year_of_a_row_is_named_and_not_its_neighbours(case):
    case.set_plan(LEAD, "4.short", 2026, 3470)
    case.load()
    rules = [one for one in rules_for(case.workspace.programme, "plan") if one.kind == "suspect"]
    _, findings = judged(case, "plan", tuple(rules))
    assert [(one.rule, one.row, one.fiscal_year) for one in findings] == [("suspect_magnitude", "4.short", 2026)]


def test_the_university_whose_history_does_not_fit_is_the_one_that_copied(case):
    for row, theirs in {"6.a": 40, "6.i": 10, "6.2": 30, "6.u": 26}.items():
        case.set_plan(LEAD, row, 2029, theirs)
    case.load()
    rules = [one for one in rules_for(case.workspace.programme, "plan") if one.id == "copied_from_other_university"]
    _, findings = judged(case, "plan", tuple(rules))
    assert [(one.university, one.item) for one in findings] == [(LEAD, "6")]


def test_a_negative_answer_stops_no_other_rule(case):
    case.add_sound_return(YEAR)
    case.set_actual(LEAD, "3.npo", YEAR, -5)
    case.set_actual(LEAD, "4.short", YEAR, 3470)
    case.load()
    outcomes, findings = judged(case, YEAR, rules_for(case.workspace.programme, YEAR))
    assert [outcome.rule for outcome in outcomes if outcome.verdict == "could_not_run"] == []
    assert {"negative_value", "suspect_magnitude"} <= {finding.rule for finding in findings}
