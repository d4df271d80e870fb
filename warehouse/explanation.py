"""Reasons for findings (理由) and their acceptance (理由了承): with a bound, an expiry, and for later years a proposal."""

from __future__ import annotations

import difflib
from datetime import date, datetime
from decimal import Decimal

import duckdb

from warehouse import ledger, read
from warehouse.database import at_once
from warehouse.decision import RESPONSIBLE, Actor, Refused, approved, day_in_japan, sealed, stated
from warehouse.programme import Programme
from warehouse.programme.indicator import Rule
from warehouse.read import Row
from warehouse.workspace import Workspace
from warehouse.write import insert

Connection = duckdb.DuckDBPyConnection
LEAST_DIGITS = 4  # of an id that is named by its beginning


def explain(connection: Connection, finding: str, reason: str, actor: Actor, at: datetime) -> Row:
    """Keep the reason for a finding and return the finding as it stands now; a later reason takes its place.

    It covers what was seen: a larger excess re-opens the finding. A 要修正 keeps its reason beside it and stays open.
    Raises Refused for an unknown finding, or without a reason or a name.
    """
    found = find(connection, finding)
    return _keep(connection, "explain", found, _reason(reason), actor, at, found["excess"])


def waive(
    connection: Connection,
    workspace: Workspace,
    finding: str,
    reason: str | None,
    actor: Actor,
    at: datetime,
    expires_on: date,
    bound: Decimal | None = None,
    is_carried_over: bool = False,
) -> Row:
    """Keep the acceptance of a finding's reason and return the finding as it stands now.

    `bound`: the largest excess that is accepted (None: what is seen now). `expires_on`: its last day. `is_carried_over`:
    it is proposed for the same thing next year. Without a reason that of the proposal, or the one that was given, counts.
    Raises Refused for a 要修正, for somebody who is not the rule's approver, a bound below what is seen, or a day gone by.
    """
    found = find(connection, finding)
    if found["severity"] == "block":
        raise Refused(
            f"確認事項 {found['id']} は要修正のため、理由了承できません。値を直してください。期限が先に来る場合は rokunen release で"
            f"{RESPONSIBLE}の決裁を記録します / finding {found['id']} must be corrected and cannot be waived; where the deadline "
            "comes first, the responsible person releases the document (rokunen release)"
        )
    post = approver_of(workspace.programme, found["rule"])
    actor = approved(workspace, post, actor, "この確認事項の理由了承", "the acceptance of its reason")
    if expires_on < day_in_japan(at):
        raise Refused(f"了承の期限 {expires_on} は過ぎています / the expiry {expires_on} has passed")
    limit = _bound(found, bound)
    given = reason or found["explanation"] or found["proposed_reason"]
    return _keep(connection, "waive", found, _reason(given), actor, at, limit, expires_on, is_carried_over)


def find(connection: Connection, finding: str) -> Row:
    """Return the standing finding with this id or with the one id that begins so; Refused with the nearest otherwise."""
    rows = read.rows(connection, "out.open_finding", "id, excess desc nulls first")
    asked = finding.strip().lower()
    found = [row for row in rows if row["id"] == asked or (len(asked) >= LEAST_DIGITS and row["id"].startswith(asked))]
    if len({row["id"] for row in found}) == 1:
        return found[0]
    known = [row["id"] for row in found] or difflib.get_close_matches(asked, [row["id"] for row in rows], 3)
    near = f"（もしかして {'、'.join(dict.fromkeys(known))}）" if known else ""
    raise Refused(
        f"確認事項「{finding}」はありません{near}。番号は rokunen check で表示されます / no open finding '{finding}'; see rokunen check"
    )


def approver_of(programme: Programme, rule: str) -> str:
    """Return the post that accepts a rule's reasons: its parameter `approver`, else 事業責任者."""
    declared = _declared(programme, rule)
    return declared.parameters.get("approver", RESPONSIBLE) if declared else RESPONSIBLE


def excess_unit(programme: Programme, finding: Row) -> str:
    """Return in what the excess of a finding counts: its rule's own unit, else that of its row; empty for a ratio."""
    declared = _declared(programme, finding["rule"])
    if declared and declared.excess_unit:
        return declared.excess_unit
    row = programme.rows_by_key.get(finding["row"] or "")
    return row.unit if row and not row.is_ratio else ""


def _declared(programme: Programme, rule: str) -> Rule | None:
    """The rule of the definition, by its id or, where one stands for several, by the longest beginning of it."""
    names = sorted((name for name in programme.rules_by_id if rule == name or rule.startswith(f"{name}_")), key=len)
    return programme.rules_by_id[names[-1]] if names else None


def _bound(found: Row, bound: Decimal | None) -> Decimal | None:
    seen: Decimal | None = found["excess"]
    if bound is None:
        return seen
    if seen is None:
        raise Refused(
            f"確認事項 {found['id']} は大きさを測れないため、上限を付けられません / finding {found['id']} has no size to bound"
        )
    if bound < seen:
        raise Refused(
            f"上限 {bound:f} は現在の差 {seen.normalize():f} より小さい値です / the bound {bound:f} is below what is seen, {seen.normalize():f}"
        )
    return bound


def _reason(text: str | None) -> str:
    return stated(text, "理由（--reason）", "the reason (--reason)")


def _keep(
    connection: Connection,
    kind: str,
    found: Row,
    reason: str,
    actor: Actor,
    at: datetime,
    bound: Decimal | None,
    expires_on: date | None = None,
    is_carried_over: bool = False,
) -> Row:
    name = stated(actor.name, "氏名（--who）", "the name (--who)")
    said = sealed(
        reason=reason, post=actor.post, rule=found["rule"], university=found["university"], row=found["row"],
        scope=found["scope"], excess=found["excess"], bound=bound, expires_on=expires_on, carried_over=is_carried_over or None,
    )  # fmt: skip
    act = "waived" if kind == "waive" else "explained"
    with at_once(connection):
        ledger.append(connection, at, act, found["id"], said, name)
        row = (
            ledger.last_number(connection), kind, found["id"], found["subject"], found["scope"], found["rule"],
            found["university"], found["item"], found["row"], found["fiscal_year"], found["message_ja"], found["excess"],
            bound, expires_on, is_carried_over, reason, name, actor.post, at,
        )  # fmt: skip
        insert(connection, "raw.explanation", [row])
    return find(connection, found["id"])
