"""The chart of accounts, the taper, and what may be drawn each year."""

from __future__ import annotations

from pydantic import Field

from warehouse.programme.part import Part, Source


class BudgetColumn(Part):
    """A column of the cost table; `sum` names the columns that it adds."""

    id: str
    ja: str
    en: str
    sum: tuple[str, ...] = ()


class CostLine(Part):
    """A leaf of the chart of accounts, such as ①設備備品費."""

    id: str
    label: str
    en: str


class CostCategory(Part):
    """A category, such as 【物品費】; without lines it is a leaf itself (旅費)."""

    id: str
    label: str
    en: str
    lines: tuple[CostLine, ...] = ()


class Taper(Part):
    """The year whose grant is the initial allocation (当初配分額); what each year may reach of it stands in `years`."""

    initial_fy: int
    verified: bool = True
    source: Source | None = None


class OtherReading(Part):
    """A second official reading of the taper, shown beside the first."""

    ja: str
    en: str
    source: Source | None = None


class Limit(Part):
    """A limit in per cent with whether it was verified."""

    value: int
    verified: bool = True
    source: Source | None = None


class Budget(Part):
    """The cost side of a programme. Amounts are whole numbers of `unit`."""

    unit: str
    columns: tuple[BudgetColumn, ...]
    actuals: tuple[BudgetColumn, ...] = ()
    taper: Taper
    other_reading: OtherReading | None = None
    equipment_ceiling_pct: Limit | None = None
    categories: tuple[CostCategory, ...] = Field(min_length=1)
