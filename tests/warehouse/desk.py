"""An office that receives, checks and signs returns of FY2026, a day an act."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb

from warehouse import read, write
from warehouse.decision import Actor
from warehouse.finding import Finding, Place
from warehouse.intake.submission import Datum, Money, Received, Submission
from warehouse.release import release
from warehouse.signing import accept, return_state, sign, unlock
from warehouse.workspace import Workspace

LEAD, PARTNER = "F113310103224", "F105110101051"
START = datetime(2026, 6, 1)
WRITER, CHECKER, DECIDER = Actor("佐藤", "係員"), Actor("鈴木", "課長"), Actor("田中", "学長", "国際第12号")
HEAD = Actor("山田", "事業責任者", "学長決裁第3号")
OFFICE = Actor("高橋", "国際課長")
Values = dict[str, int | str]


class Desk:
    """The desk of the lead, at work on FY2026."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
        self.connection, self.workspace, self.at = connection, workspace, START

    def tomorrow(self) -> datetime:
        self.at += timedelta(days=1)
        return self.at

    def answer(self, values: Values, code: str = PARTNER, money: int | None = None, **changes: Any) -> None:
        """Receive a return of FY2026: numbers by row, or a state."""
        at, status = self.tomorrow(), changes.pop("status", "final")
        data = tuple(
            Datum(
                code, row, 2026, "actual", ("value" if value else "zero") if isinstance(value, int) else value,  # type: ignore[arg-type]
                Decimal(value) if isinstance(value, int) else None, str(value), "第1回", "E7", status,
            )
            for row, value in values.items()
        )  # fmt: skip
        digest = hashlib.sha256(repr((at, values)).encode()).hexdigest()
        received = Received(f"回答{at:%m%d}.xlsx", digest, 1, f"{digest}.xlsx", at)
        cost = (Money(2026, "travel", "", "executed", "value", Decimal(money), str(money)),) if money else ()
        programme = self.workspace.programme
        submission = Submission(received, "return", "workbook", 2026, code, programme.hash, data, money=cost, **changes)
        write.stage(submission, self.workspace.staging)
        write.load_staged(self.connection, self.workspace.staging)

    def check(self, *findings: Finding) -> None:
        run = write.next_run(self.connection, "2026")
        write.add_check_run(self.connection, run, self.tomorrow(), "2026", "definition", [], findings)

    def sign(self, *acts: Any, code: str = PARTNER, round_: int = 1) -> read.Row:
        names = {"prepared": WRITER, "confirmed": CHECKER, "decided": DECIDER}
        for act in acts or names:
            sign(self.connection, self.university(code), 2026, round_, act, names[act], self.tomorrow())
        return self.state(code, round_)

    def unlock(self, reason: str = "転記の誤り", code: str = PARTNER, round_: int = 1) -> read.Row:
        return unlock(self.connection, self.university(code), 2026, round_, reason, OFFICE, self.tomorrow())

    def accept(self, code: str = PARTNER) -> read.Row:
        return accept(self.connection, self.university(code), 2026, 1, OFFICE, self.tomorrow())

    def release(self, document: Any = "return", actor: Actor = HEAD, reason: str = "期限のため") -> list[read.Row]:
        return release(self.connection, self.workspace, document, 2026, reason, actor, self.tomorrow())

    def state(self, code: str = PARTNER, round_: int = 1) -> read.Row:
        return return_state(self.connection, self.university(code), 2026, round_)

    def university(self, code: str) -> Any:
        return self.workspace.university(code)

    def value(self, row: str = "5.A", code: str = PARTNER) -> Any:
        found = read.rows(self.connection, "out.fact", university=code, row=row, kind="actual")
        return found[0]["value"] if found else None

    def changed(self) -> list[read.Row]:
        return read.rows(self.connection, "out.changed_since_signing", '"row"')


def a_block(university: str | None = PARTNER, row: str = "5.A", excess: int = 5) -> Finding:
    words = ("part_exceeds_whole", "block", "うち数が計を超えています", "too large", "直してください", "mend it")
    return Finding(*words, university, "5", row, 2026, Place("回答.xlsx", "第1回", "E7"), Decimal(excess))
