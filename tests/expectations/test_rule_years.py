"""Rules that hold for some years, and years that keep their rules."""

import shutil
from datetime import datetime

import pytest
import yaml

from expectations import rule_changes as changing
from expectations.catalogue import rules_for, rules_of
from expectations.examine import check
from expectations.in_force import is_closed
from expectations.rehearse import rehearse
from expectations.rehearsed import records
from expectations.rule_list import near_ids, rule_list
from expectations.version import version_of, versions_of
from flows.trace import with_rules
from warehouse import read
from warehouse.candidate import candidate_text
from warehouse.database import open_warehouse
from warehouse.programme.load import DEFINITIONS, DefinitionProblems, load_programme
from warehouse.trace_checks import Checks
from warehouse.workspace import FILE, Workspace

LEAD, PARTNER = "F113310103224", "F105110101051"
FEW = ("part_exceeds_whole", "requirement_missed", "zero_for_value")
WHILE_OPEN, WHEN_OVER = datetime(2027, 7, 1), datetime(2028, 5, 1)
STRICT = {
    "id": "never_above_ten", "kind": "far_from_target", "severity": "block", "applies_to": "return",
    "parameters": {"least_pct": "1000", "most_pct": "1", "least_gap": "0"}, "ja": "{at}{who}の{what_ja}が{value}です",
    "en": "{at}{who}: {what_en} is {value}", "remedy_ja": "直してください", "remedy_en": "Mend it",
    "source": {"document": "issue", "place": "test"},
}  # fmt: skip


def rules_of_file(path):
    """Return the few rules of a file that the tests run, and remove the file: a check of all takes a second."""
    rules = [rule for rule in yaml.safe_load(path.read_text(encoding="utf-8")) if rule["id"] in FEW]
    path.unlink()
    return rules


@pytest.fixture
def office(case):
    """A sound plan and FY2026 in a workspace with a definition of its own."""
    root = case.workspace.root
    shutil.copytree(DEFINITIONS / "social-impact-type2", root / "mine")
    few = [rule for path in (root / "mine" / "rules").glob("check_*.yaml") for rule in rules_of_file(path)]
    (root / "mine" / "rules" / "check_few.yaml").write_text(yaml.safe_dump(few, allow_unicode=True), encoding="utf-8")
    settings = (root / FILE).read_text(encoding="utf-8").replace("programme: social-impact-type2", "programme: mine")
    (root / FILE).write_text(settings, encoding="utf-8")
    case.workspace = Workspace(root)
    case.add_sound_return(2026)
    case.set_actual(LEAD, "4.short", 2026, 330)  # 347 were planned
    case.load()
    return case.workspace


def with_rule(workspace, **fields):
    """Return the workspace after a rule was added to its definition."""
    path = workspace.root / "mine" / "rules" / "check_new.yaml"
    path.write_text(yaml.safe_dump([STRICT | fields], allow_unicode=True), encoding="utf-8")
    return Workspace(workspace.root)


def rules_found(workspace, scope, at, **more):
    return {finding.rule for finding in check(workspace, scope, at, **more).findings}


def test_a_rule_holds_from_and_until_the_years_that_it_says(office):
    programme = with_rule(office, from_fy=2026, until_fy=2027).programme
    held = {year: "never_above_ten" in {rule.id for rule in rules_for(programme, year)} for year in range(2025, 2029)}
    assert held == {2025: False, 2026: True, 2027: True, 2028: False}


def test_years_the_wrong_way_round_are_named_with_their_file(office):
    with pytest.raises(DefinitionProblems, match=r"check_new\.yaml:\d+.*逆に書かれて"):
        _ = with_rule(office, from_fy=2028, until_fy=2026).programme


def test_a_collection_is_over_when_the_fiscal_year_of_its_last_round_is_over(office):
    programme = office.programme
    assert not is_closed(programme, 2026, datetime(2028, 3, 31, 14))  # 23:00 in Japan
    assert is_closed(programme, 2026, datetime(2028, 3, 31, 15))
    assert is_closed(programme, "plan", datetime(2026, 4, 1)) and not is_closed(programme, "plan", datetime(2025, 6, 1))


def test_an_open_year_is_checked_with_a_new_rule_and_the_run_says_which_rules_differ(office):
    check(office, 2026, WHILE_OPEN)
    result = check(with_rule(office), 2026, WHILE_OPEN)
    assert "never_above_ten" in {finding.rule for finding in result.findings}
    assert result.changed == ("never_above_ten",)


