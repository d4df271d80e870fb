"""The rules as people ask for them: of a workspace and a year, or of a definition by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.programme import Programme
    from warehouse.workspace import Workspace

Entry = dict[str, Any]


def catalogue(workspace: Workspace | None, programme: str | None = None, year: int | None = None) -> list[Entry]:
    """Return the rules of a workspace, or of a definition by its id or folder; of a year, those that it is checked with."""
    from expectations.rehearsed import ACT, records
    from expectations.rule_list import rule_list
    from warehouse import read
    from warehouse.database import open_warehouse
    from warehouse.programme import load_programme

    if workspace is None:
        definition, rehearsed = load_programme(str(programme)), {}
    else:
        with open_warehouse(workspace.database) as connection:
            rehearsed = records(read.rows(connection, "raw.log", "number", act=ACT))
        definition = workspace.programme if year is None else _of_year(workspace, year)
    entries = rule_list(definition, rehearsed)
    return entries if year is None else [entry for entry in entries if _holds(entry, year)]


def one(workspace: Workspace, rule: str) -> Entry:
    """Return one rule by its id with its example (None: it has none); WrongUse with the nearest ids where there is no rule."""
    from expectations.rule_example import rule_example
    from expectations.rule_list import near_ids
    from flows.problem import WrongUse

    entries = {entry["rule"]: entry for entry in catalogue(workspace)}
    if rule in entries:
        return entries[rule] | {"example": rule_example(workspace.programme, rule)}
    near = near_ids(rule, entries)
    ja, en = (f"（もしかして {'、'.join(near)}）", f" (did you mean {', '.join(near)}?)") if near else ("", "")
    raise WrongUse(f"規則「{rule}」はありません{ja}。一覧は rokunen rules / no rule '{rule}'{en}; see rokunen rules")


def _of_year(workspace: Workspace, year: int) -> Programme:
    from expectations.in_force import programme_for
    from flows.settings import now
    from warehouse import read
    from warehouse.database import open_warehouse

    with open_warehouse(workspace.database) as connection:
        runs = read.rows(connection, "core.run", scope=str(year))
    return programme_for(workspace, year, now(workspace), runs[0] if runs else None)


def _holds(entry: Entry, year: int) -> bool:
    if entry["scope"] == "plan":
        return False
    return (entry["from_fy"] or year) <= year <= (entry["until_fy"] or year)
