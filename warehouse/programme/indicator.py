"""Indicators as they stand on the form: tables of rows with one base date each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from warehouse.programme.part import Basis, Entry, Heading, Part, Ratio, Severity, Source, Words, YearlyEntry

TotalRule = Literal["sum", "ratio", "lead", "none"]


class Row(Part):
    """A row of the form: the key that everybody uses (`row`), our name (`measure`), label, unit and formula.

    `sum` and `same_as` are formulas printed in the form, `ratio` divides two rows. `within` names the row that this
    one is part of. `from_fy`: the first fiscal year that reports it (blank: from the plan on).
    """

    row: str
    measure: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    en: str
    unit: str = ""
    within: str | None = None
    depth: int = 1
    sum: tuple[str, ...] = ()
    same_as: str | None = None
    ratio: Ratio | None = None
    population: str | None = None
    desk: str | None = None
    decimals: int = 0
    from_fy: int | None = None
    total: TotalRule = "sum"
    note: str | None = None

    @property
    def is_ratio(self) -> bool:
        """Whether the row is a ratio of two others."""
        return self.ratio is not None

    @property
    def parts(self) -> tuple[str, ...]:
        """The rows whose sum this row is by the form's own formula; empty for an input."""
        return self.sum or ((self.same_as,) if self.same_as else ())

    @property
    def is_input(self) -> bool:
        """Whether a university types this row itself."""
        return not self.is_ratio and not self.parts


class Table(Part):
    """Rows under one head with one base date."""

    rows: tuple[Row | Heading, ...]
    head: str | None = None
    caption: str | None = None
    basis: Basis | None = None
    counting: Literal["persons", "cumulative"] = "persons"

    @property
    def entries(self) -> tuple[Row, ...]:
        """The rows without the headings."""
        return tuple(row for row in self.rows if isinstance(row, Row))


class Growth(Part):
    """The column 令和5年度比: the value of the last target year divided by the baseline of one row."""

    row: str
    measure: str
    of: str
    en: str


class Indicator(Entry):
    """An indicator of the form with its tables and notes. `chart`: the rows that its chart draws."""

    item: str
    title: Words
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    reported_by: Literal["every", "lead"] = "every"
    sheet: str | None = None
    own: bool = False
    growth: Growth | None = None
    chart: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[Table, Row]]:
        """Yield each row with its table, in the form's order."""
        for table in self.tables:
            for row in table.entries:
                yield table, row


class Identity(YearlyEntry):
    """What the form's own arithmetic says across rows: `left` equals, or is at most, the sum of `right`."""

    left: str
    is_: Literal["equal_to", "at_most"] = Field(alias="is")
    right: tuple[str, ...]
    for_: Literal["every", "lead"] = Field(alias="for")
    severity: Severity
    ja: str
    en: str


class Alternative(Part):
    """One way of meeting a requirement; without `at_least` its value is shown and nothing is judged."""

    id: str
    ja: str
    en: str
    growth_of: str | None = None
    share: Ratio | None = None
    at_least: str | None = Field(default=None, pattern=r"^\d+/\d+$")
    verified: bool = True

    @model_validator(mode="after")
    def _one_way(self) -> Alternative:
        if (self.growth_of is None) == (self.share is None):
            raise ValueError("an alternative has either growth_of or share / growth_of か share のどちらか一方を書く")
        return self

    @property
    def threshold(self) -> tuple[int, int] | None:
        """The threshold as (numerator, denominator), or None where it is not known."""
        if self.at_least is None:
            return None
        numerator, denominator = self.at_least.split("/")
        return int(numerator), int(denominator)


class BySgu(Part):
    """How many alternatives must hold for SGU universities and for the others."""

    sgu: Literal["all", "any"]
    other: Literal["all", "any"]


class Requirement(Entry):
    """要件 of the last year, tested on the plan, unrounded."""

    item: str
    text: Words
    tested_on: str
    alternatives: tuple[Alternative, ...] = Field(min_length=1)
    applies_to: Literal["every", "lead"] = "every"
    by_sgu: BySgu | None = None


class Rule(YearlyEntry):
    """A rule: its sentence and remedy in two languages, and what kind of examination it is.

    `kind: intake` is decided while reading; every other kind names the SQL file `warehouse/sql/check/<kind>.sql` that
    yields one row per thing examined. `severity_partner` where a 連携校's breach weighs less than the lead's.
    `excess_unit`: in what it counts by how much it is breached, where that is not the unit of the row.
    """

    kind: str
    severity: Severity
    severity_partner: Severity | None = None
    excess_unit: str | None = None
    ja: str
    en: str
    remedy_ja: str
    remedy_en: str
    parameters: dict[str, str] = Field(default_factory=dict)
    applies_to: Literal["plan", "return", "both"] = "both"
    source: Source | None = None
