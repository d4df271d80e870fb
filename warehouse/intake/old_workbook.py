"""Workbooks in other formats than .xlsx (.xls, .xlsb, .ods), read by calamine in a process of its own.

Calamine lays each sheet out as a full grid and may abort on a hostile file; a process with limits keeps that away.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

from warehouse.intake.spreadsheet import Cell, CellValue, Reason, Sheet, Unreadable
from warehouse.intake.stored import number_of

READER = Path(__file__).with_name("old_workbook_reader.py")
TIME_LIMIT_SECONDS = 60


def read_old_sheets(content: bytes, kind: str) -> tuple[Sheet, ...]:
    """The sheets with their values; formulas, comments, number formats, errors and hidden rows are not told."""
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
    return tuple(_sheet(index, entry) for index, entry in enumerate(told))


def _sheet(index: int, entry: dict[str, Any]) -> Sheet:
    cells = {(row, column): _cell(row, column, kind, text) for row, column, kind, text in entry["cells"]}
    return Sheet(
        title=entry["title"],
        index=index,
        is_hidden=entry["is_hidden"],
        cells=cells,
        hidden_rows=frozenset(),
        hidden_columns=frozenset(),
        row_count=max((row for row, _ in cells), default=0),
        column_count=max((column for _, column in cells), default=0),
        merged=tuple(tuple(box) for box in entry["merged"]),
    )


def _cell(row: int, column: int, kind: str, text: str) -> Cell:
    value: CellValue = text
    if kind == "number":
        value = number_of(text)
    elif kind == "truth":
        value = text == "True"
    return Cell(row, column, value)
