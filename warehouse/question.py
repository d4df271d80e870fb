"""What universities ask, and what the office answers: an answer about a row is a ruling, a dated note of the definition."""

from __future__ import annotations

import difflib
from datetime import date, datetime

import duckdb

from warehouse import ledger, read
from warehouse.database import at_once
from warehouse.decision import Actor, Refused, day_in_japan, sealed, stated
from warehouse.intake.row_names import RowNames
from warehouse.programme import Programme
from warehouse.read import Row
from warehouse.write import insert

Connection = duckdb.DuckDBPyConnection
LEAST_DIGITS = 4  # of an id that is named by its beginning


def answer(
    connection: Connection, programme: Programme, question: str | None, text: str, actor: Actor, at: datetime,
    row: str | None = None, valid_from: date | None = None,
) -> Row:  # fmt: skip
    """Keep the answer to a question and return it as it stands now; a later answer takes its place, and the first one stays.

    With `row` (key or label) it is a ruling: it binds everybody from `valid_from` (None: today) on. A ruling needs no question.
    Raises Refused for an unknown question or row, without a text or a name, or where neither question nor row is named.
    """
    said = stated(text, "回答（--text）", "the answer (--text)")
    name = stated(actor.name, "氏名（--who）", "the name (--who)")
    if question is None and row is None:
        raise Refused("質問の番号か --row のどちらかを指定してください / name a question or a row (--row)")
    asked = find(connection, question)["question"] if question else None
    key = _row(programme, row) if row else None
    day = valid_from or day_in_japan(at)
    content = sealed(text=said, row=key, post=actor.post, valid_from=day)
    with at_once(connection):
        ledger.append(connection, at, "answered", asked or key or "", content, name)
        number = ledger.last_number(connection)
        insert(connection, "raw.answer", [(number, asked, key, said, name, actor.post, day, at)])
    return read.rows(connection, "out.answer", number=number)[0]


def find(connection: Connection, question: str) -> Row:
    """Return the question with this id or with the one id that begins so; Refused with the nearest otherwise."""
    rows = read.rows(connection, "core.question")
    sign = question.strip().lower()
    found = [
        row
        for row in rows
        if row["question"] == sign or (len(sign) >= LEAST_DIGITS and row["question"].startswith(sign))
    ]
    if len(found) == 1:
        return found[0]
    known = [row["question"] for row in found] or difflib.get_close_matches(sign, [row["question"] for row in rows], 3)
    near = f"（もしかして {'、'.join(known)}）" if known else ""
    raise Refused(
        f"質問「{question}」はありません{near}。番号は rokunen questions で表示されます / no question '{question}'; see rokunen questions"
    )


def answered_before(connection: Connection, ruling: Row) -> list[Row]:
    """Return the values that were reported before a ruling came to hold, in the order of universities and years."""
    return read.rows(connection, "out.answered_before_ruling", "position, fiscal_year", number=ruling["number"])


def _row(programme: Programme, name: str) -> str:
    names = RowNames(programme)
    found = names.find(name)
    if len(found) == 1:
        return found[0]
    near = "、".join(found) or names.near(name)
    hint = f"（もしかして {near}）" if near else ""
    raise Refused(f"項目「{name}」はありません{hint} / no row '{name}'")
