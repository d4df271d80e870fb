"""Which sheet of a received workbook is which sheet of the official form, by its title and by what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from warehouse.intake.formula.results import Calculator
from warehouse.intake.layout import era_year, pattern
from warehouse.intake.spreadsheet import Cell, Sheet, Workbook
from warehouse.intake.text import normal, read_number, read_year
from warehouse.programme.form import OfficialForm

Kind = Literal["indicators", "special", "courses", "budget"]
TOP_ROWS = 15  # headings stand at the top; rows may have been inserted above them
BESIDE_COLUMNS = 3  # a column or two may have been inserted
TOTAL_ROLE, LEAD_ROLE, PARTNER_ROLE, BUDGET_ROLE = "total", "lead", "partner", "budget"


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A recognised sheet. `role`: total, lead, partner, budget, or the id of a special sheet or course list.

    `number`: the n of 連携校n, the fiscal year of a cost sheet, else 0. `title_matches`: the title is the form's own.
    `name` is the university written on the sheet, `name_cell` where it is (or belongs).
    """

    sheet: Sheet
    kind: Kind
    role: str
    number: int
    title_matches: bool
    name: str | None
    name_cell: str | None
    top: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Role:
    kind: Kind
    role: str
    number: int


def recognise(workbook: Workbook, form: OfficialForm) -> tuple[list[FormSheet], list[str]]:
    """Return the sheets of the form in the workbook's order, and the titles of those that are none of it."""
    known: list[FormSheet] = []
    others: list[str] = []
    for sheet in workbook.sheets:
        top = _top(sheet)
        told_inside = _kind_inside(top, form)
        told_by_title = _by_title(sheet.title, form)
        fits = told_by_title is not None and told_inside in (None, told_by_title.kind)
        role = told_by_title if fits else _by_content(sheet, top, told_inside, form)
        if role is None:
            others.append(sheet.title)
            continue
        cell, name = _name(sheet, top, _name_label(form, role))
        known.append(FormSheet(sheet, role.kind, role.role, role.number, fits, name, cell, top))
    return known, others


def expected_title(form: OfficialForm, role: str, number: int) -> str:
    """Return the form's own title of a sheet, for a message. `number` as in FormSheet."""
    sheets = form.indicator_sheets
    for special in form.special_sheets:
        if special.id == role:
            return special.title
    for courses in form.course_lists:
        if courses.id == role:
            return courses.partner_title.format(n=number) if number else courses.title
    if role == BUDGET_ROLE:
        return form.budget_sheets.title.format(era=era_year(number))
    return {TOTAL_ROLE: sheets.total, LEAD_ROLE: sheets.lead, PARTNER_ROLE: sheets.partner}[role].title.format(n=number)


def same_content(one: FormSheet, other: FormSheet, calculator: Calculator) -> bool:
    """Whether two sheets say the same, wherever on them it stands: the same numbers row by row, of a list the same words."""
    return _said(one, calculator) == _said(other, calculator)


def _said(form_sheet: FormSheet, calculator: Calculator) -> list[list[object]]:
    """Return what the rows of a sheet say: their numbers to nine digits, formulas worked out, and where they count their texts."""
    rows: dict[int, list[object]] = {}
    for (row, _), cell in sorted(form_sheet.sheet.cells.items()):
        value = calculator.value(form_sheet.sheet.title, cell.address) if cell.formula else cell.value
        meant = value if isinstance(value, Decimal | Fraction) else read_number(value).value
        text = normal(value) if isinstance(value, str) and form_sheet.kind in ("courses", "budget") else ""
        if meant is not None or text:
            rows.setdefault(row, []).append(text if meant is None else f"{float(meant):.9g}")
    return list(rows.values())


def beside(sheet: Sheet, label: Cell) -> Cell | None:
    """Return the filled cell that belongs to a label: in its row, next to the (merged) label or hardly further right."""
    ends = [right for top, left, _, right in sheet.merged if (top, left) == (label.row, label.column)]
    first = (ends[0] if ends else label.column) + 1
    for column in range(first, first + BESIDE_COLUMNS):
        cell = sheet.cells.get((label.row, column))
        if cell is not None and cell.text.strip():
            return cell
    return None


