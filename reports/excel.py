"""The one look of a workbook: fonts, frames and fills, inert text, live formulas, printing on A4."""

from __future__ import annotations

from copy import copy
from decimal import Decimal
from typing import Any, Literal
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

Value = int | Decimal | str | None
Align = Literal["left", "center", "right"]

FONT = "ＭＳ Ｐゴシック"
HEAD_FILL = "FFF2F2F2"
FORMULA_FILL = "FFD9D9D9"
REQUIREMENT_FILL = "FFF8CBAD"
INPUT_FILL = "FFFFFFFF"
CHARACTER_WIDTH = 1.9  # of a full-width character, in the width units of a column

_POINTS = 6.3  # a unit of a column's width: 5.6 in Excel, 7.5 in LibreOffice
_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Value,
    *,
    size: float = 10.5,
    bold: bool = False,
    align: Align = "left",
    fill: str | None = None,
    framed: bool = True,
    number_format: str = "General",
    to_column: int | None = None,
    wrap: bool = True,
) -> Cell:
    """Write a value (text stays text, whatever it begins with) and return its cell; `to_column` merges up to there."""
    cell = _cell(sheet, row, column)
    cell.value = value
    _dress(cell, size, bold, align, fill, framed, number_format, wrap)
    if isinstance(value, str) and cell.data_type == "f":
        cell.data_type = "s"
        cell.quotePrefix = True  # Excel keeps it a text when somebody edits it
    if to_column is not None and to_column > column:
        for each in range(column + 1, to_column + 1):
            _dress(_cell(sheet, row, each), size, bold, align, fill, framed, number_format, wrap)
        sheet.merged_cells.add(f"{cell.coordinate}:{get_column_letter(to_column)}{row}")  # each is dressed already
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, formula: str, **look: object) -> Cell:
    """Write a live formula (with its `=`) and return its cell."""
    cell = put(sheet, row, column, None, **look)  # type: ignore[arg-type]
    cell.value = formula
    return cell


def name_cell(workbook: Workbook, name: str, title: str, cell: str) -> None:
    """Give a cell a name in the whole workbook."""
    column, row = coordinate_from_string(cell)
    workbook.defined_names[name] = DefinedName(name, attr_text=reference(title, f"${column}${row}"))


def remark(cell: Cell, text: str) -> None:
    """Put a comment on a cell."""
    cell.comment = Comment(text, "Rokunen", width=280, height=90)


def address(row: int, column: int) -> str:
    """Return a cell's address, such as E7."""
    return f"{get_column_letter(column)}{row}"


def reference(title: str, cell: str) -> str:
    """Return a cell of another sheet as a formula names it."""
    return "'" + title.replace("'", "''") + "'!" + cell


def number_format(unit: str, decimals: int, separated: bool = False) -> str:
    """Return the number format of a value with its unit behind it, such as `0"人"`."""
    whole = "#,##0" if separated else "0"
    places = "." + "0" * decimals if decimals else ""
    return whole + places + (f'"{unit}"' if unit else "")


def widths(sheet: Worksheet, first_column: int, *sizes: float) -> None:
    """Set the widths of columns from `first_column` on."""
    for offset, size in enumerate(sizes):
        sheet.column_dimensions[get_column_letter(first_column + offset)].width = size


def height_for(text: str, width: float, size: float = 10.5) -> float:
    """Return the height in points that a text needs in a cell of this width."""
    per_line = max(1.0, width / (CHARACTER_WIDTH * size / 10.5))
    lines = sum(max(1, -(-int(_length(line) * 10) // int(per_line * 10))) for line in text.split("\n"))
    return max(18.0, lines * size * 1.4 + 4)


def a4(sheet: Worksheet, *, landscape: bool = False, title_rows: str | None = None, footer: str = "") -> None:
    """Set up printing on A4, one page wide, with page numbers."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.page_margins.footer = 0.3
    sheet.print_title_rows = title_rows
    sheet.oddFooter.left.text = footer  # type: ignore[union-attr]
    sheet.oddFooter.center.text = "&P / &N"  # type: ignore[union-attr]
    sheet.sheet_view.showGridLines = False


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is written into the hidden part of a merged range
    return cell


def mark_draft(workbook: Workbook) -> None:
    """Print 案 at the top right of every page of every sheet."""
    for sheet in workbook.worksheets:
        sheet.oddHeader.right.text = "【案】"  # type: ignore[union-attr]
        sheet.oddHeader.right.size = 14  # type: ignore[union-attr]


def break_pages(sheet: Worksheet, starts: list[int]) -> None:
    """Begin a new page before the last start that still fits on the page, so that no table is cut in two."""
    if not starts:
        return
    wide = sum(sheet.column_dimensions[get_column_letter(at)].width for at in range(1, sheet.max_column + 1)) * _POINTS
    across, down = (770.0, 500.0) if sheet.page_setup.orientation == "landscape" else (523.0, 740.0)
    room = down * max(1.0, wide / across) * 0.92
    used, previous = 0.0, 1
    for start, end in zip(starts, [*starts[1:], sheet.max_row + 1], strict=True):
        used += _height(sheet, previous, start)
        if used + _height(sheet, start, end) > room and start != starts[0]:
            sheet.row_breaks.append(Break(id=start - 1))
            used = 0.0
        previous = start


def _height(sheet: Worksheet, first: int, end: int) -> float:
    return sum(float(sheet.row_dimensions[at].height or 15) for at in range(first, end))


def _dress(
    cell: Any, size: float, bold: bool, align: Align, fill: str | None, framed: bool, number: str, wrap: bool
) -> None:
    """Give a cell its look; each look is built once a workbook, for that is most of the cost of writing one."""
    looks = _LOOKS.setdefault(cell.parent.parent, {})
    wanted = (size, bold, align, fill, framed, number, wrap)
    if wanted not in looks:
        cell._style = StyleArray()
        cell.font = Font(name=FONT, size=size, bold=bold)
        cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=wrap)
        cell.number_format = number
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
        if framed:
            cell.border = _FRAME
        looks[wanted] = cell._style
    cell._style = copy(looks[wanted])


_LOOKS: WeakKeyDictionary[Any, dict[tuple[object, ...], Any]] = WeakKeyDictionary()  # by workbook


def _length(text: str) -> float:
    return sum(1.0 if ord(character) > 0xFF else 0.55 for character in text)
