"""The only place where a number becomes text. Every figure knows the facts behind it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from warehouse.intake.submission import TOTAL

UNDEFINED = "－"
STATE_WORDS = {"not_applicable": "該当なし", "pending": "集計中", "error": "要修正", "blank": ""}
MONEY = "MONEY"  # the first part of the fact keys of amounts: MONEY/category.line/fiscal year/column
COURSE = "COURSE"
_ID_LENGTH = 40  # what Word allows for a bookmark
_NO_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]+")  # never taken for a cell's address


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is printed. `facts`: keys university/row/fiscal_year/kind; `formula`: how they make the value.

    A formula is one of `warehouse.recompute.FORMULAS`, with what it reads of the definition behind a colon (ratio:4.ratio).
    """

    id: str
    text: str
    value: Decimal | None
    facts: tuple[str, ...]
    formula: str = "value"


def fact_key(university: str, row: str, fiscal_year: int, kind: str) -> str:
    """Return the key of a fact."""
    return f"{university}/{row}/{fiscal_year}/{kind}"


def of_fact(fact: Mapping[str, Any], scope: str) -> Figure:
    """Return the figure of a row of `out.fact`; `scope` names the university shortly: total, lead, p1, p2 …"""
    text = fact_text(fact["value"], fact["state"], fact["unit"], fact["decimals"])
    key = fact_key(fact["university"], fact["row"], fact["fiscal_year"], fact["kind"])
    return Figure(_id(scope, fact["row"], fact["fiscal_year"], fact["kind"]), text, fact["value"], (key,))


def of_ratio(ratio: Mapping[str, Any], scope: str) -> Figure:
    """Return the figure of a row of `out.ratio`, a percentage in tenths, half up."""
    undefined = ratio["state"] == "undefined"
    text = percent(ratio["tenths"]) if ratio["tenths"] is not None else UNDEFINED if undefined else ""
    return Figure(
        _id(scope, ratio["row"], ratio["fiscal_year"], ratio["kind"]),
        text,
        _tenths_value(ratio["tenths"]),
        (
            fact_key(ratio["university"], ratio["of_row"], ratio["fiscal_year"], ratio["kind"]),
            fact_key(ratio["university"], ratio["to_row"], ratio["to_fiscal_year"], ratio["to_kind"]),
        ),
        f"ratio:{ratio['row']}",
    )


def of_tenths(
    tenths: int | None,
    scope: str,
    row: str,
    fiscal_year: int,
    what: str,
    facts: tuple[str, ...],
    formula: str = "",
) -> Figure:
    """Return a percentage worked out from facts (achievement, growth, share), 「－」 where it is undefined.

    `what` is part of its id, and its formula where no other is given.
    """
    text = UNDEFINED if tenths is None else percent(tenths)
    return Figure(_id(scope, row, fiscal_year, what), text, _tenths_value(tenths), facts, formula or what)


def of_points(
    tenths: int, scope: str, row: str, fiscal_year: int, what: str, facts: tuple[str, ...], formula: str = ""
) -> Figure:
    """Return a distance between two percentages in points: +1.2ポイント or ▲1.2ポイント."""
    sign = "▲" if tenths < 0 else "＋" if tenths > 0 else ""
    text = f"{sign}{_grouped(abs(tenths))}ポイント"
    return Figure(_id(scope, row, fiscal_year, what), text, Decimal(tenths) / 10, facts, formula or what)


def of_count(
    value: int | None,
    unit: str,
    scope: str,
    row: str,
    fiscal_year: int,
    what: str,
    facts: tuple[str, ...],
    formula: str = "",
) -> Figure:
    """Return a whole number worked out from facts, such as how many are still missing."""
    text = UNDEFINED if value is None else f"{amount_text(Decimal(value))}{unit}"
    amount = None if value is None else Decimal(value)
    return Figure(_id(scope, row, fiscal_year, what), text, amount, facts, formula or what)


def of_money(
    value: Decimal | int | None, name: str, fiscal_year: int, column: str, facts: tuple[str, ...], formula: str = "sum"
) -> Figure:
    """Return an amount in 千円; blank where it is not known."""
    amount = None if value is None else Decimal(value)
    text = "" if amount is None else amount_text(amount)
    return Figure(_id("money", name, fiscal_year, column), text, amount, facts, formula)


def of_cell(value: Decimal, is_percent: bool, scope: str, name: str, fact: str) -> Figure:
    """Return a number of a course list: a percentage with one place, or a number as it was written."""
    text = percent(int((value * 10).quantize(Decimal(1), ROUND_HALF_UP))) if is_percent else plain_text(value)
    return Figure(_id(scope, name, 0, "plan"), text, value, (fact,))


def money_key(category: str, line: str, fiscal_year: int, column: str) -> str:
    """Return the key of an amount of a leaf of the cost table."""
    return fact_key(MONEY, f"{category}.{line}" if line else category, fiscal_year, column)


def fact_text(value: Decimal | None, state: str, unit: str, decimals: int) -> str:
    """Return a value with its unit as the form prints it (1,234人), or the word of its state."""
    if state in STATE_WORDS or value is None:
        return STATE_WORDS.get(state, "")
    return f"{amount_text(Decimal(value), decimals)}{unit}"


def amount_text(value: Decimal, decimals: int = 0) -> str:
    """Return a number with separators, half up to `decimals` places; a negative one with ▲."""
    rounded = abs(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = "▲" if value < 0 and rounded != 0 else ""
    return f"{sign}{rounded:,f}"


def plain_text(value: Decimal) -> str:
    """Return a number with separators and as many places as it has."""
    return amount_text(value, _places(value))


def percent(tenths: int) -> str:
    """Return tenths of a per cent as text: 1213 is 121.3%."""
    sign = "▲" if tenths < 0 else ""
    return f"{sign}{_grouped(abs(tenths))}%"


def scope_name(university: str, role: str, position: int) -> str:
    """Return the short name of a scope that ids are made of: total, lead, p1, p2 …"""
    return "total" if university == TOTAL else "lead" if role == "lead" else f"p{position}"


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _grouped(tenths: int) -> str:
    return f"{tenths // 10:,d}.{tenths % 10}"


def _tenths_value(tenths: int | None) -> Decimal | None:
    return None if tenths is None else Decimal(tenths) / 10


def _id(scope: str, row: str, fiscal_year: int, what: str) -> str:
    """Return an id that Word takes as a bookmark and Excel as a name; a long one is shortened by its hash."""
    name = re.sub(r"[^A-Za-z0-9]+", "_", f"{scope}_{row}_{fiscal_year}_{what}").strip("_")
    if len(name) < _ID_LENGTH - 2 and _NO_ADDRESS.fullmatch(name) and row.isascii():
        return name
    return "f_" + hashlib.sha256(f"{scope}|{row}|{fiscal_year}|{what}".encode()).hexdigest()[:24]