def _top(sheet: Sheet) -> tuple[Cell, ...]:
    if not sheet.cells:
        return ()
    last = min(row for row, _ in sheet.cells) + TOP_ROWS
    cells = [cell for (row, _), cell in sheet.cells.items() if row <= last and isinstance(cell.value, str)]
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _texts(top: Iterable[Cell]) -> Iterator[str]:
    return (normal(cell.text) for cell in top)


def _kind_inside(top: tuple[Cell, ...], form: OfficialForm) -> Kind | None:
    texts = set(_texts(top))
    if any(normal(special.heading) in texts for special in form.special_sheets):
        return "special"
    if any(normal(courses.heading) in texts for courses in form.course_lists):
        return "courses"
    if any(text.startswith(normal(form.budget_sheets.heading)) for text in texts):
        return "budget"
    return "indicators" if normal(form.indicator_sheets.heading) in texts else None


def _by_title(title: str, form: OfficialForm) -> _Role | None:
    for template, role in _titles(form):
        found = pattern(template).fullmatch(normal(title))
        if found:
            number = int(found[1]) if found.lastindex else 0
            if role.kind == "budget":
                number = read_year(title)[0] or 0
            return _Role(role.kind, role.role, number)
    return None


def _titles(form: OfficialForm) -> Iterator[tuple[str, _Role]]:
    sheets = form.indicator_sheets
    for role, described in ((TOTAL_ROLE, sheets.total), (LEAD_ROLE, sheets.lead), (PARTNER_ROLE, sheets.partner)):
        yield described.title, _Role("indicators", role, 0)
    for special in form.special_sheets:
        yield special.title, _Role("special", special.id, 0)
    for courses in form.course_lists:
        yield courses.title, _Role("courses", courses.id, 0)
        yield courses.partner_title, _Role("courses", courses.id, 0)
    yield form.budget_sheets.title, _Role("budget", BUDGET_ROLE, 0)


def _by_content(sheet: Sheet, top: tuple[Cell, ...], kind: Kind | None, form: OfficialForm) -> _Role | None:
    """Return the role of a sheet whose title is not the form's own, from its heading, tag and year."""
    texts = list(_texts(top))
    if kind == "special":
        return next(_Role(kind, each.id, 0) for each in form.special_sheets if normal(each.heading) in texts)
    if kind == "courses":
        found = pattern(form.indicator_sheets.partner.tag).search(normal(sheet.title))
        number = int(found[1]) if found else 0
        return next(_Role(kind, each.id, number) for each in form.course_lists if normal(each.heading) in texts)
    if kind == "budget":
        said = year_in_head(top, form)
        return _Role(kind, BUDGET_ROLE, said[0]) if said else None
    return _by_tag(texts, form) if kind == "indicators" else None


def year_in_head(top: Iterable[Cell], form: OfficialForm) -> tuple[int, Cell] | None:
    """Return the fiscal year that the head of a cost sheet names, and the cell in which it stands."""
    head = pattern(form.budget_sheets.year_head)
    cell = next((cell for cell in top if head.fullmatch(normal(cell.text))), None)
    year = read_year(cell.text)[0] if cell else None
    return (year, cell) if cell and year else None


def _by_tag(texts: list[str], form: OfficialForm) -> _Role | None:
    sheets = form.indicator_sheets
    for role, described in ((TOTAL_ROLE, sheets.total), (LEAD_ROLE, sheets.lead), (PARTNER_ROLE, sheets.partner)):
        for text in texts:
            found = pattern(described.tag).fullmatch(text)
            if found:
                return _Role("indicators", role, int(found[1]) if found.lastindex else 0)
    return None


def _name_label(form: OfficialForm, role: _Role) -> str | None:
    if role.kind == "budget" or role.role == TOTAL_ROLE:
        return None
    special = next((each for each in form.special_sheets if each.id == role.role), None)
    return special.university if special else form.indicator_sheets.university


def _name(sheet: Sheet, top: tuple[Cell, ...], label: str | None) -> tuple[str | None, str | None]:
    """Return the cell and the text of the university's name, beside its label or in the label's own cell."""
    wanted = normal(label or "").rstrip(":")
    for cell in top if label else ():
        before, colon, after = normal(cell.text).partition(":")
        if before != wanted:
            continue
        if colon and after:
            return cell.address, cell.text.strip()[-len(after) :]
        named = beside(sheet, cell)
        return (named.address, named.text.strip()) if named else (cell.address, None)
    return None, None
