"""A run of the checks, from a small real warehouse to stored outcomes."""

from datetime import datetime

from expectations import gx
from expectations.catalogue import rules_for
from expectations.examine import check, check_all, judge
from expectations.scope import lists, words
from warehouse import examined, read
from warehouse.database import open_warehouse
from warehouse.examined import Examination
from warehouse.finding import Place, say

AT = datetime(2024, 7, 2)
LEAD = "F113310103224"


def test_a_sound_plan_asks_nothing(case):
    case.load()
    result = check(case.workspace, "plan", AT)
    assert [finding for finding in result.findings if finding.severity != "note"] == []
    assert not [outcome for outcome in result.outcomes if outcome.verdict == "could_not_run"]


def test_a_finding_says_where_what_which_rule_and_what_to_do(case):
    case.set_plan(LEAD, "4.B", 2026, 9100, sheet="審査項目⑨（代表校）", cell="F53")
    case.load()
    found = {finding.rule: finding for finding in check(case.workspace, "plan", AT).findings}
    finding = found["part_exceeds_whole"]
    assert finding.message_ja == (
        "データ集.xlsx シート「審査項目⑨（代表校）」 F53セル: 中央大学 令和8年度(目標値)の"
        "4) 日本人学生の海外留学人数（B）9,100人が、4) 日本人学生数（A）9,055人を超えています"
    )
    assert (finding.severity, finding.university, finding.row, finding.fiscal_year) == ("block", LEAD, "4.B", 2026)
    assert finding.remedy_ja and finding.remedy_en


def test_every_run_is_kept_with_what_each_rule_said(case):
    case.set_plan(LEAD, "1.A", 2026, 1)
    case.load()
    first, second = check(case.workspace, "plan", AT), check(case.workspace, "plan", AT)
    assert first.run != second.run
    with open_warehouse(case.workspace.database) as connection:
        assert len(read.rows(connection, "raw.check_run")) == 2
        stored = read.rows(connection, "raw.outcome", run=first.run, rule="sum_overwritten")
        assert [(row["outcome"], row["examined"], row["not_met"]) for row in stored] == [("not_met", 30, 1)]
        assert {row["run"] for row in read.rows(connection, "out.open_finding", origin="check")} == {second.run}


def test_a_run_that_looks_at_the_past_is_kept_and_never_the_newest(case):
    case.load()
    newest = check(case.workspace, "plan", AT)
    past = check(case.workspace, "plan", datetime(2024, 7, 3), as_of=datetime(2024, 7, 1, 12))
    with open_warehouse(case.workspace.database) as connection:
        assert {row["run"] for row in read.rows(connection, "core.run")} == {newest.run}
        assert len(read.rows(connection, "raw.check_run", run=past.run)) == 1


def test_a_rule_whose_sql_fails_is_shown_and_the_others_go_on(case):
    case.set_plan(LEAD, "1.A", 2026, 1)
    case.load()
    programme = case.workspace.programme
    rules = rules_for(programme, "plan")
    broken = rules[0].model_copy(update={"id": "broken", "kind": "no_such_kind"})
    with open_warehouse(case.workspace.database) as connection:
        examination = Examination(connection, words(programme, "plan"), lists(programme, "plan", AT))
        outcomes, findings = judge(examination, (broken, *rules))
    said = {outcome.rule: outcome for outcome in outcomes}
    assert said["broken"].verdict == "could_not_run" and said["broken"].detail
    assert said["sum_overwritten"].verdict == "not_met"
    assert "sum_overwritten" in {finding.rule for finding in findings}


def test_nothing_to_check_is_never_met(case):
    case.plan = {key: one for key, one in case.plan.items() if one.university != "TOTAL"}
    case.load()
    said = {outcome.rule: outcome for outcome in check(case.workspace, "plan", AT).outcomes}
    assert said["total_overwritten"].verdict == "nothing_to_check"  # no 合計 was typed
    assert said["sum_overwritten"].verdict == "met"


def test_a_rule_without_its_expectation_finds_nothing(case, monkeypatch):
    case.set_plan(LEAD, "1.A", 2026, 1)
    case.set_plan(LEAD, "7.A", 2026, 1)
    case.load()
    before = {finding.rule for finding in check(case.workspace, "plan", AT).findings}
    assert {"sum_overwritten", "identity_all_students"} <= before
    generated = gx.expectations_for
    monkeypatch.setattr(
        gx, "expectations_for", lambda rules: [one for one in generated(rules) if one.column != "sum_overwritten"]
    )
    result = check(case.workspace, "plan", AT)
    assert {finding.rule for finding in result.findings} == before - {"sum_overwritten"}
    assert {outcome.rule: outcome.verdict for outcome in result.outcomes}["sum_overwritten"] == "could_not_run"


def test_great_expectations_alone_decides_what_is_met(case, monkeypatch):
    case.load()
    library = gx.load()

    def reversed_expectations(rules):
        reverse = library.expectations.ExpectColumnValuesToBeInSet
        return [reverse(column=rule, value_set=[0.0], meta={"rule": rule}) for rule in rules]

    monkeypatch.setattr(gx, "expectations_for", reversed_expectations)
    said = {outcome.rule: outcome for outcome in check(case.workspace, "plan", AT).outcomes}
    assert said["sum_overwritten"].not_met == said["sum_overwritten"].examined == 30


def test_what_reading_has_said_of_a_cell_is_not_said_again(case):
    case.set_plan(LEAD, "3.npo", 2026, None, sheet="審査項目⑨（代表校）", cell="F40")
    rule = case.workspace.programme.rules_by_id["form_value_not_a_number"]
    place = Place("データ集.xlsx", "審査項目⑨（代表校）", "F40")
    case.findings.append(say(rule, university=LEAD, row="3.npo", fiscal_year=2026, place=place))
    case.load()
    result = check(case.workspace, "plan", AT)
    assert [finding.cell for finding in (one.place for one in result.findings if one.rule == "blank_value")] == ["F40"]
    with open_warehouse(case.workspace.database) as connection:
        told = [row["rule"] for row in read.rows(connection, "out.open_finding", cell="F40")]
    assert told == ["form_value_not_a_number"]


def test_one_slip_in_a_sum_is_told_once(case):
    case.set_plan(LEAD, "1.A", 2026, 2289)
    case.load()
    asked = [finding.rule for finding in check(case.workspace, "plan", AT).findings if finding.severity != "note"]
    assert asked == [
        "sum_overwritten",
        "total_overwritten",
    ]  # the typed 合計 of the sound plan no longer adds up either


def test_what_rules_share_may_fail_and_the_other_rules_go_on(case, monkeypatch):
    case.load()
    monkeypatch.setattr(
        examined,
        "_prepared",
        lambda name, real=examined._prepared: "select no_such" if name == "course" else real(name),
    )
    said = {outcome.rule: outcome.verdict for outcome in check(case.workspace, "plan", AT).outcomes}
    assert said["course_order"] == "could_not_run" and said["sum_overwritten"] == "met"


def test_several_scopes_at_once_say_what_each_says_alone(case):
    case.add_sound_return(2026)
    case.set_actual(LEAD, "4.short", 2026, 3470)
    case.set_plan(LEAD, "1.A", 2026, 2289)
    case.load()
    later = datetime(2027, 9, 1)
    alone = [check(case.workspace, scope, later) for scope in ("plan", 2026)]
    together = check_all(case.workspace, ["plan", 2026], later)
    assert [one.findings for one in together] == [one.findings for one in alone]
    assert [one.outcomes for one in together] == [one.outcomes for one in alone]
    assert all(one.findings for one in together)
