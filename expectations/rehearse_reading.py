"""The reading's part of a rehearsal: the kept files of all years are read again, and what is found is held against what was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from expectations.catalogue import INTAKE
from expectations.rehearsed import entry, fields_of
from expectations.scope import PLAN
from expectations.version import versions_of
from warehouse.programme import Programme
from warehouse.read import Row
from warehouse.reread import reread
from warehouse.workspace import Workspace

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading again says: an entry a finding, and the names of the answers that cannot be read again."""

    entries: tuple[Entry, ...] = ()
    unread: tuple[str, ...] = ()


def reading_rules(programme: Programme) -> dict[str, str]:
    """Return the version of each rule that is decided while reading, by its id."""
    return versions_of(rule for rule in programme.rules if rule.kind == INTAKE)


def rehearse_reading(
    workspace: Workspace,
    candidate: Programme,
    asked: Collection[str],
    submissions: Sequence[Row],
    findings: Sequence[Row],
    closed: set[str],
) -> Reading:
    """Read every file that counts again with a definition, and return what its reading rules say beside what they said.

    `asked`: the rules that are told of; `submissions` rows of `core.submission`, `findings` of `raw.finding`. `closed`: the
    scopes whose collection is over, to which nothing applies any more.
    """
    told: dict[str, list[Row]] = defaultdict(list)
    for row in findings:
        told[row["submission"]].append(row)
    entries: list[Entry] = []
    unread: list[str] = []
    for submission in (each for each in submissions if each["is_effective"] and each["channel"] != "correction"):
        before = told[submission["submission"]]
        found = reread(workspace, candidate, submission, before)
        if found is None:
            unread.append(submission["file_name"])
            continue
        name = PLAN if submission["purpose"] == "plan" else str(submission["fiscal_year"])
        now = {finding.id_in(name): fields_of(finding) for finding in found}
        was = {row["id"]: row for row in before}
        for number, fields in {**was, **now}.items():
            state = "same" if number in was and number in now else "new" if number in now else "gone"
            fields = {**fields, "university": fields["university"] or submission["university"]}
            if fields["rule"] in asked:
                entries.append(entry(name, number, state, fields, name not in closed))
    return Reading(tuple(entries), tuple(unread))
