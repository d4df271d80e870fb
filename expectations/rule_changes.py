"""How the rules changed: from one definition in force to the next, and what stands in the folder but is not in force yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from expectations.catalogue import INTAKE, rules_of
from expectations.rehearsed import Record, records
from expectations.version import version_of
from warehouse import read
from warehouse.database import open_warehouse
from warehouse.definition import files_in_force, files_kept, kept_programme
from warehouse.programme import Programme
from warehouse.programme.indicator import Rule
from warehouse.workspace import Workspace

Entry = dict[str, Any]


def rule_changes(workspace: Workspace, since: datetime | None = None) -> list[Entry]:
    """Return one entry a rule that was added, removed or changed, the earliest first; `at` (naive UTC) is None where the
    definition in the folder is not in force yet.

    A definition that changed in other parts has one entry more, `change` "definition" with its `files`; of one that was
    not kept, or cannot be read any more, `change` is "unknown". `since`: changes in force before it are left out.
    """
    with open_warehouse(workspace.database) as connection:
        definitions = read.rows(connection, "def.definition", "valid_from")
        rehearsed = records(read.rows(connection, "raw.log", "number", act="rehearsed"))
    steps: list[tuple[str, datetime | None]] = [(row["definition"], row["valid_from"]) for row in definitions]
    if steps and steps[-1][0] != workspace.programme.hash:
        steps.append((workspace.programme.hash, None))
    found: list[Entry] = []
    for (before, _), (after, at) in pairwise(steps):
        if since is None or at is None or at >= since:
            found += [{"at": at, "definition": after} | each for each in _step(workspace, before, after, rehearsed)]
    return found


def _step(workspace: Workspace, before: str, after: str, rehearsed: dict[tuple[str, str], Record]) -> Iterator[Entry]:
    one, other = kept_programme(workspace, before), kept_programme(workspace, after)
    if one is None or other is None:
        yield _entry("unknown", None, [], None, None, None)
        return
    old, new = _rules(one), _rules(other)
    for name in [*(name for name in old if name not in new), *new]:
        was, now = old.get(name), new.get(name)
        if was != now:
            fields = sorted(_fields(was, now)) if was and now else []
            change = "changed" if was and now else "added" if now else "removed"
            record = rehearsed.get((name, version_of(now))) if now else None
            yield _entry(change, name, fields, was, now, record)
    if files := _other_files(workspace, before, after):
        yield _entry("definition", None, [], None, None, None) | {"files": files}


def _rules(programme: Programme) -> dict[str, Rule]:
    reading = (rule for rule in programme.rules if rule.kind == INTAKE)
    return {rule.id: rule for rule in (*rules_of(programme), *reading)}


def _fields(was: Rule, now: Rule) -> set[str]:
    return {name for name in Rule.model_fields if getattr(was, name) != getattr(now, name)}


def _entry(
    change: str, rule: str | None, fields: list[str], was: Rule | None, now: Rule | None, record: Record | None
) -> Entry:
    either = now or was
    return {
        "change": change, "rule": rule, "fields": fields, "severity": either.severity if either else None,
        "before_version": version_of(was) if was else None, "version": version_of(now) if now else None,
        "from_fy": now.from_fy if now else None, "until_fy": now.until_fy if now else None,
        "rehearsed_at": record.at if record else None, "rehearsed_by": record.who if record else None, "files": [],
    }  # fmt: skip


def _other_files(workspace: Workspace, before: str, after: str) -> list[str]:
    """Return the files other than the rules that differ; none where one of the texts was not kept."""
    one, other = _files(workspace, before), _files(workspace, after)
    if not one or not other:
        return []
    names = (name for name in {**one, **other} if one.get(name) != other.get(name))
    return [name for name in names if name.split("/")[0].removesuffix(".yaml") not in ("rules", "identities")]


def _files(workspace: Workspace, definition: str) -> dict[str, bytes]:
    return files_in_force(workspace) if definition == workspace.programme.hash else files_kept(workspace, definition)
