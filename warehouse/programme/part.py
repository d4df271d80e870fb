"""The small types that every part of a definition is made of."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Basis = Literal["may1", "full_year", "leavers", "own"]
Severity = Literal["block", "explain", "note"]


class Part(BaseModel):
    """A part of a definition: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Source(Part):
    """Where an entry is written: a document with lines (`750` or `722-752`) or a place."""

    document: str
    lines: str | None = None
    place: str | None = None

    def __str__(self) -> str:
        where = f"lines {self.lines}" if self.lines else (self.place or "")
        return f"{self.document} {where}".strip()


class Words(Part):
    """The same words in Japanese and in English."""

    ja: str
    en: str

    def in_(self, language: str) -> str:
        """Return the words in `ja` or `en`."""
        return self.en if language == "en" else self.ja


class Entry(Part):
    """An entry with an id, a source and whether it could be verified in a primary text."""

    id: str
    source: Source | None = None
    verified: bool = True


class YearlyEntry(Entry):
    """An entry that holds for the collections of some fiscal years only: from `from_fy` to `until_fy` (blank: no limit)."""

    from_fy: int | None = None
    until_fy: int | None = None

    def holds_in(self, fiscal_year: int) -> bool:
        """Return whether it holds for what describes a fiscal year."""
        is_begun = self.from_fy is None or self.from_fy <= fiscal_year
        return is_begun and (self.until_fy is None or fiscal_year <= self.until_fy)


class Ratio(Part):
    """One row divided by another of the same year; `mixes_bases` declares that the form itself does so."""

    of: str
    to: str
    mixes_bases: bool = False


class Year(Part):
    """A fiscal year of the programme with its share of the initial allocation, in per cent, by either reading."""

    fy: int
    share_pct: int
    other_share_pct: int | None = None


class YearName(Part):
    """The name that the programme carries from a fiscal year on."""

    from_fy: int
    ja: str
    en: str


class Rounding(Part):
    """How printed values are rounded, once."""

    mode: Literal["half_up", "truncate"]
    digits: int = 0
    unit: str | None = None
    verified: bool = True
    source: Source | None = None


class Evaluation(Entry):
    """An evaluation: the year it judges and the year in which it is held."""

    ja: str
    en: str
    judged_fy: int
    held_fy: int


class CodePattern(Part):
    """The shape of an institution's code."""

    name: str
    pattern: str


class Heading(Part):
    """A heading inside a table, such as 【①の内訳】."""

    heading: str = Field(min_length=1)
