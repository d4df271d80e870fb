"""Checking: the plan and each year's returns, by the rules of the definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from expectations.outcome import Outcome
    from warehouse.workspace import Workspace

PLAN = "plan"
Scope = str | int


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked: the outcome of each rule by scope, and everything that is open there, reading included.

    `changed`: rules that are not those of the run before, by scope; `kept`: scopes that keep the definition of their
    last run because their collection is over and the present one differs.
    """

    outcomes: tuple[tuple[Scope, Outcome], ...]
    findings: tuple[dict[str, Any], ...]
    changed: tuple[tuple[Scope, str], ...] = ()
    kept: tuple[Scope, ...] = ()


def check(
    workspace: Workspace,
    scopes: Sequence[Scope],
    at: datetime,
    as_of: datetime | None = None,
    *,
    with_present_rules: bool = False,
) -> Checked:
    """Check the plan (`plan`) or the years, keep the runs, and return the outcomes with everything open in them.

    `at` is naive UTC. With `as_of` what was known then is looked at, and such a run is never the newest. A collection that
    is over keeps the rules of its last run, unless `with_present_rules`.
    """
    from expectations.examine import check_all
    from flows.findings import STANDING, open_findings
    from flows.screen import finding_entry

    done = check_all(workspace, scopes, at, as_of, with_present_rules=with_present_rules)
    results = list(zip(scopes, done, strict=True))
    names = [str(scope) for scope in scopes]
    if as_of is None:
        entries = open_findings(workspace, names)
    else:
        entries = open_findings(workspace, names, as_of, origin="intake")
        for scope, result in results:
            name = str(scope)
            entries += [
                STANDING
                | finding_entry(finding)
                | {"scope": name, "id": finding.id_in(name), "excess": finding.excess}
                | {"rule_version": result.versions[finding.rule]}
                for finding in result.findings
            ]
    return Checked(
        tuple((scope, one) for scope, result in results for one in result.outcomes),
        tuple(entries),
        tuple((scope, rule) for scope, result in results for rule in result.changed),
        tuple(scope for scope, result in results if result.definition != workspace.programme.hash),
    )


def scopes_of_year(workspace: Workspace, fiscal_year: int, at: datetime) -> list[Scope]:
    """Return what a year's check looks at: the year, and before it the plan unless it was checked as it stands now.

    A plan is frozen: it is looked at again after an amendment, when the roster has changed, or the definition, as long as
    that is the one that it is checked with. `at` is naive UTC.
    """
    from expectations.in_force import is_closed
    from warehouse import read
    from warehouse.database import open_warehouse

    present = {} if is_closed(workspace.programme, PLAN, at) else {"definition": workspace.programme.hash}
    with open_warehouse(workspace.database) as connection:
        plans = read.rows(connection, "core.plan")
        runs = read.rows(connection, "core.run", scope=PLAN, **present)
        rosters = read.rows(connection, "def.roster")
    changed = max((plan["received_at"] for plan in plans), default=None)
    changed = max([changed, *(roster["valid_from"] for roster in rosters)]) if changed else None
    is_due = changed is not None and not any(run["ran_at"] >= changed for run in runs)
    return [PLAN, fiscal_year] if is_due else [fiscal_year]


def scopes_with_data(workspace: Workspace, as_of: datetime | None = None) -> list[Scope]:
    """Return what there is to check: the plan where one was imported, then each year with returns."""
    from warehouse import read
    from warehouse.database import open_warehouse

    with open_warehouse(workspace.database, as_of) as connection:
        rows = read.rows(connection, "core.submission")
    years = sorted({row["fiscal_year"] for row in rows if row["purpose"] == "return"})
    return ([PLAN] if any(row["purpose"] == "plan" for row in rows) else []) + years
