"""A return from a university's own database: what its channel file asks, read-only, kept as evidence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from warehouse.finding import Place
from warehouse.intake.channel_file import ChannelFileProblem, read_channel_file
from warehouse.intake.reported import Answer, Reported
from warehouse.intake.secret import secret
from warehouse.intake.spreadsheet import column_letters
from warehouse.intake.sql.connection import Asked, CannotConnect, ask
from warehouse.intake.sql.duckdb_file import ask_file, is_duckdb_file
from warehouse.intake.submission import Received, Submission
from warehouse.programme import Programme
from warehouse.workspace import University

ROWS = "rows"


class ChannelFile(BaseModel):
    """What `channels/<code>.yaml` says: where the address is (never the address itself), and what to ask.

    `queries`: one query a row of the form, returning one value. `rows`: one query returning (row, value[, status]).
    The parameters :fiscal_year, :start (1 April), :end (31 March) and :may1 may be used.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    url_from: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    timeout_seconds: float = Field(default=30, gt=0, le=3600)
    status: Literal["provisional", "final", "corrected"] = "provisional"
    reason: str | None = None
    queries: dict[str, str] = Field(default_factory=dict)
    rows: str | None = None

    def questions(self) -> dict[str, str]:
        """Return every query by its key."""
        return {**self.queries, **({ROWS: self.rows} if self.rows else {})}


def read_sql(
    channel_file: Path, environment: Mapping[str, str], programme: Programme, university: University, fiscal_year: int,
    at: datetime,
) -> tuple[Received, bytes, Submission]:  # fmt: skip
    """Return the evidence (its name and hash, and its bytes to keep) and what the university's database says.

    The evidence is one JSON document: each query with its parameters and the rows that it returned; never an address.
    A datum's sheet is the query's key, its cell the address in the rows. A database that is down, or settings that
    are wrong, yield no data and one blocking finding.
    """
    reported = Reported(programme, fiscal_year)
    place = Place(f"channels/{channel_file.name}")
    channel = _read_channel(channel_file, reported, place, university)
    asked: list[Asked] = []
    if channel is not None:
        asked = _ask(channel, environment, reported, place, university)
    content = _evidence(university, fiscal_year, asked)
    received = kept_as(f"{university.code}.sql.json", content, at)
    for one in asked:
        _take(one, reported, university, channel.status if channel else "", received.name)
    return received, content, reported.submission(received, "sql", university, channel.reason if channel else None)


def parameters(fiscal_year: int) -> dict[str, int | date]:
    """Return what every query may use: the fiscal year, its first and last day, and its 1 May."""
    return {
        "fiscal_year": fiscal_year,
        "start": date(fiscal_year, 4, 1),
        "end": date(fiscal_year + 1, 3, 31),
        "may1": date(fiscal_year, 5, 1),
    }


def _read_channel(path: Path, reported: Reported, place: Place, university: University) -> ChannelFile | None:
    try:
        channel = read_channel_file(path, ChannelFile)
    except ChannelFileProblem as problem:
        reported.say("database_settings", place, problem, university.code)
        return None
    if not channel.questions():
        reported.say("database_settings", place, "queries も rows もありません", university.code)
        return None
    return channel


def _ask(
    channel: ChannelFile, environment: Mapping[str, str], reported: Reported, place: Place, university: University
) -> list[Asked]:
    url = secret(channel.url_from, environment)
    if url is None:
        reported.say("database_address_missing", place, channel.url_from, university.code)
        return []
    try:
        put = ask_file if is_duckdb_file(url) else ask
        return put(url, channel.questions(), parameters(reported.fiscal_year), channel.timeout_seconds)
    except CannotConnect as problem:
        rule = "database_unreachable" if problem.is_usable else "database_address_unusable"
        reported.say(rule, place, channel.url_from, university.code)
        return []


def _take(asked: Asked, reported: Reported, university: University, status: str, file: str) -> None:
    place = Place(file, asked.key, "A1")
    if asked.problem:
        reported.say("database_query_failed", place, asked.key, university.code, why=asked.problem)
        return
    if asked.key == ROWS:
        _take_rows(asked, reported, university, status, file)
        return
    if len(asked.rows) > 1 or len(asked.columns) != 1:
        rows, columns = len(asked.rows), len(asked.columns)
        why = {"why": f"{rows}行{columns}列でした", "why_en": f"returned {rows} rows of {columns} columns"}
        reported.say("database_rows", place, asked.key, university.code, **why)
        return
    value = asked.rows[0][0] if asked.rows else None  # no row is no answer yet, as a null is
    reported.add(_answer(university, asked.key, value, status, place, place))


def _take_rows(asked: Asked, reported: Reported, university: University, status: str, file: str) -> None:
    for number, row in enumerate(asked.rows, 1):
        if len(row) not in (2, 3):
            why = {
                "why": f"{len(row)}列でした（行, 値[, 状態] が必要）",
                "why_en": f"has {len(row)} columns, not row, value[, status]",
            }
            reported.say("database_rows", Place(file, asked.key, f"A{number}"), asked.key, university.code, **why)
            return
        places = [Place(file, asked.key, f"{column_letters(column)}{number}") for column in (1, 2, 3)]
        told = str(row[2] or status) if len(row) == 3 else status
        reported.add(_answer(university, str(row[0]), row[1], told, places[0], places[1], places[2]))


def _answer(
    university: University, row: str, value: Any, status: str, row_place: Place, value_place: Place,
    status_place: Place | None = None,
) -> Answer:  # fmt: skip
    return Answer(
        university=university, row=row, value=_number(value), status=status, row_place=row_place,
        value_place=value_place, status_place=status_place or value_place,
    )  # fmt: skip


def _number(value: Any) -> str | int | Decimal | None:
    """Return a database's value as a number where it is one; anything else as the text that it prints as."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
        return value
    return str(value)


def _evidence(university: University, fiscal_year: int, asked: list[Asked]) -> bytes:
    document = {
        "channel": "sql",
        "university": university.code,
        "fiscal_year": fiscal_year,
        "parameters": parameters(fiscal_year),
        "queries": [
            {"key": one.key, "sql": one.sql, "columns": one.columns, "rows": one.rows, "problem": one.problem}
            for one in asked
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, default=str).encode("utf-8")


def kept_as(name: str, content: bytes, at: datetime) -> Received:
    """Return a document of evidence as a received file, named by its hash."""
    digest = hashlib.sha256(content).hexdigest()
    return Received(
        name=name, sha256=digest, size=len(content), kept=f"{digest[:2]}/{digest}{Path(name).suffix}", received_at=at
    )
