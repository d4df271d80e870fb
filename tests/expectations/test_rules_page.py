"""The page of rules is generated, and what is committed is what would be generated."""

from pathlib import Path

from expectations.catalogue import rules_of
from expectations.rules_page import rules_markdown
from warehouse.programme import load_programme

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_of_rules_is_what_the_definition_says():
    remedy = "regenerate docs/rules.md with expectations.rules_page.rules_markdown"
    assert PAGE.read_text(encoding="utf-8") == rules_markdown(load_programme("social-impact-type2")), remedy


def test_every_rule_of_the_checks_has_a_source():
    assert [rule.id for rule in rules_of(load_programme("social-impact-type2")) if rule.source is None] == []
