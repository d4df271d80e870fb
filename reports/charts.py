"""Charts as PNG, drawn without a browser and with a Japanese font that comes along."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any

from reports.content import Chart, Series
from reports.material import reiwa

FONT = "IPAexGothic"
WIDTH, HEIGHT = 560, 190
SCALE = 2.2
_COLOURS = ("#1b4f8a", "#c8511b", "#2f7d4f", "#7a4f9a", "#8a7a1b")


def chart_png(chart: Chart) -> bytes:
    """Return a chart as PNG: a line of actuals and a diamond for each target; rows of another unit stand beside."""
    import vl_convert

    _register_fonts()
    return bytes(vl_convert.vegalite_to_png(_specification(chart), scale=SCALE))


@cache
def _register_fonts() -> None:
    import vl_convert

    found = util.find_spec("matplotlib_fontja")  # located, never imported: it would bring matplotlib along
    if found and found.origin:
        vl_convert.register_font_directory(str(Path(found.origin).parent / "fonts"))


def _specification(chart: Chart) -> dict[str, Any]:
    units: dict[str, list[Series]] = {}
    for series in chart.series:
        units.setdefault(series.unit, []).append(series)
    width = (WIDTH - 90 * (len(units) - 1)) // max(1, len(units))
    colours = {series.name: _COLOURS[number % len(_COLOURS)] for number, series in enumerate(chart.series)}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "config": {
            "font": FONT,
            "axis": {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 11, "titleFontSize": 11},
            "legend": {
                "labelFont": FONT,
                "titleFont": FONT,
                "labelFontSize": 11,
                "labelLimit": 420,
                "orient": "bottom",
            },
            "view": {"stroke": "#bbbbbb"},
        },
        "hconcat": [
            _panel([_year_head(year, len(units) > 1) for year in chart.years], chart.years, unit, some, width, colours)
            for unit, some in units.items()
        ],
        "resolve": {"scale": {"color": "independent"}},
    }


def _panel(
    heads: list[str], years: tuple[int, ...], unit: str, some: list[Series], width: int, colours: dict[str, str]
) -> dict[str, Any]:
    x = {"field": "年度", "type": "ordinal", "sort": heads, "scale": {"domain": heads},
         "axis": {"title": None, "labelAngle": 0, "labelExpr": "split(datum.label, '|')"}}  # fmt: skip
    y = {"field": "値", "type": "quantitative", "axis": {"title": f"（{unit}）" if unit else None, "tickCount": 5,
         "titleAngle": 0, "titleAlign": "left", "titleY": -8, "format": ",~r" if _is_small(some) else ",d"}}  # fmt: skip
    names = [series.name for series in some]
    colour = {
        "field": "区分", "type": "nominal", "sort": names,
        "scale": {"domain": names, "range": [colours[name] for name in names]},
        "legend": {"title": None, "columns": 1, "symbolType": "stroke"},
    }  # fmt: skip
    return {
        "width": width,
        "height": HEIGHT,
        "layer": [
            {
                "data": {"values": _values(some, "actuals", dict(zip(years, heads, strict=True)))},
                "mark": {"type": "line", "point": {"size": 45, "filled": True}, "strokeWidth": 2},
                "encoding": {"x": x, "y": y, "color": colour},
            },
            {
                "data": {"values": _values(some, "targets", dict(zip(years, heads, strict=True)))},
                "mark": {"type": "point", "shape": "diamond", "size": 95, "filled": False, "strokeWidth": 2},
                "encoding": {"x": x, "y": y, "color": colour},
            },
        ],
    }


def _values(some: list[Series], which: str, heads: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {"年度": heads[year], "値": float(value), "区分": series.name}
        for series in some
        for year, value in getattr(series, which)
    ]


def _is_small(some: list[Series]) -> bool:
    values = [value for series in some for _, value in (*series.actuals, *series.targets)]
    return max(values, default=Decimal(0)) < 5


def _year_head(fiscal_year: int, is_narrow: bool) -> str:
    """A year below its axis; in two lines where panels stand side by side."""
    return reiwa(fiscal_year).replace("令和", "令和|") if is_narrow else reiwa(fiscal_year)
