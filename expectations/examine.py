"""One run of the checks: SQL finds what is to be examined, Great Expectations decides, the warehouse keeps it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

import numpy

from expectations import gx, scope
from expectations.catalogue import rules_for
from expectations.explain import finding
from expectations.in_force import programme_for
from expectations.outcome import CheckResult, Outcome
from expectations.scope import Scope
from expectations.version import rules_hash, versions_of
from warehouse import read, write
from warehouse.database import open_warehouse
from warehouse.examined import CouldNotExamine, Examination
from warehouse.finding import Finding
from warehouse.programme import Programme
from warehouse.programme.indicator import Rule
from warehouse.proposed import propose
from warehouse.workspace import Workspace

log = logging.getLogger(__name__)
COULD_NOT_RUN = "この規則は実行できませんでした（記録をご確認ください） / this rule could not be run; see the log"


def check(
    workspace: Workspace,
    scope_: Scope,
    at: datetime,
    as_of: datetime | None = None,
    *,
    with_present_rules: bool = False,
) -> CheckResult:
    """Check the plan (`plan`) or the returns that describe a fiscal year, keep the run, and return what it says."""
    return check_all(workspace, [scope_], at, as_of, with_present_rules=with_present_rules)[0]


def check_all(
    workspace: Workspace,
    scopes: Sequence[Scope],
    at: datetime,
    as_of: datetime | None = None,
    *,
    with_present_rules: bool = False,
) -> list[CheckResult]:
    """Check several scopes, keep a run of each, and return what each says; what they read is worked out once.

    `at` is the time of the runs in naive UTC; `as_of` looks at what was known then (such a run never becomes the newest).
    A collection that is over keeps the definition of its last check, unless `with_present_rules`.
    """
    gx.load()  # before the warehouse is opened, so that nobody waits for an import
    with open_warehouse(workspace.database, as_of) as connection:
        if as_of is None:
            write.register(connection, workspace, at)
        last = {row["scope"]: row for row in read.rows(connection, "core.run")}
        ran = read.rows(connection, "raw.outcome", run=[last[str(each)]["run"] for each in scopes if str(each) in last])
    kept = {} if with_present_rules else last
    asked = [(each, programme_for(workspace, each, as_of or at, kept.get(str(each)))) for each in scopes]
    results: list[CheckResult] = []
    for _, group in groupby(asked, key=lambda pair: pair[1].hash):
        pairs = list(group)
        with open_warehouse(workspace.database, as_of) as connection:
            is_present = pairs[0][1].hash == workspace.programme.hash
            definitions = None if is_present else propose(connection, pairs[0][1])
            for scope_, programme in pairs:
                run = last.get(str(scope_), {}).get("run")
                before = {row["rule"]: row["version"] for row in ran if row["run"] == run and row["version"]}
                words, lists = scope.words(programme, scope_), scope.lists(programme, scope_, at)
                examination = Examination(connection, words, lists, definitions=definitions)
                results.append(_checked(examination, programme, scope_, at, as_of, before))
    return results


def _checked(
    examination: Examination,
    programme: Programme,
    scope_: Scope,
    at: datetime,
    as_of: datetime | None,
    before: dict[str, str],
) -> CheckResult:
    rules = rules_for(programme, scope_)
    outcomes, findings = judge(examination, rules)
    versions, connection = versions_of(rules), examination.connection
    run = write.next_run(connection, str(scope_))
    rows = [outcome.row(versions[outcome.rule]) for outcome in outcomes]
    write.add_check_run(connection, run, at, str(scope_), programme.hash, rows, findings, as_of, rules_hash(versions))
    return CheckResult(run, programme.hash, tuple(outcomes), tuple(findings), versions, before)


def judge(examination: Examination, rules: tuple[Rule, ...]) -> tuple[list[Outcome], list[Finding]]:
    """Return what each rule says, in the rules' order, and every finding. Nothing but Great Expectations says not met."""
    is_met, broken = _examined(examination, rules)
    decisions = gx.decide({rule: met for rule, met in is_met.items() if len(met)})
    outcomes: list[Outcome] = []
    findings: list[Finding] = []
    for rule in rules:
        if rule.id in broken:
            outcomes.append(Outcome(rule.id, "could_not_run", detail=COULD_NOT_RUN))
        elif not len(is_met[rule.id]):
            outcomes.append(Outcome(rule.id, "nothing_to_check"))
        else:
            outcome, found = _decided(examination, rule, is_met[rule.id], decisions.get(rule.id))
            outcomes.append(outcome)
            findings.extend(found)
    return outcomes, findings


def _examined(examination: Examination, rules: tuple[Rule, ...]) -> tuple[dict[str, numpy.ndarray], set[str]]:
    is_met: dict[str, numpy.ndarray] = {}
    broken: set[str] = set()
    for rule in rules:
        try:
            is_met[rule.id] = examination.examine(rule)
        except CouldNotExamine as problem:
            log.error("rule %s could not be run: %s", rule.id, problem)
            broken.add(rule.id)
    return is_met, broken


def _decided(
    examination: Examination, rule: Rule, is_met: numpy.ndarray, decision: gx.Decision | None
) -> tuple[Outcome, list[Finding]]:
    examined = len(is_met)
    if decision is None or decision.not_met is None:
        log.error("rule %s was not decided: %s", rule.id, decision.detail if decision else "no expectation")
        return Outcome(rule.id, "could_not_run", examined, 0, COULD_NOT_RUN), []
    breaching = {bool(is_met[number]) for number in decision.not_met}
    found = [finding(rule, row) for row in examination.rows(rule, breaching)]
    return Outcome(rule.id, "not_met" if found else "met", examined, len(found)), found
