"""Sign-off of a return: 作成, 確認, 決裁 by the university, 受理 by the 代表校; 決裁 locks the values (確定) until an unlock."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Literal

import duckdb

from warehouse import ledger, read
from warehouse.database import at_once
from warehouse.decision import Actor, Blocked, Refused, sealed, stated
from warehouse.read import Row
from warehouse.release import RETURN
from warehouse.workspace import University
from warehouse.write import insert

Connection = duckdb.DuckDBPyConnection
Act = Literal["prepared", "confirmed", "decided"]
NAMES = {"prepared": "作成", "confirmed": "確認", "decided": "決裁", "accepted": "受理"}
BEFORE = {"confirmed": "prepared", "decided": "confirmed"}
SHOWN = 3  # how many open 要修正 a sentence quotes


def sign(
    connection: Connection,
    university: University,
    fiscal_year: int,
    round_: int,
    act: Act,
    actor: Actor,
    at: datetime,
) -> Row:
    """Keep an act of sign-off and return how far the return is; 決裁 locks its values.

    Raises Blocked while a 要修正 is open for the university and year and was not released; Refused before an answer or a
    check of it, out of order (作成, 確認, 決裁), when signed already, and without 職名 or name (決裁: or 決裁文書番号).
    """
    state = return_state(connection, university, fiscal_year, round_)
    what = _what(university, fiscal_year, round_)
    if state["state"] in ("signed", "accepted"):
        raise Refused(
            f"{what}は決裁済み（確定）です。直すときは先に rokunen unlock を行ってください / it is signed and locked; unlock it first"
        )
    if state["state"] == "draft":
        raise Refused(f"{what}の回答はまだありません / nothing has been returned yet")
    if state["state"] == "submitted":
        raise Refused(
            f"{what}は最新の回答のあと点検されていません。rokunen check --year {fiscal_year} を行ってください / "
            f"it has not been checked since the newest answer; run rokunen check --year {fiscal_year}"
        )
    _refuse_open(connection, university, fiscal_year, what)
    before = BEFORE.get(act)
    if before and not state[f"{before}_acted_at"]:
        raise Refused(
            f"{what}は、最新の回答についての{NAMES[before]}がまだです。{NAMES[act]}の前に行ってください / "
            f"'{before}' comes before '{act}', for the newest answer"
        )
    if act == "decided":
        stated(actor.decision, "決裁文書番号（--decision）", "the number of the decision (--decision)")
    with at_once(connection):
        _keep(connection, university, fiscal_year, round_, act, actor, at)
        if act == "decided":
            _lock(connection, university, fiscal_year, round_, actor, at)
    return return_state(connection, university, fiscal_year, round_)


def accept(
    connection: Connection, university: University, fiscal_year: int, round_: int, actor: Actor, at: datetime
) -> Row:
    """Keep that the 代表校 takes over what a 連携校 has signed (受理), and return how far the return is.

    Raises Refused for the 代表校 itself, before the 決裁, and when it was accepted already.
    """
    what = _what(university, fiscal_year, round_)
    if university.role == "lead":
        raise Refused(f"{what}は代表校自身の回答のため、受理は要りません / the lead does not accept its own return")
    state = return_state(connection, university, fiscal_year, round_)["state"]
    if state == "accepted":
        raise Refused(f"{what}は受理済みです / it was accepted already")
    if state != "signed":
        raise Refused(
            f"{what}は{university.name}の決裁がまだのため、受理できません / it is not signed by the university yet"
        )
    with at_once(connection):
        _keep(connection, university, fiscal_year, round_, "accepted", actor, at)
    return return_state(connection, university, fiscal_year, round_)


def unlock(
    connection: Connection,
    university: University,
    fiscal_year: int,
    round_: int,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Row:
    """Undo the sign-off of a return for a reason and return how far it is: what came later takes effect, and is signed anew.

    Raises Refused where nothing is locked, or without a reason, 職名 or name.
    """
    said = stated(reason, "理由（--reason）", "the reason (--reason)")
    state = return_state(connection, university, fiscal_year, round_)
    if state["state"] not in ("signed", "accepted"):
        raise Refused(f"{_what(university, fiscal_year, round_)}は確定していません / it is not locked")
    with at_once(connection):
        _keep(connection, university, fiscal_year, round_, "unlocked", actor, at, said)
    return return_state(connection, university, fiscal_year, round_)


def return_state(connection: Connection, university: University, fiscal_year: int, round_: int) -> Row:
    """Return how far a university's return of a year and round is; Refused where nobody was asked for it."""
    where = {"university": university.code, "fiscal_year": fiscal_year, "round": round_}
    found = read.rows(connection, "out.return_state", "round", **where)
    if not found:
        raise Refused(f"{_what(university, fiscal_year, round_)}の回答はまだありません / nothing has been returned yet")
    return found[0]


def _what(university: University, fiscal_year: int, round_: int) -> str:
    return f"{university.name} {fiscal_year}年度第{round_}回"


def _refuse_open(connection: Connection, university: University, fiscal_year: int, what: str) -> None:
    released = {row["id"] for row in read.rows(connection, "out.release", document=RETURN, document_fy=fiscal_year)}
    where = {"university": university.code, "scope": str(fiscal_year), "severity": "block"}
    rows = read.rows(connection, "out.open_finding", "item, row, rule, cell", **where)
    blocks = [row for row in rows if row["id"] not in released]
    if not blocks:
        return
    quoted = "".join(f"\n  {row['id']} {row['message_ja']}" for row in blocks[:SHOWN])
    rest = f"\n  ほか{len(blocks) - SHOWN}件" if len(blocks) > SHOWN else ""
    raise Blocked(
        f"{what}は要修正{len(blocks)}件が開いているため、署名できません / "
        f"{len(blocks)} findings must be corrected before anybody signs:{quoted}{rest}",
        blocks,
    )


def _keep(
    connection: Connection,
    university: University,
    fiscal_year: int,
    round_: int,
    act: str,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    name = stated(actor.name, "氏名（--who）", "the name (--who)")
    post = stated(actor.post, "職名（--post）", "the post (--post)")
    logged = "signed" if act in ("prepared", "confirmed", "decided") else act
    content = sealed(act=act, post=post, decision=actor.decision, reason=reason)
    ledger.append(connection, at, logged, _subject(university, fiscal_year, round_), content, name)
    newest = connection.execute("select coalesce(max(ordinal), 0) from raw.submission").fetchone()
    row = (
        ledger.last_number(connection), act, university.code, fiscal_year, round_, newest[0] if newest else 0, name, post,
        actor.decision, reason, at,
    )  # fmt: skip
    insert(connection, "raw.signature", [row])


def _lock(
    connection: Connection, university: University, fiscal_year: int, round_: int, actor: Actor, at: datetime
) -> None:
    """Log that the values are locked, with a hash over them: whoever holds the log can tell what was signed."""
    rows = [row["row"] for row in read.rows(connection, "core.round", round=round_)]
    where = {"university": university.code, "fiscal_year": fiscal_year, "kind": "actual", "row": rows}
    values = [
        [row["row"], row["state"], _text(row["value"])] for row in read.rows(connection, "core.datum", '"row"', **where)
    ]
    digest = hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()
    content = sealed(values=len(values), sha256=digest)
    ledger.append(connection, at, "locked", _subject(university, fiscal_year, round_), content, actor.name.strip())


def _subject(university: University, fiscal_year: int, round_: int) -> str:
    return f"{university.code} {fiscal_year} {round_}"


def _text(value: object) -> str:
    return "" if value is None else f"{value:f}"
