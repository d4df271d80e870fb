"""The last sheet of a workbook that goes out by decision: each open 要修正 as a 注記."""

from __future__ import annotations

from openpyxl import Workbook

from reports.chapters.front import where
from reports.excel import HEAD_FILL, a4, height_for, put, widths
from reports.material import Material
from reports.note_words import release_line, released_notes

TITLE = "注記"
_HEADS = ("番号", "箇所", "内容")
_WIDTHS = (6.0, 24.0, 80.0)


def add_notes(workbook: Workbook, material: Material) -> None:
    """Add the sheet of notes behind all others; without a decision there is none, and the form stays as it is."""
    if not material.notes:
        return
    sheet = workbook.create_sheet(TITLE)
    widths(sheet, 1, *_WIDTHS)
    line = release_line(material)
    put(sheet, 1, 1, line, framed=False, to_column=len(_HEADS))
    sheet.row_dimensions[1].height = height_for(line, sum(_WIDTHS))
    for column, head in enumerate(_HEADS, start=1):
        put(sheet, 2, column, head, align="center", fill=HEAD_FILL)
    for number, (note, text) in enumerate(released_notes(material), start=1):
        place = where(material, note)
        put(sheet, 2 + number, 1, number, align="center")
        put(sheet, 2 + number, 2, place)
        put(sheet, 2 + number, 3, text)
        needed = max(height_for(text, _WIDTHS[2]), height_for(place, _WIDTHS[1]))
        sheet.row_dimensions[2 + number].height = needed
    a4(sheet, landscape=True, title_rows="2:2")
