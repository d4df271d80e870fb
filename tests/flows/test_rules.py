"""`rokunen rules`: the catalogue as people ask for it."""

import json

from expectations.rule_example import rule_example
from tests.flows.conftest import Run
from tests.flows.test_loaded_libraries import loaded
from warehouse.programme import load_programme
from warehouse.programme.example import load_examples
from warehouse.workspace import Workspace


def test_the_catalogue_is_listed_and_filtered(rokunen: Run, planned: Workspace) -> None:
    done = rokunen("rules", "--severity", "note", "--scope", "plan", "--json", "--workspace", planned.root)
    assert done.returncode == 0, done.stderr
    entries = json.loads(done.stdout)
    assert "requirement_not_known" in {each["rule"] for each in entries}
    assert {each["severity"] for each in entries} == {"note"} and "return" not in {each["scope"] for each in entries}


def test_one_rule_is_shown_and_an_unknown_one_gets_the_nearest(rokunen: Run, planned: Workspace) -> None:
    shown = rokunen("rules", "show", "part_exceeds_whole", "--workspace", planned.root).stdout
    assert "[要修正]" in shown and "type2-form-guide" in shown and "rules/check_arithmetic.yaml:" in shown
    done = rokunen("rules", "show", "part_exceeds_hole", "--workspace", planned.root)
    assert done.returncode == 2 and "もしかして part_exceeds_whole" in done.stderr


def test_a_rule_is_shown_with_the_example_that_the_definition_gives(rokunen: Run, planned: Workspace) -> None:
    shown = rokunen("rules", "show", "sum_overwritten", "--workspace", planned.root, "--lang", "ja").stdout
    lines = [line.strip() for line in shown.splitlines()]
    assert "適合: ○○大学 令和8年度(目標値) 1) ①の参加学生数 (A : B + C): 2,288人" in lines
    assert "要修正: ○○大学 令和8年度(目標値) 1) ①の参加学生数 (A : B + C): 2,289人" in lines
    done = rokunen("rules", "show", "sum_overwritten", "--json", "--workspace", planned.root)
    (entry,) = json.loads(done.stdout)
    example = load_examples(planned.programme.folder)["sum_overwritten"]
    assert entry["example"]["message_en"] == example.en and example.ja in shown
    assert entry["example"]["changes"][0]["failing_en"] == "2,289"


def test_every_example_can_be_told_in_words() -> None:
    programme = load_programme("social-impact-type2")
    told = {rule: rule_example(programme, rule) for rule in load_examples(programme.folder)}
    assert told and rule_example(programme, "form_unreadable") is None
    for rule, example in told.items():
        changes = example["changes"] if example else []
        assert not changes or any(change["passing_ja"] != change["failing_ja"] for change in changes), rule
        for change in changes:
            assert "None" not in " ".join(change.values()) and change["place_ja"] != change["place_en"], rule


def test_the_rules_of_a_definition_are_listed_without_a_workspace(rokunen: Run) -> None:
    done = rokunen("rules", "--programme", "social-impact-type2", "--year", "2026", "--json")
    assert "not_returned" in done.stdout and "cover_amount_differs" not in done.stdout


def test_the_catalogue_needs_neither_great_expectations_nor_prefect(planned: Workspace) -> None:
    for words in (("rules",), ("rules", "changes"), ("rules", "show", "identity_teachers")):
        assert not loaded(*words, "--workspace", planned.root) & {"great_expectations", "prefect", "pandas"}
