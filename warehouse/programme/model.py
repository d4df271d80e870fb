"""A programme: everything that forms, intake, checks, reports and budget join to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pydantic import Field

from warehouse.programme.agenda import CalendarEntry, DocumentOutline
from warehouse.programme.collection import CollectionForm
from warehouse.programme.form import OfficialForm
from warehouse.programme.indicator import Identity, Indicator, Requirement, Row, Rule, Table
from warehouse.programme.lists import CountLists
from warehouse.programme.money import Budget
from warehouse.programme.part import CodePattern, Evaluation, Part, Rounding, Source, Words, Year, YearName
from warehouse.programme.records import Records

__all__ = ["Indicator", "Programme", "Row", "Table", "Words"]


class Roundings(Part):
    """The rounding rules of a programme; each value is rounded once, when it is printed."""

    ratio: Rounding
    money: Rounding
    tapered_money: Rounding


class Programme(Part):
    """A programme as its definition says it. `hash` names this text of the definition."""

    id: str
    name: Words
    names_by_year: tuple[YearName, ...] = ()
    type: Words
    ministry: Words
    reviewer: Words
    form_number: str
    source: Source | None = None
    years: tuple[Year, ...] = Field(min_length=1)
    baseline_fy: int
    target_fys: tuple[int, ...] = Field(min_length=1)
    evaluations: tuple[Evaluation, ...] = ()
    rounding: Roundings
    institution_code: CodePattern
    partner_sheets: int
    indicators: tuple[Indicator, ...]
    identities: tuple[Identity, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    budget: Budget
    form: OfficialForm
    collection: CollectionForm
    rules: tuple[Rule, ...] = ()
    calendar: tuple[CalendarEntry, ...] = ()
    outline: tuple[DocumentOutline, ...] = ()
    records: Records | None = None
    lists: CountLists | None = None
    hash: str = ""
    folder: str = ""
    lines: dict[str, int] = Field(default_factory=dict)

    @cached_property
    def fiscal_years(self) -> tuple[int, ...]:
        """The fiscal years of the programme, first to last."""
        return tuple(year.fy for year in self.years)

    @property
    def first_fy(self) -> int:
        """The first fiscal year of the programme."""
        return self.years[0].fy

    @property
    def last_fy(self) -> int:
        """The last fiscal year of the programme."""
        return self.years[-1].fy

    @property
    def final_fy(self) -> int:
        """The 最終年度 that the 要件 bind: the last year with a target."""
        return max(self.target_fys)

    def year(self, fiscal_year: int) -> Year:
        """Return a fiscal year of the programme; KeyError where it is none."""
        for year in self.years:
            if year.fy == fiscal_year:
                return year
        raise KeyError(fiscal_year)

    def ceiling(self, initial_amount: int, fiscal_year: int) -> int:
        """Return the most that may be granted in a year, truncated to the unit of the amount (千円)."""
        return initial_amount * self.year(fiscal_year).share_pct // 100

    @cached_property
    def rows_by_key(self) -> dict[str, Row]:
        """Every row of the form by its key, without the own indicators (these come with the plan)."""
        return {row.row: row for _, _, row in self.rows()}

    @cached_property
    def rules_by_id(self) -> dict[str, Rule]:
        """Every rule by its id."""
        return {rule.id: rule for rule in self.rules}

    def rows(self) -> Iterator[tuple[Indicator, Table, Row]]:
        """Yield each row with its indicator and table, in the form's order."""
        for indicator in self.indicators:
            for table, row in indicator.rows():
                yield indicator, table, row

    def indicator(self, item: str) -> Indicator:
        """Return the indicator with this item number; KeyError where there is none."""
        for indicator in self.indicators:
            if indicator.item == item:
                return indicator
        raise KeyError(item)

    def name_in(self, fiscal_year: int) -> Words:
        """Return the name that the programme carries in a fiscal year."""
        name = self.name
        for later in sorted(self.names_by_year, key=lambda entry: entry.from_fy):
            if later.from_fy <= fiscal_year:
                name = Words(ja=later.ja, en=later.en)
        return name
