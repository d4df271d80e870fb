"""Which rules look at a fact: the checks are laid out anew as of a moment, and nothing is decided or kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from expectations import scope
from expectations.catalogue import rules_for
from expectations.rule_list import rule_list
from expectations.scope import PLAN, Scope
from warehouse.database import open_warehouse
from warehouse.definition import at_moment, definition_at, kept_programme
from warehouse.examined import CouldNotExamine, Examination
from warehouse.programme import Programme
from warehouse.programme.indicator import Rule
from warehouse.proposed import propose
from warehouse.workspace import Workspace

TOLD = ("severity", "title_ja", "title_en", "remedy_ja", "remedy_en", "source", "file", "line")
_ROWS = ("row", "within_row", "of_row", "to_row", "left_row")
_KINDS = ("actual", "target", "baseline")


@dataclass(frozen=True, slots=True)
class Concerning:
    """The rules of a run by the facts that they look at, with what each said when it was run.

    `rules`: the ids by the key of a fact; one of none is left out. `sentences`: sentence, remedy, and line of the
    definition of each rule; of the definition of the run, or where `is_kept` is false of the one of its moment.
    """

    rules: dict[str, set[str]]
    sentences: dict[str, dict[str, Any]]
    is_kept: bool


def rules_concerning(
    workspace: Workspace, scope_: Scope, moment: datetime, definition: str, facts: Iterable[str]
) -> Concerning:
    """Return which rules of a definition (by its hash) examine each fact (key) in a scope as of a moment."""
    wanted = set(facts)
    found: dict[str, set[str]] = {}
    with open_warehouse(workspace.database, moment) as connection:
        then = at_moment(connection, workspace)
        kept = kept_programme(then, definition)
        programme = kept or then.programme
        is_other = programme.hash != definition_at(connection)
        numbered = scope_ if scope_ == PLAN else int(scope_)
        words, lists = scope.words(programme, numbered), scope.lists(programme, numbered, moment)
        examination = Examination(
            connection, words, lists, definitions=propose(connection, programme) if is_other else None
        )
        rules = rules_for(programme, numbered)
        for rule in rules:
            try:
                rows = examination.keys(rule)
            except CouldNotExamine:
                continue
            for fact in {key for row in rows for key in _keys(programme, rule, row)} & wanted:
                found.setdefault(fact, set()).add(rule.id)
    sentences = {entry["rule"]: {name: entry[name] for name in TOLD} for entry in rule_list(programme)}
    return Concerning(found, sentences, kept is not None)


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
