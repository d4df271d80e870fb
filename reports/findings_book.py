"""The findings as a workbook or as CSV: a row each, to be filtered, sorted and printed by an office."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports import excel
from reports.annotated.list_sheet import COLOURS, WORDS
from reports.excel import Value
from reports.findings_list import COLUMNS, STATES, acts_as_formula, table
from warehouse.read import Row
from warehouse.workspace import Workspace

SHEET = "確認事項"
SIZE = 10.0
GONE_FILL = "EDEDED"
_SEVERITY = 2  # the column that is coloured


def write_findings(workspace: Workspace, findings: Sequence[Row], path: Path, told_at: str) -> None:
    """Write the findings as a workbook: a frozen head with filters; prints its main columns on A4 landscape.

    `told_at`: the moment that stands at the head of each printed page.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    excel.widths(sheet, 1, *(column.width for column in COLUMNS))
    for number, column in enumerate(COLUMNS, 1):
        excel.put(
            sheet, 1, number, f"{column.ja}\n{column.en}", size=SIZE, bold=True, align="center", fill=excel.HEAD_FILL
        )
    sheet.row_dimensions[1].height = 30
    for line, (finding, values) in enumerate(zip(findings, table(findings), strict=True), 2):
        _write_row(sheet, line, finding, values)
    last = get_column_letter(len(COLUMNS))
    sheet.auto_filter.ref = f"A1:{last}{max(2, len(findings) + 1)}"
    sheet.freeze_panes = "D2"  # the head, and with which finding it deals
    _set_up_printing(sheet, workspace, findings, told_at)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def write_csv(findings: Sequence[Row], path: Path) -> None:
    """Write the findings as CSV that a spreadsheet opens in Japanese (UTF-8 with a mark).

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.ja for column in COLUMNS])
        writer.writerows([_inert(value) for value in row] for row in table(findings))


def _write_row(sheet: Worksheet, line: int, finding: Row, values: Sequence[Value]) -> None:
    is_gone = finding["state"] == "closed"
    height = 18.0
    for number, (column, value) in enumerate(zip(COLUMNS, values, strict=True), 1):
        fill = COLOURS[finding["severity"]] if number == _SEVERITY and not is_gone else GONE_FILL if is_gone else None
        cell = excel.put(sheet, line, number, value, size=SIZE, fill=fill, wrap=column.is_printed)
        if acts_as_formula(value):
            cell.data_type = "s"
            cell.quotePrefix = True
        if column.is_printed and isinstance(value, str):
            height = max(height, excel.height_for(value, column.width, SIZE))
    sheet.row_dimensions[line].height = height


def _set_up_printing(sheet: Worksheet, workspace: Workspace, findings: Sequence[Row], told_at: str) -> None:
    printed = sum(column.is_printed for column in COLUMNS)
    excel.a4(sheet, landscape=True, title_rows="1:1", footer=told_at)
    sheet.print_area = f"A1:{get_column_letter(printed)}{max(2, len(findings) + 1)}"
    sheet.sheet_view.showGridLines = True
    states = Counter(finding["state"] for finding in findings)
    standing = Counter(finding["severity"] for finding in findings if finding["state"] != "closed")
    counts = "・".join(f"{word}{standing[severity]}件" for severity, word in WORDS.items())
    mark = "【架空の合成データ】" if workspace.config.synthetic else ""
    sheet.oddHeader.left.text = f"確認事項一覧　{workspace.lead.name}　{mark}"  # type: ignore[union-attr]
    sheet.oddHeader.right.text = f"{counts}（{STATES['closed']}{states['closed']}件）"  # type: ignore[union-attr]


def _inert(value: Value) -> Value:
    if not acts_as_formula(value) or _is_number(str(value)):
        return value
    return f"'{value}"


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
