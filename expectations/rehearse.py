"""A rehearsal: new or changed rules run on every year there is, beside what stands now, and nothing of it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from expectations import gx, scope
from expectations.catalogue import rules_about, rules_of
from expectations.examine import judge
from expectations.in_force import is_closed
from expectations.outcome import Outcome
from expectations.rehearse_reading import Reading, reading_rules, rehearse_reading
from expectations.rehearsed import ACT, KEPT, entry, fields_of, said
from expectations.scope import PLAN, Scope
from expectations.version import rules_hash, versions_of
from warehouse import ledger, read
from warehouse.candidate import differs_beyond_rules
from warehouse.database import open_warehouse
from warehouse.definition import at_moment, files_in_force, keep_text
from warehouse.examined import Examination
from warehouse.programme import Programme
from warehouse.programme.indicator import Rule
from warehouse.programme.load import files_of, load_text
from warehouse.proposed import propose
from warehouse.read import Row
from warehouse.workspace import Workspace

Entry = dict[str, Any]
STATES = ("new", "gone", "same")
SILENT = ("met", "nothing_to_check", "could_not_run")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What was rehearsed and what it would say.

    `rules`: the version of each rule that ran, by its id; `removed`: rules that are no more. `entries`: one a finding,
    with `scope`, `state` (one of STATES) and `applies`: whether the rule would hold for that year once it is in force;
    and one for each rule of a check and scope without any, with a state of SILENT. `unread`: answers that could not be
    read again for the rules that are decided while reading.
    """

    definition: str
    rules: dict[str, str]
    removed: tuple[str, ...]
    scopes: tuple[str, ...]
    entries: tuple[Entry, ...]
    unread: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """Return how many findings are of each state."""
        found = Counter(entry["state"] for entry in self.entries)
        return {state: found[state] for state in (*STATES, "could_not_run")}


def rehearse(workspace: Workspace, text: bytes, at: datetime, who: str, *, with_reading: bool = False) -> Rehearsal:
    """Run the rules of a definition's text that differ from those in force on the plan and on every year with returns.

    Rules that are decided while reading read the kept files again. Only the log keeps that it was done: when (`at`, naive
    UTC), by whom, with which rules, and how much was found. Where the definition differs in more than its rules, every
    rule runs; `with_reading`: every rule of reading does, also where nothing differs (the program itself may). Raises
    DefinitionProblems for a text that is not sound.
    """
    candidate = load_text(text, workspace.programme.folder)
    gx.load()
    with open_warehouse(workspace.database) as connection:
        then = at_moment(connection, workspace)
        runs = {row["scope"]: row["run"] for row in read.rows(connection, "core.run")}
        submissions = read.rows(connection, "core.submission", "ordinal")
        scopes = _scopes(submissions)
        told = read.rows(connection, "raw.check_finding", run=list(runs.values()))
        open_runs = [run for name, run in runs.items() if not is_closed(candidate, _scope(name), at)]
        changed, removed = _changed(candidate, then.programme, read.rows(connection, "raw.outcome", run=open_runs))
        is_wide = differs_beyond_rules(files_of(text), files_in_force(then))
        asked = versions_of(rules_of(candidate)) if is_wide else changed
        found = read.rows(connection, "raw.finding")
    reading, no_more = _reading(candidate, then.programme, is_wide or with_reading)
    entries: list[Entry] = []
    for scope_ in scopes if asked or removed else []:
        present = [row for row in told if row["run"] == runs.get(str(scope_)) and row["rule"] in {*asked, *removed}]
        about = tuple(rule for rule in rules_about(candidate, scope_) if rule.id in asked)
        entries += _of_scope(workspace, candidate, scope_, at, about, present)
    again = Reading()
    if reading or no_more:
        closed = {str(each) for each in scopes if is_closed(candidate, each, at)}
        again = rehearse_reading(
            then.with_(then.config, candidate), candidate, {*reading, *no_more}, submissions, found, closed
        )
    done = Rehearsal(
        candidate.hash, asked | reading, (*removed, *no_more), tuple(str(each) for each in scopes),
        (*entries, *again.entries), again.unread,
    )  # fmt: skip
    if done.rules or done.removed:
        keep_text(workspace, text)
        with open_warehouse(workspace.database) as connection:
            detail = said(changed | reading, done.scopes, done.counts())
            ledger.append(connection, at, ACT, rules_hash(versions_of(rules_of(candidate))), detail, who)
    return done


def _reading(candidate: Programme, present: Programme, is_wide: bool) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the rules of reading that differ from those in force (`is_wide`: all), and those that are no more."""
    proposed, known = reading_rules(candidate), reading_rules(present)
    asked = {rule: version for rule, version in proposed.items() if is_wide or known.get(rule) != version}
    return asked, tuple(rule for rule in known if rule not in proposed)


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
        entries.append(entry(str(scope_), number, state, fields_of(finding), finding.rule in holding))
    for row in present:
        if row["id"] not in found and row["rule"] not in broken:
            entries.append(entry(str(scope_), row["id"], "gone", row, not is_over))
    silent = [outcome for outcome in outcomes if outcome.verdict != "not_met"]
    return entries + [_silent(scope_, outcome, outcome.rule in holding) for outcome in silent]


def _silent(scope_: Scope, outcome: Outcome, applies: bool) -> Entry:
    """The entry of a rule without a finding: that it is met, has nothing to check, or could not be run."""
    blank: dict[str, Any] = dict.fromkeys(KEPT)
    return entry(str(scope_), "", outcome.verdict, blank | {"rule": outcome.rule}, applies) | {
        "examined": outcome.examined
    }
