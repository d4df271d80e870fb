"""How an officer fills in a 調査票: by hand, in a spreadsheet."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.intake.recognise import read_return
from warehouse.intake.submission import Received, Submission
from warehouse.workspace import Workspace

Change = Callable[[Any], None]


def read(workspace: Workspace, content: bytes, name: str, fiscal_year: int) -> Submission:
    """Return what is read from a file that came under a name."""
    digest = hashlib.sha256(content).hexdigest()
    received = Received(name, digest, len(content), f"{digest}.xlsx", datetime(2026, 6, 1))
    return read_return(received, content, workspace.programme, workspace.universities, fiscal_year)


def columns(sheet: Worksheet) -> tuple[int, dict[str, int]]:
    """Return the row of the heads and the column of each."""
    for row in sheet.iter_rows(max_row=30):
        texts = {str(cell.value): cell.column for cell in row if cell.value is not None}
        if "項目" in texts and "状態" in texts:
            answer = next(column for text, column in texts.items() if "【回答】" in text)
            return row[0].row, {**texts, "回答": answer}
    raise AssertionError("no heads")


def rounds(book: openpyxl.Workbook) -> list[Worksheet]:
    """Return the sheets of the rounds."""
    return [sheet for sheet in book.worksheets if sheet.title.startswith("第")]


def cell_of(book: openpyxl.Workbook, key: str, column: str = "回答", sheet: Worksheet | None = None) -> Any:
    """Return the cell of a row that is to be filled in: on the first sheet where the row is open for typing."""
    for each in [sheet] if sheet is not None else rounds(book):
        head, names = columns(each)
        for row in range(head + 1, each.max_row + 1):
            if str(each.cell(row, names["項番"]).value) == key:
                return each.cell(row, names[column])
    raise AssertionError(f"no row {key}")


def fill(book: openpyxl.Workbook, state: str | None = "確定") -> dict[str, Decimal]:
    """Fill every open cell of every round with a number of its own, and return what was typed by row."""
    typed: dict[str, Decimal] = {}
    for sheet in rounds(book):
        head, names = columns(sheet)
        for row in range(head + 1, sheet.max_row + 1):
            key, cell = sheet.cell(row, names["項番"]).value, sheet.cell(row, names["回答"])
            if not isinstance(key, str) or cell.protection.locked or cell.value is not None or key in typed:
                continue
            typed[key] = Decimal(1000 + 7 * len(typed))
            cell.value = int(typed[key])
            sheet.cell(row, names["状態"]).value = state
            sheet.cell(row, names["根拠資料名"]).value = f"台帳{len(typed)}"
    return typed


def list_lines(sheet: Worksheet, lines: list[dict[str, Any]]) -> None:
    """Type lines into a sheet of a 内訳一覧, each by the heads of its columns, from the first open line on."""
    heads = next(row for row in sheet.iter_rows(max_row=20) if row[0].value == "番号")
    places = {cell.value: cell.column for cell in heads}
    for number, line in enumerate(lines, heads[0].row + 1):
        for head, value in line.items():
            sheet.cell(number, places[head]).value = value


def opened(form: Path) -> openpyxl.Workbook:
    """Return a 調査票 opened for filling in."""
    return openpyxl.load_workbook(form)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as its file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def values(submission: Submission) -> dict[str, Decimal | None]:
    """Return the values that were read, by row."""
    return {datum.row: datum.value for datum in submission.data}


def rules(submission: Submission) -> list[str]:
    """Return the rules of the findings, in order."""
    return [finding.rule for finding in submission.findings]