def test_a_year_that_is_over_keeps_the_rules_of_its_last_run_unless_the_present_ones_are_asked_for(office):
    before = check(office, 2026, WHILE_OPEN)
    later = with_rule(office)
    after = check(later, 2026, WHEN_OVER)
    assert [one.id_in("2026") for one in after.findings] == [one.id_in("2026") for one in before.findings]
    assert after.definition == before.definition != later.programme.hash and after.changed == ()
    assert "never_above_ten" in rules_found(later, 2026, WHEN_OVER, with_present_rules=True)


def test_a_year_that_is_over_and_was_never_checked_takes_the_present_rules(office):
    assert "never_above_ten" in rules_found(with_rule(office), 2026, WHEN_OVER)


def test_a_finding_carries_the_version_of_its_rule_and_the_run_that_of_all(office):
    later = with_rule(office)
    run = check(later, 2026, WHILE_OPEN).run
    rule = next(rule for rule in rules_of(later.programme) if rule.id == "never_above_ten")
    with open_warehouse(later.database) as connection:
        findings = read.rows(connection, "out.open_finding", rule=rule.id)
        (kept,) = read.rows(connection, "raw.check_run", run=run)
    assert {row["rule_version"] for row in findings} == {version_of(rule)}
    assert len(kept["rules"]) == 64 and kept["definition"] == later.programme.hash


def test_the_version_of_a_rule_changes_with_its_words_and_not_with_its_years(office):
    rule = rules_of(office.programme)[0]
    assert version_of(rule.model_copy(update={"from_fy": 2028})) == version_of(rule)
    assert version_of(rule.model_copy(update={"ja": rule.ja + "。"})) != version_of(rule)
    assert version_of(rule.model_copy(update={"kind": "formula"})) != version_of(rule)  # another SQL


def test_a_rehearsal_tells_what_a_new_rule_would_find_and_keeps_nothing_but_its_record(office):
    check(office, 2026, WHILE_OPEN)
    with open_warehouse(office.database) as connection:
        before = {
            name: read.rows(connection, name) for name in ("raw.check_run", "raw.check_finding", "def.definition")
        }
    later = with_rule(office, from_fy=2028)
    done = rehearse(later, candidate_text(later, None), WHILE_OPEN, "見本花子")
    assert list(done.rules) == ["never_above_ten"] and done.counts()["new"] > 50
    new = [entry for entry in done.entries if entry["state"] == "new"]
    assert {(entry["scope"], entry["university"]) for entry in new} == {("2026", LEAD), ("2026", PARTNER)}
    assert {entry["applies"] for entry in new} == {False}  # it holds from FY2028 on
    with open_warehouse(office.database) as connection:
        assert before == {name: read.rows(connection, name) for name in before}
        (entry,) = read.rows(connection, "raw.log", act="rehearsed")
        (record,) = {one for key, one in records([entry]).items() if key[0] == "never_above_ten"}
    assert (record.who, record.at) == ("見本花子", WHILE_OPEN)
    listed = {each["rule"]: each for each in rule_list(later.programme, records([entry]))}
    assert (
        listed["never_above_ten"]["rehearsed_by"] == "見本花子" and listed["part_exceeds_whole"]["rehearsed_at"] is None
    )
    changed = with_rule(office, from_fy=2028, severity="note")
    assert {each["rule"]: each for each in rule_list(changed.programme, records([entry]))}["never_above_ten"]["rehearsed_at"] is None  # fmt: skip


def test_a_rehearsal_of_a_rule_that_changed_tells_what_stays_and_what_goes(office):
    strict = with_rule(office)
    check(strict, 2026, WHILE_OPEN)
    looser = with_rule(office, parameters={"least_pct": "1000", "most_pct": "1", "least_gap": "10"})
    counts = rehearse(looser, candidate_text(looser, None), WHILE_OPEN, "x").counts()
    assert counts["new"] == 0 and counts["same"] > 0 and counts["gone"] > 0
    (looser.root / "mine" / "rules" / "check_new.yaml").unlink()
    without = Workspace(looser.root)
    gone = rehearse(without, candidate_text(without, None), WHILE_OPEN, "x")
    assert gone.removed == ("never_above_ten",) and gone.counts()["gone"] == counts["same"] + counts["gone"]


def test_a_file_of_rules_is_rehearsed_in_the_place_of_its_name(office, tmp_path):
    check(office, 2026, WHILE_OPEN)
    path = tmp_path / "check_more.yaml"
    path.write_text(yaml.safe_dump([STRICT | {"kind": "no_such_kind"}], allow_unicode=True), encoding="utf-8")
    done = rehearse(office, candidate_text(office, path), WHILE_OPEN, "x")
    assert {entry["state"] for entry in done.entries} == {"could_not_run"}
    with pytest.raises(DefinitionProblems, match="規則のファイル"):
        candidate_text(office, tmp_path / "none.yaml")


