"""Which rules look at a fact: the checks are laid out anew as of a moment, and nothing is decided or kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from expectations import scope
from expectations.catalogue import rules_for
from expectations.scope import PLAN, Scope
from warehouse.database import open_warehouse
from warehouse.definition import at_moment
from warehouse.examined import CouldNotExamine, Examination
from warehouse.programme import Programme
from warehouse.programme.indicator import Rule
from warehouse.workspace import Workspace

_ROWS = ("row", "within_row", "of_row", "to_row", "left_row")
_KINDS = ("actual", "target", "baseline")


def rules_concerning(
    workspace: Workspace, scope_: Scope, moment: datetime, facts: Iterable[str]
) -> dict[str, set[str]]:
    """Return the ids of the rules that examine each fact (key) in a scope as of a moment; a fact of none is left out."""
    wanted = set(facts)
    found: dict[str, set[str]] = {}
    with open_warehouse(workspace.database, moment) as connection:
        then = at_moment(connection, workspace)
        programme = then.programme
        numbered = scope_ if scope_ == PLAN else int(scope_)
        examination = Examination(
            connection, scope.words(programme, numbered), scope.lists(programme, numbered, moment)
        )
        for rule in rules_for(programme, numbered):
            try:
                rows = examination.keys(rule)
            except CouldNotExamine:
                continue
            for fact in {key for row in rows for key in _keys(programme, rule, row)} & wanted:
                found.setdefault(fact, set()).add(rule.id)
    return found


def _keys(programme: Programme, rule: Rule, row: dict[str, Any]) -> Iterable[str]:
    """The facts that one examined thing is made of: its own row, its parts, its whole, the other side of an identity."""
    fiscal_year = row.get("fiscal_year")
    if row.get("category") is not None:
        name = f"{row['category']}.{row['line']}" if row.get("line") else row["category"]
        return [f"MONEY/{name}/{fiscal_year}/{column}" for column in ("grant", "own", "granted", "executed")]
    if row.get("list") is not None and row.get("no") is not None:
        columns = [each.id for courses in programme.form.course_lists for each in courses.columns]
        return [f"COURSE/{row['university']}.{row['list']}.{row['no']}.{column}/0/plan" for column in columns]
    named = [row[name] for name in _ROWS if row.get(name)] + list(row.get("parts") or ())
    named += [each for one in programme.identities if one.id == rule.parameters.get("identity") for each in one.right]
    kinds = [row["kind"]] if row.get("kind") else _KINDS
    return [f"{row.get('university')}/{each}/{fiscal_year}/{kind}" for each in named for kind in kinds]
