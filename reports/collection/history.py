"""The sheet of a 調査票 that shows the plan's values and those of earlier years, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from reports.collection import style
from reports.collection.top import Occasion, finish, write_top
from warehouse.intake.era import era

KEY, LABEL, UNIT, FIRST = 1, 2, 3, 4
WIDTHS = [13.0, 43, 6]
YEAR_WIDTH = 13.0
KINDS = {"baseline": "(実績値)", "actual": "(実績値)", "target": "(目標値)"}


def write_history(sheet: Worksheet, occasion: Occasion, earlier: Sequence[dict[str, Any]]) -> None:
    """Write what was reported before: one line a row of the form, one column a year of the plan or of earlier answers."""
    words = occasion.programme.collection
    shown = sorted({(fact["fiscal_year"], fact["kind"] == "target") for fact in earlier})
    style.columns(sheet, WIDTHS + [YEAR_WIDTH] * len(shown))
    row = write_top(sheet, occasion, words.history.form_number, words.history.ja, FIRST + len(shown) - 1)
    style.put(sheet, row, 1, words.history.note, boxed=False, wrap=False, size=9.5)
    heads = [f"{era(year)}\n{KINDS['target' if is_target else 'actual']}" for year, is_target in shown]
    titles = [words.heads.key, words.heads.label, words.heads.unit, *heads]
    head = row + 1
    for column, text in enumerate(titles, 1):
        style.put(sheet, head, column, text, fill=style.HEAD, bold=True, across="center", size=10)
    sheet.row_dimensions[head].height = 32
    columns = {each: FIRST + number for number, each in enumerate(shown)}
    for number, facts in enumerate(_by_row(earlier), head + 1):
        _line(sheet, number, facts, columns)
    finish(sheet, occasion, words.history.form_number, title_row=head)


def _by_row(earlier: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for fact in sorted(earlier, key=lambda fact: fact["position"]):
        found.setdefault(fact["row"], []).append(fact)
    return list(found.values())


def _line(sheet: Worksheet, number: int, facts: list[dict[str, Any]], columns: dict[tuple[int, bool], int]) -> None:
    first = facts[0]
    printed = style.TENTH if first["decimals"] else style.WHOLE
    style.put(sheet, number, KEY, first["row"], size=9, shrink=True)
    style.put(sheet, number, LABEL, first["label_ja"])
    style.put(sheet, number, UNIT, first["unit"], across="center", size=10)
    sheet.row_dimensions[number].height = style.height(first["label_ja"], WIDTHS[LABEL - 1])
    values = {(fact["fiscal_year"], fact["kind"] == "target"): fact["value"] for fact in facts}
    for place, column in columns.items():
        value = values.get(place)
        plain = None if value is None else int(value) if value == value.to_integral_value() else float(value)
        style.put(sheet, number, column, plain, across="right", number_format=printed)
