"""What a channel hands over: one Submission, whatever it came by. It knows no database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from warehouse.finding import Finding

Purpose = Literal["plan", "return"]
Channel = Literal["official_form", "workbook", "csv", "sql", "records", "correction", "drop"]
State = Literal["value", "zero", "blank", "not_applicable", "pending", "error"]
Status = Literal["provisional", "final", "corrected"]

TOTAL = "TOTAL"


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it was received. `kept` is its path below `evidence/`, named by hash.

    `came_from`: the URL, without secrets, of a file that was fetched from a drop.
    """

    name: str
    sha256: str
    size: int
    kept: str
    received_at: datetime
    came_from: str | None = None


@dataclass(frozen=True, slots=True)
class Datum:
    """One recognised value cell: what it is about, what was written there, and how it was read.

    `university` is a 学校コード or TOTAL (a typed 合計). `value` is None unless state is value or zero; a ratio row's
    value is the fraction (0.051, not 5.1). `recomputed`: the formula had no cached result and was worked out by us.
    """

    university: str
    row: str
    fiscal_year: int
    kind: Literal["baseline", "target", "actual"]
    state: State
    value: Decimal | None
    text: str
    sheet: str | None = None
    cell: str | None = None
    status: Status = "final"
    formula: str | None = None
    recomputed: bool = False
    remarks: tuple[str, ...] = ()
    desk: str | None = None
    note: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class OwnIndicator:
    """An own indicator (任意指標) as one sheet declares it. `row` is 8.1, 8.2, … in the lead's order."""

    university: str
    row: str
    label: str
    unit: str
    decimals: int
    definition: str | None
    basis_note: str | None
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class CourseField:
    """One cell of a course list. `no` is the row's number in the list, `column` the definition's column id."""

    list: str
    university: str
    no: int
    column: str
    text: str
    value: Decimal | None
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Money:
    """One cell of a cost table, in 千円. `line` is "" where the category is a leaf itself (旅費) or for a category's
    own subtotal; `category` is "" for the year's total. `column`: grant, own, scale, granted, executed or remark."""

    fiscal_year: int
    category: str
    line: str
    column: str
    state: State
    value: Decimal | None
    text: str
    sheet: str | None = None
    cell: str | None = None
    status: Status = "final"


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """A sheet that was recognised: its role, the university named on it, and its SGU flag where it has one."""

    sheet: str
    role: str
    position: int
    university_text: str | None
    university: str | None
    sgu: bool | None = None


@dataclass(frozen=True, slots=True)
class BreakdownCell:
    """One cell of a 部局別内訳: what one 部局 counts of a row, or (part `deduction`) what several of them count twice.

    `position` counts the columns from 1. `note`: what the deduction is about. Only a row with something in it has cells.
    """

    university: str
    row: str
    fiscal_year: int
    part: Literal["faculty", "deduction"]
    position: int
    faculty: str
    state: State
    value: Decimal | None
    text: str
    sheet: str
    cell: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a 質問票. `question` is its id: the same in each file of a year that carries the same words."""

    question: str
    university: str
    fiscal_year: int
    place: str | None
    row: str | None
    text: str
    asker: str | None
    sheet: str
    cell: str

    @classmethod
    def asked(
        cls, university: str, fiscal_year: int, place: str | None, row: str | None, text: str, asker: str | None, sheet: str, cell: str
    ) -> Question:  # fmt: skip
        """Return a question with its id: eight hexadecimal digits of who asks, in which year, and what."""
        words = "".join(text.split())
        digest = hashlib.sha256(f"{university}/{fiscal_year}/{words}".encode()).hexdigest()
        return cls(digest[:8], university, fiscal_year, place, row, text, asker, sheet, cell)


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line of a 内訳一覧. `row` is what it was said to be, `label` its name or number, `no` its place on the list.

    `same` and `across` are what tells that two lines (of two universities) are one and the same; None: cannot be told.
    """

    list: str
    university: str
    fiscal_year: int
    row: str
    no: int
    label: str
    same: str | None
    across: str | None
    columns: tuple[str, ...]
    texts: tuple[str, ...]
    sheet: str | None
    cell: str


@dataclass(frozen=True, slots=True)
class CoverField:
    """A field of the Word cover: `lead`, `partner` (in order), or a budget amount by year and column."""

    field: str
    position: int
    text: str
    fiscal_year: int | None = None
    column: str | None = None
    value: Decimal | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """All that one received file (or one query) says, with the findings made while reading it.

    `university`: who answers (None for a plan, which speaks for all). `fiscal_year`: the Western fiscal year described.
    `reason` and `approver`: why this one replaces an earlier one, and who allowed it.
    """

    received: Received
    purpose: Purpose
    channel: Channel
    fiscal_year: int
    university: str | None
    definition: str
    data: tuple[Datum, ...] = ()
    own_indicators: tuple[OwnIndicator, ...] = ()
    courses: tuple[CourseField, ...] = ()
    money: tuple[Money, ...] = ()
    sheets: tuple[SheetSeen, ...] = ()
    cover: tuple[CoverField, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    reason: str | None = None
    approver: str | None = None
    cover_sha256: str | None = None
    breakdown: tuple[BreakdownCell, ...] = ()
    questions: tuple[Question, ...] = ()
    listed: tuple[ListedLine, ...] = ()

    @property
    def id(self) -> str:
        """The submission's id: the same file (with the same cover) for the same purpose and year is the same one."""
        with_cover = f"-{self.cover_sha256[:16]}" if self.cover_sha256 else ""
        return f"{self.purpose}-{self.fiscal_year}-{self.university or 'all'}-{self.received.sha256[:16]}{with_cover}"

    @property
    def scope(self) -> str:
        """Where its findings belong: `plan`, or the fiscal year that it describes."""
        return "plan" if self.purpose == "plan" else str(self.fiscal_year)