def test_a_changed_threshold_outside_the_rules_lets_every_rule_be_rehearsed(office):
    check(office, "plan", WHILE_OPEN)
    path = office.root / "mine" / "requirements.yaml"
    text = path.read_text(encoding="utf-8")
    assert '"140/100"' in text
    path.write_text(text.replace('"140/100"', '"990/100"').replace('"3/10"', '"9/10"'), encoding="utf-8")
    later = Workspace(office.root)
    new = [
        each for each in rehearse(later, candidate_text(later, None), WHILE_OPEN, "x").entries if each["state"] == "new"
    ]
    assert "requirement_missed" in {entry["rule"] for entry in new}


def test_changes_of_the_rules_are_listed_with_what_changed_and_what_is_not_in_force(office):
    check(office, 2026, WHILE_OPEN)
    later = with_rule(office)
    (pending,) = changing.rule_changes(later)
    assert (pending["change"], pending["rule"], pending["at"]) == ("added", "never_above_ten", None)
    check(later, 2026, WHILE_OPEN)
    changed = with_rule(office, severity="note", from_fy=2028)
    first, second = changing.rule_changes(changed)
    assert (first["change"], first["at"]) == ("added", WHILE_OPEN)
    assert (second["change"], second["fields"]) == ("changed", ["from_fy", "severity"])
    assert second["before_version"] != second["version"] == versions_of(rules_of(changed.programme))["never_above_ten"]
    assert [each["change"] for each in changing.rule_changes(changed, datetime(2027, 8, 1))] == ["changed"]


def test_the_catalogue_says_where_each_rule_is_written_and_who_accepts_its_reasons():
    entries = {entry["rule"]: entry for entry in rule_list(load_programme("social-impact-type2"))}
    one = entries["identity_all_students"]
    assert (one["file"], one["severity"], one["scope"], one["decided"]) == ("identities.yaml", "block", "both", "check")
    assert all(
        entry["file"] and entry["line"] and entry["title_ja"] and entry["remedy_en"] for entry in entries.values()
    )
    assert not [entry["rule"] for entry in entries.values() if "{" in entry["title_ja"] + entry["title_en"]]
    assert {entry["approver"] for entry in entries.values()} == {"事業責任者"}
    assert near_ids("sum_overwriten", entries)[0] == "sum_overwritten"


def traced(workspace, moment):
    """Return what a trace of a number of FY2026 tells of its checks as of a moment."""
    fact = f"{LEAD}/4.short/2026/actual"
    with open_warehouse(workspace.database, moment) as connection:
        checks = Checks(connection, workspace).of([fact], {})
    (told,) = with_rules(workspace, [{"facts": [{"fact": fact, "cells": []}], "checks": checks}])
    (run,) = told["checks"]["runs"]
    return run


def test_a_trace_of_a_closed_year_tells_the_rules_with_which_it_was_checked(office):
    first = with_rule(office, parameters={"least_pct": "1", "most_pct": "900", "least_gap": "0"})
    check(first, 2026, WHILE_OPEN)
    worded = with_rule(
        office, ja="{at}今の言い方 {value}", parameters={"least_pct": "1", "most_pct": "900", "least_gap": "0"}
    )
    check(worded, 2026, WHEN_OVER)  # the new definition is in force, and the year keeps its own
    run = traced(worded, datetime(2028, 6, 1))
    (rule,) = [rule for rule in run["rules"] if rule["rule"] == "never_above_ten"]
    assert run["definition"] == first.programme.hash != worded.programme.hash and run["definition_is_kept"]
    assert rule["title_ja"] == "○○大学の（項目）が○です" and "今の言い方" not in str(run)
    (was,) = [one for one in rules_of(first.programme) if one.id == "never_above_ten"]
    assert rule["version"] == version_of(was) and rule["file"] == "rules/check_new.yaml"


def test_a_definition_that_was_not_kept_is_said_not_to_be(office):
    first = with_rule(office)
    check(first, 2026, WHILE_OPEN)
    kept = first.evidence / first.programme.hash[:2] / f"{first.programme.hash}.definition"
    kept.chmod(0o644)
    kept.unlink()
    worded = with_rule(office, ja="{at}今の言い方 {value}")
    check(worded, "plan", WHEN_OVER)
    assert not traced(worded, datetime(2028, 6, 1))["definition_is_kept"]
