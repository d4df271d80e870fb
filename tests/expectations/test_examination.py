"""What a run examines is worked out when a rule asks for it, and only as far as is asked."""

from datetime import datetime

import pytest

from expectations.catalogue import rules_for
from expectations.scope import lists, words
from warehouse.database import open_warehouse
from warehouse.examined import Examination

AT = datetime(2024, 7, 2)


@pytest.fixture
def examination(case):
    case.load()
    programme = case.workspace.programme
    with open_warehouse(case.workspace.database) as connection:
        yield Examination(connection, words(programme, "plan"), lists(programme, "plan", AT))


def rule(case, name):
    (found,) = [one for one in rules_for(case.workspace.programme, "plan") if one.id == name]
    return found


def worked_out(examination):
    """Return the relations that stand in memory."""
    text = "select table_name from duckdb_tables() where database_name in ('examined', 'settled')"
    return {name for (name,) in examination.connection.execute(text).fetchall()}


def test_what_no_rule_asks_for_is_not_worked_out(case, examination):
    assert len(examination.examine(rule(case, "negative_value")))
    assert "described_fact" in worked_out(examination)
    assert worked_out(examination).isdisjoint({"suspect", "computed", "requirement_alternative", "replaced_cell"})
    examination.examine(rule(case, "sum_overwritten"))
    assert "computed" in worked_out(examination) and "suspect" not in worked_out(examination)


def test_the_things_that_are_met_and_those_that_are_not_are_all_there_are(case, examination):
    asked = rule(case, "sum_overwritten")
    is_met = examination.examine(asked)
    assert len(examination.rows(asked, {True})) == is_met.sum() > 0
    assert len(examination.rows(asked, {False, True})) == len(is_met)
    assert len(examination.keys(asked)) == len(is_met)


def test_a_later_scope_on_the_same_connection_examines_its_own(case, examination):
    programme = case.workspace.programme
    later = Examination(examination.connection, words(programme, 2026), lists(programme, 2026, AT))
    assert len(later.examine(rule(case, "negative_value"))) == 0  # nobody has answered for 2026
