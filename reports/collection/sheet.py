"""One round's sheet of a 調査票: who answers, the heads, and the lines below them."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.collection import style
from reports.collection.facts import Known
from reports.collection.lines import EVIDENCE, KEY, LAST, NOTE, TARGET, WIDTHS, RowWriter
from reports.collection.top import Occasion, finish, write_top
from warehouse.intake.collection.layout import Line, note_texts
from warehouse.intake.era import era
from warehouse.programme.collection import CollectionRound


def write_round(
    sheet: Worksheet, occasion: Occasion, part: CollectionRound, found: Sequence[Line], known: Known, first: Worksheet | None,
    nets: dict[str, str] | None = None,
) -> None:  # fmt: skip
    """Write a round's sheet. Rows of an earlier round follow that round's sheet `first` where it stands in the same book.

    `nets`: the cell of the 部局別内訳 that makes a row's answer, by row.
    """
    style.columns(sheet, WIDTHS)
    top = write_top(sheet, occasion, part.form_number, part.ja, EVIDENCE)
    head = _people(sheet, occasion, part, top)
    _heads(sheet, occasion, known, head)
    places = {line.row.row: head + number for number, line in enumerate(found, 1) if line.row}
    earlier = _places(first)
    writer = RowWriter(
        sheet, occasion.programme.collection.states, known, places, first.title if first else "", earlier
    )
    writer.note_texts, writer.nets = note_texts(found), nets or {}
    for number, line in enumerate(found, head + 1):
        writer.write(number, line)
    style.offer(sheet, " ".join(writer.state_cells), list(writer.words))
    sheet.freeze_panes = f"{get_column_letter(NOTE)}{head + 1}"
    finish(sheet, occasion, part.form_number, title_row=head)


def _people(sheet: Worksheet, occasion: Occasion, part: CollectionRound, row: int) -> int:
    """Write who answers, the legend and the deadline; return the row of the heads."""
    form = occasion.programme.collection
    style.put(sheet, row, 1, form.responsible, fill=style.HEAD, size=9)
    style.put(sheet, row, 2, is_input=True)
    style.put(sheet, row, 3, form.coordinator, fill=style.HEAD, size=9)
    style.span(sheet, row, 3, LAST)
    style.put(sheet, row, TARGET, is_input=True)
    style.span(sheet, row, TARGET, EVIDENCE)
    sheet.row_dimensions[row].height = 30
    style.put(sheet, row + 1, 1, form.reason, fill=style.HEAD, size=9)
    style.put(sheet, row + 1, 2, is_input=True)
    style.span(sheet, row + 1, 2, EVIDENCE)
    sheet.row_dimensions[row + 1].height = 30
    style.put(sheet, row + 2, 1, form.legend, boxed=False, size=9.5, wrap=False)
    due = occasion.due.get(part.number)
    style.put(sheet, row + 2, EVIDENCE, f"回答期限：{due}", boxed=False, bold=True, across="right", wrap=False)
    return row + 3


def _heads(sheet: Worksheet, occasion: Occasion, known: Known, row: int) -> None:
    heads = occasion.programme.collection.heads
    texts = [
        heads.key, heads.label, heads.note, heads.unit, heads.last.replace("{year}", era(occasion.fiscal_year - 1)),
        heads.target.replace("{year}", era(known.target_fy)), heads.answer.replace("{year}", occasion.year), heads.state,
        heads.desk, heads.remark, heads.evidence,
    ]  # fmt: skip
    for column, text in enumerate(texts, 1):
        style.put(sheet, row, column, text, fill=style.HEAD, bold=True, across="center", size=10)
    sheet.row_dimensions[row].height = 46


def _places(sheet: Worksheet | None) -> dict[str, int]:
    if sheet is None:
        return {}
    return {str(sheet.cell(row, KEY).value): row for row in range(1, sheet.max_row + 1)}
