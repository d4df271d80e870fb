"""Each rule is met by a sound plan and sound returns, and is breached by its example of the definition."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from expectations.catalogue import rules_for, rules_of
from expectations.examine import judge
from expectations.scope import lists, words
from tests.expectations.changes import BESIDE, CODES, make, passing, written
from tests.expectations.sound import LEAD, PARTNER
from warehouse.database import open_warehouse
from warehouse.examined import Examination
from warehouse.intake.submission import CoverField, Money
from warehouse.programme import load_programme
from warehouse.programme.example import load_examples

YEAR = 2026
AFTER_THE_DUE_DATE = datetime(2027, 9, 1)
AFTER_THE_LAST_YEAR = datetime(2030, 9, 1)
EXAMPLES = {
    rule: example for rule, example in load_examples(load_programme("social-impact-type2").folder).items()
    if not any(change.what == "file" for change in example.changes)  # tests/warehouse/intake/test_delimited.py
}  # fmt: skip
NAMES = {LEAD: "○○大学", PARTNER: "△△大学"}  # as the examples name them
NOT_IN_A_SOUND_RETURN = {
    rule for rule, each in EXAMPLES.items() if any(change.what in BESIDE for change in each.changes)
}
ALWAYS_SAID = {"requirement_not_known", "own_indicator_rule_missing"}  # notes on every plan
ONLY_IN_THE_LAST_YEAR = {"requirement_unreached"}


def judged(case, scope, rules, at=AFTER_THE_DUE_DATE):
    """Return what the rules say of a case that is loaded."""
    programme = case.workspace.programme
    with open_warehouse(case.workspace.database) as connection:
        asked = Examination(connection, words(programme, scope), lists(programme, scope, at))
        return judge(asked, rules)


@pytest.fixture(scope="module")
def sound(tmp_path_factory, new_case):
    """A sound plan with the sound returns of FY2026, money included."""
    case = new_case(tmp_path_factory.mktemp("sound") / "workspace")
    case.add_sound_return(YEAR)
    case.actual_money += [
        case.a_cost(YEAR, "travel", "", "granted", 95000),
        case.a_cost(YEAR, "travel", "", "executed", 90000),
    ]
    case.courses.extend(case.a_course(1, list_="extracurricular", period="通年"))
    case.money.append(Money(YEAR, "travel", "", "remark", "value", None, "海外拠点への派遣", "審査項目⑫（R8）", "G9"))
    case.add_later(PARTNER, "2.A", YEAR, case.returns[YEAR][PARTNER, "2.A", YEAR].value, "provisional")
    of_both_desks = int(case.returns[YEAR][PARTNER, "2.A", YEAR].value)
    case.add_parts(PARTNER, "2.A", YEAR, {"人事課": of_both_desks, "教務課": of_both_desks})
    case.set_actual(LEAD, "3.npo", YEAR, 6)  # whoever reaches every target exactly is asked
    case.set_actual(PARTNER, "3.npo", YEAR, 12)
    case.returns[YEAR]["x", "x", 1] = case.datum(LEAD, "4.B", 2023, "actual", 559)
    case.load()
    return case


def test_every_rule_of_a_check_has_an_example():
    assert {rule.id for rule in rules_of(load_programme("social-impact-type2"))} == set(EXAMPLES)


def test_every_rule_is_met_by_a_sound_plan_and_sound_returns(sound):
    said = {}
    for scope in ("plan", YEAR):
        outcomes, findings = judged(sound, scope, rules_for(sound.workspace.programme, scope))
        assert [finding.message_ja for finding in findings if finding.severity != "note"] == []
        for outcome in outcomes:
            assert outcome.verdict != "could_not_run", outcome.rule
            said.setdefault(outcome.rule, set()).add(outcome.verdict)
    not_met = {rule for rule, verdicts in said.items() if "met" not in verdicts}
    assert not_met == ALWAYS_SAID | ONLY_IN_THE_LAST_YEAR | NOT_IN_A_SOUND_RETURN


@pytest.mark.parametrize("rule", sorted(EXAMPLES))
def test_an_example_stands_where_a_sound_value_stood_and_is_found_as_it_says(rule, new_case, tmp_path):
    example, case = EXAMPLES[rule], new_case(tmp_path / "workspace", NAMES)
    if example.fiscal_year:
        case.add_sound_return(example.fiscal_year)
    assert [written(case, example, change) for change in example.changes] == [each.was for each in example.changes]
    make(case, example)
    case.load()
    scope = example.fiscal_year or "plan"
    rules = [one for one in rules_for(case.workspace.programme, scope) if one.id == rule]
    at = AFTER_THE_LAST_YEAR if rule in ONLY_IN_THE_LAST_YEAR else AFTER_THE_DUE_DATE
    (outcome,), findings = judged(case, scope, tuple(rules), at)
    assert outcome.verdict == "not_met", outcome
    finds = example.finds
    found = [one for one in findings if (one.university, one.row) == (CODES[finds.university], finds.row)]
    said = {(one.severity, _sentence(one, one.message_ja), _sentence(one, one.message_en)): one for one in found}
    assert (finds.severity, example.ja, example.en) in said
    assert finds.excess is None or Decimal(finds.excess) in {one.excess for one in found}
    assert all("…" not in one.message_ja + one.message_en + one.remedy_ja + one.remedy_en for one in findings)
    assert "{" not in "".join(one.message_ja for one in findings)


@pytest.mark.parametrize("rule", sorted(NOT_IN_A_SOUND_RETURN))
def test_an_example_of_what_a_sound_return_does_not_hold_says_what_is_met_as_well(rule, new_case, tmp_path):
    example, case = EXAMPLES[rule], new_case(tmp_path / "workspace", NAMES)
    case.add_sound_return(example.fiscal_year)
    make(case, passing(example))
    case.load()
    rules = [one for one in rules_for(case.workspace.programme, example.fiscal_year) if one.id == rule]
    (outcome,), findings = judged(case, example.fiscal_year, tuple(rules))
    assert outcome.verdict in ("met", "not_met") and outcome.examined > outcome.not_met
    finds = example.finds
    assert (CODES[finds.university], finds.row) not in {(one.university, one.row) for one in findings}


def _sentence(finding, message):
    """What a finding says without its place, the codes of the sheets as names."""
    return message.removeprefix(f"{finding.place}: ").replace(LEAD, NAMES[LEAD]).replace(PARTNER, NAMES[PARTNER])


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


@pytest.mark.parametrize(("answered", "is_a_digit"), [("28", False), ("29", False), ("47", False), ("50", True)])
def test_a_digit_too_many_is_only_asked_about_where_a_count_would_remain(case, answered, is_a_digit):
    case.add_sound_return(YEAR)
    case.set_actual(LEAD, "3.npo", YEAR, int(answered))
    case.load()
    rules = [one for one in rules_for(case.workspace.programme, YEAR) if one.kind == "suspect"]
    _, findings = judged(case, YEAR, tuple(rules))
    asked = [finding for finding in findings if (finding.university, finding.row) == (LEAD, "3.npo")]
    assert [each.rule == "suspect_magnitude" for each in asked] == [is_a_digit]


def test_what_has_no_value_is_named_by_its_state_and_has_no_unit(case):
    case.add_sound_return(YEAR)
    key = (PARTNER, "2.A", YEAR)
    case.returns[YEAR][key] = replace(case.returns[YEAR][key], state="not_applicable", value=None, text="該当なし")
    case.add_later(PARTNER, "2.A", YEAR, 999, "provisional")
    case.load()
    rules = [one for one in rules_for(case.workspace.programme, YEAR) if one.id == "provisional_after_final"]
    _, [finding] = judged(case, YEAR, tuple(rules))
    assert "確定「該当なし」（" in finding.message_ja and "速報999人が届きました" in finding.message_ja
    assert "the final 'not applicable'" in finding.message_en
