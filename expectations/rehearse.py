"""A rehearsal: new or changed rules run on every year there is, beside what stands now, and nothing of it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from expectations import gx, scope
from expectations.catalogue import rules_about, rules_of
from expectations.examine import judge
from expectations.in_force import is_closed
from expectations.outcome import Outcome
from expectations.rehearsed import ACT, said
from expectations.scope import PLAN, Scope
from expectations.version import rules_hash, versions_of
from warehouse import ledger, read
from warehouse.candidate import differs_beyond_rules
from warehouse.database import open_warehouse
from warehouse.definition import at_moment, files_in_force, keep_text
from warehouse.examined import Examination
from warehouse.finding import Finding
from warehouse.programme import Programme
from warehouse.programme.indicator import Rule
from warehouse.programme.load import files_of, load_text
from warehouse.proposed import propose
from warehouse.read import Row
from warehouse.workspace import Workspace

Entry = dict[str, Any]
STATES = ("new", "gone", "same")
SILENT = ("met", "nothing_to_check", "could_not_run")
KEPT = (
    "rule", "severity", "university", "item", "row", "fiscal_year", "file", "sheet", "cell", "message_ja", "message_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What was rehearsed and what it would say.

    `rules`: the version of each rule that ran, by its id; `removed`: rules that are no more. `entries`: one a finding,
    with `scope`, `state` (one of STATES) and `applies`: whether the rule would hold for that year once it is in force;
    and one for each rule and scope without any, with a state of SILENT.
    """

    definition: str
    rules: dict[str, str]
    removed: tuple[str, ...]
    scopes: tuple[str, ...]
    entries: tuple[Entry, ...]

    def counts(self) -> dict[str, int]:
        """Return how many findings are of each state."""
        found = Counter(entry["state"] for entry in self.entries)
        return {state: found[state] for state in (*STATES, "could_not_run")}


def rehearse(workspace: Workspace, text: bytes, at: datetime, who: str) -> Rehearsal:
    """Run the rules of a definition's text that differ from those in force on the plan and on every year with returns.

    Only the log keeps that it was done: when (`at`, naive UTC), by whom, with which rules, and how much was found. Where
    the definition differs in more than its rules, every rule runs. Raises DefinitionProblems for a text that is not sound.
    """
    candidate = load_text(text, workspace.programme.folder)
    gx.load()
    with open_warehouse(workspace.database) as connection:
        then = at_moment(connection, workspace)
        runs = {row["scope"]: row["run"] for row in read.rows(connection, "core.run")}
        scopes = _scopes(read.rows(connection, "core.submission"))
        told = read.rows(connection, "raw.check_finding", run=list(runs.values()))
        open_runs = [run for name, run in runs.items() if not is_closed(candidate, _scope(name), at)]
        changed, removed = _changed(candidate, then.programme, read.rows(connection, "raw.outcome", run=open_runs))
        is_wide = differs_beyond_rules(files_of(text), files_in_force(then))
        asked = versions_of(rules_of(candidate)) if is_wide else changed
    entries: list[Entry] = []
    for scope_ in scopes if asked or removed else []:
        present = [row for row in told if row["run"] == runs.get(str(scope_)) and row["rule"] in {*asked, *removed}]
        about = tuple(rule for rule in rules_about(candidate, scope_) if rule.id in asked)
        entries += _of_scope(workspace, candidate, scope_, at, about, present)
    done = Rehearsal(candidate.hash, asked, removed, tuple(str(each) for each in scopes), tuple(entries))
    if asked or removed:
        keep_text(workspace, text)
        with open_warehouse(workspace.database) as connection:
            detail = said(changed, done.scopes, done.counts())
            ledger.append(connection, at, ACT, rules_hash(versions_of(rules_of(candidate))), detail, who)
    return done


def _scopes(submissions: Iterable[Row]) -> list[Scope]:
    purposes = list(submissions)
    years = sorted({row["fiscal_year"] for row in purposes if row["purpose"] == "return"})
    return [*([PLAN] if any(row["purpose"] == "plan" for row in purposes) else []), *years]


def _scope(name: str) -> Scope:
    return name if name == PLAN else int(name)


def _changed(candidate: Programme, present: Programme, ran: list[Row]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the rules whose version differs from the one in force or the one that ran last, and those that are no more."""
    proposed, known = versions_of(rules_of(candidate)), versions_of(rules_of(present))
    differing = {row["rule"] for row in ran if row["version"] not in (None, proposed.get(row["rule"]))}
    changed = {rule: version for rule, version in proposed.items() if known.get(rule) != version or rule in differing}
    return changed, tuple(rule for rule in known if rule not in proposed)


def _of_scope(
    workspace: Workspace, candidate: Programme, scope_: Scope, at: datetime, about: tuple[Rule, ...], present: list[Row]
) -> list[Entry]:
    """Return what the rules say of a scope beside what stands there now (`present`, rows of `raw.check_finding`)."""
    words, lists = scope.words(candidate, scope_), scope.lists(candidate, scope_, at)
    with open_warehouse(workspace.database) as connection:
        examination = Examination(connection, words, lists, definitions=propose(connection, candidate))
        outcomes, findings = judge(examination, about)
    is_over, known = is_closed(candidate, scope_, at), {row["id"] for row in present}
    fiscal_year = candidate.first_fy if scope_ == PLAN else int(scope_)
    holding = {rule.id for rule in about if rule.holds_in(fiscal_year) and not is_over}
    found = {finding.id_in(str(scope_)) for finding in findings}
    broken = {outcome.rule for outcome in outcomes if outcome.verdict == "could_not_run"}
    entries = []
    for finding in findings:
        number = finding.id_in(str(scope_))
        state = "same" if number in known else "new"
        entries.append(_entry(scope_, number, state, _fields(finding), finding.rule in holding))
    for row in present:
        if row["id"] not in found and row["rule"] not in broken:
            entries.append(_entry(scope_, row["id"], "gone", row, not is_over))
    silent = [outcome for outcome in outcomes if outcome.verdict != "not_met"]
    return entries + [_silent(scope_, outcome, outcome.rule in holding) for outcome in silent]


def _fields(finding: Finding) -> dict[str, Any]:
    place = {"file": finding.place.file, "sheet": finding.place.sheet, "cell": finding.place.cell}
    return {name: place[name] if name in place else getattr(finding, name) for name in KEPT}


def _entry(scope_: Scope, number: str, state: str, fields: Mapping[str, Any], applies: bool) -> Entry:
    return {"scope": str(scope_), "id": number, "state": state, "applies": applies} | {
        name: fields[name] for name in KEPT
    }


def _silent(scope_: Scope, outcome: Outcome, applies: bool) -> Entry:
    """The entry of a rule without a finding: that it is met, has nothing to check, or could not be run."""
    blank: dict[str, Any] = dict.fromkeys(KEPT)
    return _entry(scope_, "", outcome.verdict, blank | {"rule": outcome.rule}, applies) | {"examined": outcome.examined}
