"""What the chart of each indicator shows, with the words that stand for it."""

from __future__ import annotations

from reports.chapters.indicators import indicator_rows
from reports.content import Chart, Series
from reports.figures import plain_text
from reports.material import Material, Party, reiwa
from warehouse.programme.indicator import Indicator, Row


def indicator_chart(material: Material, indicator: Indicator) -> Chart | None:
    """Return the chart of an indicator for 合計 (or the lead, where it alone reports); None without any value."""
    party = _party(material, indicator)
    series = [_series(material, party, row) for row in _chosen(material, indicator)]
    drawn = tuple(one for one in series if one.actuals or one.targets)
    if not drawn:
        return None
    years = (material.programme.baseline_fy, *material.programme.fiscal_years)
    name = party.label if not party.name else f"{party.label}：{party.name}"
    caption = f"{indicator.item}) {indicator.title.ja}（{name}）　折れ線は実績値、◇は目標値"
    return Chart(caption, _alt(drawn), years, drawn)


def _party(material: Material, indicator: Indicator) -> Party:
    if indicator.reported_by == "lead":
        return next(party for party in material.parties if party.role == "lead")
    return material.parties[0]


def _chosen(material: Material, indicator: Indicator) -> list[Row]:
    rows = [row for _, row in indicator_rows(material, indicator) if isinstance(row, Row) and not row.is_ratio]
    if indicator.chart:
        return [row for row in rows if row.row in indicator.chart]
    return [row for row in rows if row.depth < 2]


def _series(material: Material, party: Party, row: Row) -> Series:
    facts = {key[2:]: one for key, one in material.facts.items() if key[:2] == (party.code, row.row)}
    actuals = [(year, one["value"]) for (year, kind), one in facts.items()
               if kind in ("actual", "baseline") and one["value"] is not None]  # fmt: skip
    targets = [(year, one["value"]) for (year, kind), one in facts.items()
               if kind == "target" and one["value"] is not None]  # fmt: skip
    return Series(row.label, row.unit, tuple(sorted(actuals)), tuple(sorted(targets)))


def _alt(series: tuple[Series, ...]) -> str:
    return "。".join(
        f"{one.name}："
        + "、".join(
            [f"{reiwa(year)}{plain_text(value)}{one.unit}" for year, value in one.actuals]
            + [f"{reiwa(year)}目標{plain_text(value)}{one.unit}" for year, value in one.targets]
        )
        for one in series
    )
