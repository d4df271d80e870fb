"""How a 調査票 looks and behaves: fonts, fills, protection, validation and the printed page."""

from __future__ import annotations

import math
import unicodedata
from copy import copy
from typing import Any, NamedTuple, cast
from weakref import WeakKeyDictionary

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FACE = "ＭＳ Ｐゴシック"
SIZE = 10.5
LINE_POINTS = 14.5  # height of one printed line of 10.5 pt
MOST_PROMPT, MOST_TITLE = 250, 30  # Excel cuts an input message at 255 and its title at 32 characters
WHOLE = '#,##0;"▲"#,##0'
TENTH = '#,##0.0;"▲"#,##0.0'
PERCENT = "0.0%"

INPUT, FORMULA, HEAD, ITEM, TABLE = "FFFFCC", "E7E6E6", "D9E1F2", "BDD7EE", "F2F2F2"  # fills
THIN = Side(style="thin", color="808080")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


class Look(NamedTuple):
    """How a cell looks. Cells that look the same share one style, which openpyxl makes slowly."""

    fill: str | None = None
    bold: bool = False
    size: float = SIZE
    colour: str = "000000"
    across: str = "left"
    down: str = "center"
    number_format: str | None = None
    wrap: bool = True
    boxed: bool = True
    indent: int = 0
    is_input: bool = False
    shrink: bool = False


def put(sheet: Worksheet, row: int, column: int, value: object = None, **look: Any) -> Cell:
    """Write one cell in the form's style (the fields of Look) and return it; an input is light yellow and not locked."""
    cell: Any = sheet.cell(row, column)
    cell.value = value
    wanted = Look(**look)
    known = _LOOKS.setdefault(sheet.parent, {})
    if wanted not in known:
        _dress(cell, wanted)
        known[wanted] = cell._style
    cell._style = copy(known[wanted])
    return cast(Cell, cell)


_LOOKS: WeakKeyDictionary[Any, dict[Look, Any]] = WeakKeyDictionary()  # by workbook


def _dress(cell: Any, look: Look) -> None:
    cell.font = Font(name=FACE, size=look.size, bold=look.bold, color=look.colour)
    cell.alignment = Alignment(
        horizontal=look.across, vertical=look.down, wrap_text=look.wrap and not look.shrink, indent=look.indent,
        shrink_to_fit=look.shrink,
    )  # fmt: skip
    if look.boxed:
        cell.border = BOX
    if look.is_input:
        cell.protection = Protection(locked=False)
    colour = look.fill or (INPUT if look.is_input else None)
    if colour:
        cell.fill = PatternFill("solid", fgColor=colour)
    if look.number_format:
        cell.number_format = look.number_format


def inert(cell: Any) -> None:
    """Keep a text that others wrote a text, also where it looks like a formula."""
    if cell.data_type == "f":
        cell.data_type, cell.quotePrefix = "s", True


def span(sheet: Worksheet, row: int, first: int, last: int) -> None:
    """Merge the cells of a row, all in the style of the first."""
    start: Any = sheet.cell(row, first)
    for column in range(first + 1, last + 1):
        cell: Any = sheet.cell(row, column)
        cell._style = copy(start._style)
    sheet.merged_cells.add(f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}")


def columns(sheet: Worksheet, widths: list[float]) -> None:
    """Set the widths of the columns, from the first."""
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def height(text: str, width: float) -> float:
    """Return the height in points that a text needs in a column of that width (a full-width sign counts two)."""
    rows = 0
    for paragraph in text.split("\n"):
        signs = sum(2 if unicodedata.east_asian_width(sign) in "FWA" else 1 for sign in paragraph)
        rows += max(1, math.ceil(signs / max(width - 1, 1)))
    return max(rows, 1) * LINE_POINTS + 4


def protect(sheet: Worksheet) -> None:
    """Protect a sheet without a password: inputs are open, and copying, comments, widths and heights stay allowed."""
    protection = sheet.protection
    protection.sheet = True
    protection.objects = protection.scenarios = False  # False: not locked, so that comments can be added
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.selectLockedCells = protection.selectUnlockedCells = False


def warn(sheet: Worksheet, address: str, *, whole: bool, title: str, prompt: str) -> None:
    """Let value cells say beside them what is asked, and question (not forbid) what is no number from 0 on."""
    rule = DataValidation(
        type="whole" if whole else "decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True,
        errorStyle="warning", showErrorMessage=True, showInputMessage=True, errorTitle="確認",
        error="0以上の数値を半角で入力してください。「集計中」「該当なし」などは、「はい」を選ぶとそのまま入力できます。",
        promptTitle=title[:MOST_TITLE], prompt=prompt[:MOST_PROMPT],
    )  # fmt: skip
    rule.sqref = MultiCellRange(address)
    sheet.add_data_validation(rule)


def offer(sheet: Worksheet, addresses: str, words: list[str]) -> None:
    """Offer words in a drop-down; another word is questioned, not forbidden."""
    if not addresses:
        return
    rule = DataValidation(
        type="list", formula1='"' + ",".join(words) + '"', allow_blank=True, errorStyle="warning", showErrorMessage=True,
        errorTitle="確認", error="一覧から選んでください（" + "・".join(words) + "）。",
    )  # fmt: skip
    rule.sqref = MultiCellRange(addresses)
    sheet.add_data_validation(rule)


def page(sheet: Worksheet, *, landscape: bool, title_row: int | None, left: str, foot: str, right: str) -> None:
    """Set a sheet up for A4: fitted to the width, heads on each page, with header, footer and page numbers."""
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    if title_row:
        sheet.print_title_rows = f"{title_row}:{title_row}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.7, 0.65, 0.35, 0.35
    assert sheet.oddHeader is not None
    assert sheet.oddFooter is not None
    _printed(sheet.oddHeader.left, left)
    _printed(sheet.oddHeader.right, right)
    _printed(sheet.oddFooter.left, foot)
    _printed(sheet.oddFooter.center, "&P / &N", is_code=True)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 90


def _printed(part: Any, text: str, is_code: bool = False) -> None:
    """Write a part of a header or footer; & stands for a code only where the text is one."""
    part.text, part.size, part.font = text if is_code else text.replace("&", "&&"), 9, f"{FACE},標準"
