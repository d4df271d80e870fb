"""What is said to people about a datum: where, what, which rule, what to do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from warehouse.programme.indicator import Rule

STATES_JA = {
    "blank": "「空欄」",
    "not_applicable": "「該当なし」",
    "pending": "「集計中」",
    "error": "「読み取れない値」",
}
STATES_EN = {
    "blank": "a blank",
    "not_applicable": "'not applicable'",
    "pending": "'pending'",
    "error": "an unreadable value",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a datum stands: the file's name as received, the exact sheet title and the cell address."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        parts = [
            self.file,
            f"シート「{self.sheet}」" if self.sheet else None,
            f"{self.cell}セル" if self.cell else None,
        ]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding (確認事項): one breach of one rule, in the words of both languages.

    `severity` is block (要修正), explain (要理由) or note (参考). `university` is a 学校コード, `TOTAL`, or None.
    `excess`: by how much the rule is breached, in the unit of the row; None where nothing can be measured.
    """

    rule: str
    severity: str
    message_ja: str
    message_en: str
    remedy_ja: str
    remedy_en: str
    university: str | None = None
    item: str | None = None
    row: str | None = None
    fiscal_year: int | None = None
    place: Place = field(default_factory=Place)
    excess: Decimal | None = None

    @property
    def subject(self) -> str:
        """What it is about, as ten hexadecimal digits: the same in each run and each year, and in each file of a row."""
        return _digits(*self._about)

    def id_in(self, scope: str) -> str:
        """Return its id in a scope (`plan`, or a fiscal year) as ten hexadecimal digits: the same in each run."""
        return _digits(*self._about, scope, self.fiscal_year)

    @property
    def _about(self) -> tuple[str | None, ...]:
        where: tuple[str | None, ...] = () if self.row else (self.place.sheet, self.place.cell)
        if not self.row and self.place.file and not self.place.cell:
            where += (self.place.file,)  # two files that nobody can read are two things
        return self.rule, self.university, self.item, self.row, *where


def _digits(*parts: str | int | None) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:10]


def say(
    rule: Rule,
    *,
    university: str | None = None,
    item: str | None = None,
    row: str | None = None,
    fiscal_year: int | None = None,
    place: Place | None = None,
    severity: str | None = None,
    excess: Decimal | None = None,
    states: Mapping[str, str | None] | None = None,
    **facts: object,
) -> Finding:
    """Return a finding in the rule's words, with `facts` put into the sentences' {names}.

    `states`: of each name that may have no value, its state; where it has none the state's word stands, without a unit.
    """
    words = {"place": place or "", "row": row or "", "fiscal_year": fiscal_year or "", **facts}
    return Finding(
        rule=rule.id,
        severity=severity or rule.severity,
        message_ja=_filled(rule.ja, words, states or {}, STATES_JA),
        message_en=_filled(rule.en, words, states or {}, STATES_EN),
        remedy_ja=rule.remedy_ja.format_map(_Words(words)),
        remedy_en=rule.remedy_en.format_map(_Words(words)),
        university=university,
        item=item,
        row=row,
        fiscal_year=fiscal_year,
        place=place or Place(),
        excess=excess,
    )


def _filled(
    sentence: str, words: Mapping[str, object], states: Mapping[str, str | None], names: Mapping[str, str]
) -> str:
    """Return a sentence with its words; what has a state and no value is named by it: 「集計中」, not 「人」."""
    told = {
        name: names[state] for name, state in states.items()
        if state is not None and state in names and words.get(name) in (None, "")
    }  # fmt: skip
    for name in told:
        sentence = sentence.replace(f"{{{name}}}{{unit}}", f"{{{name}}}")
    return sentence.format_map(_Words({**words, **told}))


class _Words(dict[str, object]):
    """Words for a template; a name that nobody filled in stays visible as …, never as an exception."""

    def __missing__(self, key: str) -> str:
        return "…"
