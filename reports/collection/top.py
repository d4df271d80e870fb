"""What every sheet of a 調査票 shows: 様式番号・版, fingerprint, title, university, and the printed page."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from reports.collection import style
from warehouse.intake.era import era
from warehouse.programme import Programme
from warehouse.workspace import University

DESK_COLUMN = 8
FEW_COLUMNS = 4  # a sheet of words has no room for the code
GREY = "7F7F7F"


@dataclass(frozen=True)
class Occasion:
    """What stands on every sheet of one form: programme, university, year, deadline and fingerprint."""

    programme: Programme
    university: University
    fiscal_year: int
    mark: str
    due: dict[int, str]
    is_synthetic: bool = False
    desk: str | None = None  # of a form that is cut by desk
    is_broken_down: bool = False  # with a 部局別内訳

    @property
    def year(self) -> str:
        """The fiscal year as heads print it."""
        return era(self.fiscal_year)

    @property
    def title(self) -> str:
        """The form's title with year and programme."""
        form = self.programme.collection
        return form.title.replace("{year}", self.year).replace(
            "{programme}", self.programme.name_in(self.fiscal_year).ja
        )


def write_top(sheet: Worksheet, occasion: Occasion, form_number: str, name: str, last: int) -> int:
    """Write what each sheet shows at its top (様式番号・版, fingerprint, title, university) and return the next row."""
    form = occasion.programme.collection
    style.put(sheet, 1, 1, f"{form_number}　{form.version}", boxed=False, wrap=False, bold=True)
    style.put(sheet, 1, last, occasion.mark, boxed=False, wrap=False, size=8, colour=GREY, across="right")
    style.put(sheet, 2, 1, occasion.title, boxed=False, bold=True, size=14, across="center")
    style.span(sheet, 2, 1, last)
    style.put(sheet, 3, 1, name, boxed=False, bold=True, size=12, across="center")
    style.span(sheet, 3, 1, last)
    sheet.row_dimensions[2].height = 24
    sheet.row_dimensions[3].height = 20
    row = 4
    if occasion.is_synthetic:
        style.put(sheet, row, 1, form.synthetic, boxed=False, bold=True, colour="C00000", across="center")
        style.span(sheet, row, 1, last)
        row += 1
    style.put(sheet, row, 1, form.university, fill=style.HEAD, across="center")
    style.put(sheet, row, 2, occasion.university.name, bold=True, size=12)
    if last > FEW_COLUMNS + 1:
        style.put(sheet, row, 3, form.code, fill=style.HEAD, across="center", wrap=False)
        style.span(sheet, row, 3, 4)
        style.put(sheet, row, 5, occasion.university.code, across="center", wrap=False)
        style.span(sheet, row, 5, min(6, last))
    if occasion.desk and last > DESK_COLUMN:
        style.put(sheet, row, DESK_COLUMN, form.part, fill=style.HEAD, across="center", wrap=False)
        style.put(sheet, row, DESK_COLUMN + 1, occasion.desk, bold=True, wrap=False)
        style.span(sheet, row, DESK_COLUMN + 1, last)
    sheet.row_dimensions[row].height = 22
    return row + 1


def finish(
    sheet: Worksheet, occasion: Occasion, form_number: str, *, title_row: int | None, landscape: bool = True
) -> None:
    """Protect a sheet and set it up for the printer."""
    form = occasion.programme.collection
    style.protect(sheet)
    style.page(
        sheet, landscape=landscape, title_row=title_row, left=f"{form_number}　{form.version}",
        right=f"{occasion.university.name}　{occasion.year}", foot=occasion.mark,
    )  # fmt: skip
