"""The words of the 調査票 that a programme hands out, shared by who writes it and who reads it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from warehouse.programme.part import Basis, Part

StateWord = Literal["final", "provisional", "not_applicable", "pending"]


class CollectionRound(Part):
    """A round of a year's collection: the bases that it asks, and the sheet on which it stands."""

    number: int
    sheet: str
    ja: str
    form_number: str
    bases: tuple[Basis, ...]


class CollectionHeads(Part):
    """The heads of the columns; `{year}` is a fiscal year such as 令和8年度."""

    key: str
    label: str
    note: str
    unit: str
    last: str
    target: str
    answer: str
    answer_mark: str
    state: str
    desk: str
    remark: str
    evidence: str


class CollectionMoney(Part):
    """The sheet of the year's money, asked of the lead."""

    sheet: str
    form_number: str
    ja: str
    category: str
    plan: str
    remaining: str
    subtotal: str
    total: str
    desk: str
    notes: tuple[str, ...] = ()


class CollectionQuestions(Part):
    """The sheet on which a university asks the office."""

    sheet: str
    form_number: str
    ja: str
    number: str
    place: str
    question: str
    asker: str
    answer: str
    rows: int = 15


class CollectionAnswers(Part):
    """The sheet that shows every university what the office has answered and ruled; `note` stands beside a ruled row."""

    sheet: str
    form_number: str
    ja: str
    number: str
    kind: str
    row: str
    question: str
    answer: str
    day: str
    answered: str
    ruled: str
    note: str
    intro: str


class CollectionFaculties(Part):
    """The optional sheet on which the 部局 of a university add up: one column each, less what is counted twice.

    `columns`: how many there are where nobody names the 部局. `cumulative`: what stands where nothing is deducted (のべ).
    """

    sheet: str
    form_number: str
    ja: str
    faculty: str
    sum: str
    deduction: str
    net: str
    reason: str
    cumulative: str
    columns: int = 10
    spare: int = 2
    notes: tuple[str, ...] = ()


class CollectionHistory(Part):
    """The sheet that shows the plan's values and those of earlier years, for orientation and for a look before sending."""

    sheet: str
    form_number: str
    ja: str
    note: str


class CollectionGuide(Part):
    """The sheet that says how to fill in: heading and text, in order; `{year}` and `{due}` are filled in."""

    sheet: str
    ja: str
    paragraphs: tuple[tuple[str, str], ...]


class CollectionLetter(Part):
    """The covering letter (依頼文). Names in braces are filled in; what nobody gave stays visible as ●●."""

    subject: str
    body: tuple[str, ...]
    items: tuple[tuple[str, str], ...]
    closing: str = "以上"
    seal_omitted: str
    submission: str
    mark: str = "●●"


class CollectionReceipt(Part):
    """The words of the 受領確認 that a university gets for each file that came."""

    name: str
    to: str
    opening: str
    file: str
    at: str
    hash: str
    values: str
    values_count: str
    lines_count: str
    nothing_read: str
    replaces: str
    kept: str
    reason: str
    reason_missing: str
    reason_unneeded: str
    changes: str
    unchanged: str
    waits: str
    waits_unread: str
    unread: str
    findings: str
    counts: str
    contact: str


class CollectionForm(Part):
    """The 調査票: title, rounds, heads, the words for 状態, the other sheets and the letter."""

    name: str
    version: str
    title: str
    university: str
    code: str
    responsible: str
    coordinator: str
    part: str
    other_desk: str
    approval_days: int = 14
    reason: str
    legend: str
    synthetic: str
    none_declared: str
    rounds: tuple[CollectionRound, ...] = Field(min_length=1)
    heads: CollectionHeads
    states: dict[str, StateWord]
    money: CollectionMoney
    questions: CollectionQuestions
    history: CollectionHistory
    guide: CollectionGuide
    letter: CollectionLetter
    answers: CollectionAnswers | None = None
    faculties: CollectionFaculties | None = None  # a definition of an earlier release has none, nor the receipt
    receipt: CollectionReceipt | None = None

    def round_of(self, basis: str | None) -> int:
        """Return the number of the round that asks a basis; the last one for whatever no round names."""
        return next((part.number for part in self.rounds if basis in part.bases), self.rounds[-1].number)
