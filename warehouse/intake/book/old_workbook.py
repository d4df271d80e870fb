"""Workbooks in the older formats .xls and .xlsb, read by calamine in a process of its own.

Calamine lays each sheet out as a full grid and may abort on a hostile file; a process with limits keeps that away.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

from warehouse.intake.book.biff import Told, read_biff
from warehouse.intake.book.biff_formula import ERRORS
from warehouse.intake.book.stored import number_of
from warehouse.intake.spreadsheet import Cell, CellValue, Reason, Sheet, Unreadable

READER = Path(__file__).with_name("old_workbook_reader.py")
TIME_LIMIT_SECONDS = 60
TYPED_AS_FORMULA: dict[str | None, CellValue] = {
    "=TRUE": True,
    "=FALSE": False,
}  # how LibreOffice saves a truth value; an error too


def read_old_sheets(content: bytes, kind: str) -> tuple[tuple[Sheet, ...], bool]:
    """The sheets, and whether their values alone are told: so of .xlsb, and of an .xls older than Excel 97."""
    command = [sys.executable, "-I", str(READER), kind]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=TIME_LIMIT_SECONDS, check=False)
    except subprocess.TimeoutExpired as fault:
        raise Unreadable("too_large") from fault
    if done.returncode != 0:
        raise Unreadable("malformed")
    told = json.loads(done.stdout)
    if isinstance(told, str):
        raise Unreadable(next((reason for reason in get_args(Reason) if reason == told), "malformed"))
    beside = read_biff(content) if kind == "xls" else None
    sheets = [_sheet(index, entry, (beside or {}).get(entry["title"]) or Told()) for index, entry in enumerate(told)]
    return tuple(sheets), beside is None


def _sheet(index: int, entry: dict[str, Any], told: Told) -> Sheet:
    values = {(row, column): _value(kind, text) for row, column, kind, text in entry["cells"]}
    places = values.keys() | told.formulas.keys() | told.errors.keys() | told.comments.keys()
    cells = {place: _cell(place, values.get(place), told) for place in sorted(places)}
    return Sheet(
        title=entry["title"],
        index=index,
        is_hidden=entry["is_hidden"],
        cells=cells,
        hidden_rows=frozenset(told.hidden_rows),
        hidden_columns=frozenset(told.hidden_columns),
        row_count=max((row for row, _ in cells), default=0),
        column_count=max((column for _, column in cells), default=0),
        merged=tuple(tuple(box) for box in entry["merged"]),
    )


def _cell(place: tuple[int, int], value: CellValue, told: Told) -> Cell:
    error, formula = told.errors.get(place), told.formulas.get(place)
    if value is None:
        value = error or ("" if place in told.texts else None)
    value = told.struck.get(place, value)
    if formula in TYPED_AS_FORMULA:
        value, formula = TYPED_AS_FORMULA[formula], None
    elif formula and formula[1:] in ERRORS.values():
        value, error, formula = formula[1:], formula[1:], None
    has_cached = value is not None or formula is None
    return Cell(
        *place, value, formula, has_cached, told.comments.get(place), told.formats.get(place), error is not None
    )


def _value(kind: str, text: str) -> CellValue:
    if kind == "number":
        return number_of(text)
    return text == "True" if kind == "truth" else text
