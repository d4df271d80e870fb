"""How the invented universities answer: by filling in the 調査票, or by a CSV out of an old system."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from warehouse.programme import Programme

Answer = Decimal | str | None
EARLY_ROWS = ("6.a", "6.i", "6.1", "6.2", "6.u")  # leavers' outcomes are not settled when the round falls due
EVIDENCE = {"1": "履修登録台帳", "2": "教員名簿（5月1日）", "3": "連携協定一覧", "4": "派遣者名簿", "5": "学校基本調査様式第7号・第11号",
            "6": "進路調査票", "7": "学校基本調査様式第7号", "8": "修了証明台帳"}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of a CSV answer, everything as text."""

    row: str
    year: str
    value: str
    status: str


@dataclass(frozen=True)
class Shape:
    """How a CSV is written: encoding, separator, headings, how a year is named, and whether years stand in columns."""

    encoding: str = "utf-8-sig"
    separator: str = ","
    heads: tuple[str, str, str, str] = ("row", "fiscal_year", "value", "status")
    words: Mapping[str, str] | None = None
    reiwa: bool = False
    is_wide: bool = False


JAPANESE = ("行", "年度", "値", "状態")
WORDS = {"final": "確定", "provisional": "速報", "corrected": "訂正"}
SHAPES = {  # an old system, then a new one: each year another habit
    2024: Shape("cp932", ",", JAPANESE, WORDS, reiwa=True),
    2025: Shape("cp932", ",", JAPANESE, WORDS),
    2026: Shape("utf-16", "\t", JAPANESE, WORDS, reiwa=True),
    2027: Shape("utf-8", ","),
    2028: Shape("utf-8-sig", ",", is_wide=True),
    2029: Shape("utf-8-sig", ",", JAPANESE, WORDS),
}


def csv_lines(fiscal_year: int, values: Mapping[str, Answer], status: str) -> list[Line]:
    """Return the lines of an answer; leavers' outcomes stay 速報 until everything is final."""
    return [
        Line(row, str(fiscal_year), shown(value), "provisional" if status == "final" and row in EARLY_ROWS else status)
        for row, value in values.items()
    ]


def write_csv(path: Path, lines: Sequence[Line], shape: Shape, reason: str | None = None) -> Path:
    """Write an answer in the shape of that year's system and return the path."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=shape.separator, lineterminator="\r\n")
    if shape.is_wide:
        writer.writerow(["row", f"{lines[0].year}年度(実績値)", "status", *(["reason"] if reason else [])])
        writer.writerows([line.row, line.value, line.status, *([reason] if reason else [])] for line in lines)
    else:
        writer.writerow([*shape.heads, *(["差替え理由"] if reason else [])])
        for line in lines:
            line = _worded(line, shape)
            writer.writerow([line.row, line.year, line.value, line.status, *([reason] if reason else [])])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode(shape.encoding))
    return path


def fill_form(
    form: Path,
    target: Path,
    programme: Programme,
    values: Mapping[str, Answer],
    money: Mapping[tuple[str, str], tuple[int, int]] | None = None,
    reason: str | None = None,
    overwritten: Mapping[str, Answer] | None = None,
) -> Path:
    """Fill a copy of a 調査票 as an officer would, cell by cell, and return its path.

    `money`: (category, line) to (交付決定額, 執行額) in 千円. `reason` is why it replaces an earlier answer.
    `overwritten`: rows that the form computes and that somebody types over.
    """
    from openpyxl import load_workbook

    book = load_workbook(form)
    fill_book(book, programme, values, money, reason, overwritten)
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def fill_book(
    book: Any,
    programme: Programme,
    values: Mapping[str, Answer],
    money: Mapping[tuple[str, str], tuple[int, int]] | None = None,
    reason: str | None = None,
    overwritten: Mapping[str, Answer] | None = None,
) -> None:
    """Fill an open 調査票 in place, as `fill_form` does."""
    words = programme.collection
    for part in words.rounds:
        if part.sheet in book.sheetnames:
            _fill_sheet(book[part.sheet], programme, values, reason, overwritten or {})
    if money and words.money.sheet in book.sheetnames:
        _fill_money(book[words.money.sheet], programme, money)


def shown(value: Answer) -> str:
    """Return a value as somebody types it."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else value


def _worded(line: Line, shape: Shape) -> Line:
    status = (shape.words or {}).get(line.status, line.status)
    year = f"令和{int(line.year) - 2018}年度" if shape.reiwa and line.year.isdigit() else line.year
    return replace(line, status=status, year=year)


def _fill_sheet(
    sheet: Any,
    programme: Programme,
    values: Mapping[str, Answer],
    reason: str | None,
    overwritten: Mapping[str, Answer],
) -> None:
    heads = programme.collection.heads
    head = next(row for row in sheet.iter_rows() if row[0].value == heads.key)
    column = {str(cell.value): cell.column for cell in head if cell.value}
    answer = next(number for text, number in column.items() if text.endswith(heads.answer_mark))
    if reason:
        above = next(row for row in range(1, head[0].row) if sheet.cell(row, 1).value == programme.collection.reason)
        sheet.cell(above, 2).value = reason
    for row in range(head[0].row + 1, sheet.max_row + 1):
        key = sheet.cell(row, 1).value
        cell = sheet.cell(row, answer)
        if key in overwritten:
            cell.value = _typed(overwritten[key])
            continue
        if key not in values or str(cell.value or "").startswith("="):
            continue
        cell.value = _typed(values[key])
        sheet.cell(row, column[heads.state]).value = "速報" if key in EARLY_ROWS and not reason else "確定"
        sheet.cell(row, column[heads.evidence]).value = EVIDENCE[key.split(".")[0]]


def _fill_money(sheet: Any, programme: Programme, money: Mapping[tuple[str, str], tuple[int, int]]) -> None:
    rows = {str(sheet.cell(row, 1).value or ""): row for row in range(1, sheet.max_row + 1)}
    subtotal = programme.collection.money.subtotal
    for category in programme.budget.categories:
        leaves = {line.id: line.label for line in category.lines} or {"": subtotal.replace("{label}", category.label)}
        for line, label in leaves.items():
            for column, amount in enumerate(money[category.id, line], 3):
                sheet.cell(rows[label], column).value = amount


def _typed(value: Answer) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
