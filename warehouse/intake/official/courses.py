"""The course lists of the official form: every filled row of a list, column by column."""

from __future__ import annotations

from decimal import Decimal

from warehouse.intake.findings import Findings
from warehouse.intake.official.cells import PERCENT, FormCells, Told
from warehouse.intake.official.table import rows_of
from warehouse.intake.spreadsheet import Cell, Sheet, column_letters
from warehouse.intake.submission import CourseField
from warehouse.intake.text import normal, read_number, read_year
from warehouse.programme.form import CourseColumn, CourseList

LEAST_FILLED = 2  # entries of a course whose row bears no number

Rows = list[tuple[int, list[Cell]]]


def read_courses(
    sheet: Sheet, courses: CourseList, university: str, cells: FormCells, findings: Findings
) -> list[CourseField]:
    """Return every cell of the list's filled rows, blank ones with an empty text. Percentages are 0–100.

    A row in which only 該当なし is written says that there is no course, and is left out.
    """
    rows = rows_of(sheet)
    columns, last_head = _columns(rows, courses)
    for column in courses.columns:
        if column.id not in columns:
            head = column.head if column.under is None else f"{column.head} {column.under}"
            findings.say("form_course_head_missing", sheet.title, None, university=university, expected=head)
    if not columns:
        return []
    places = set(columns.values())
    first = min(places)
    found: list[CourseField] = []
    running = 0
    for number, row in rows:
        if number <= last_head:
            continue
        filled = [cell for cell in row if cell.column in places and cell.text.strip()]
        no = next((told for cell in row if cell.column < first and (told := _number(cell))), None)
        if no is None and len(filled) < LEAST_FILLED:
            continue  # a note, between the courses or below them
        running += 1
        if all(read_number(cell.value).state == "not_applicable" for cell in filled):
            continue
        no = no or running
        found += [
            _field(sheet, number, columns[column.id], column, courses.id, university, no, cells, findings)
            for column in courses.columns
            if column.id in columns
        ]
    return found


def _columns(rows: Rows, courses: CourseList) -> tuple[dict[str, int], int]:
    """Return the column of each entry by its head, and the last row of the heads."""
    single = {column.id: normal(column.head) for column in courses.columns if column.under is None}
    found: dict[str, int] = {}
    for index, (number, row) in enumerate(rows):
        here = {
            column: cell.column
            for cell in row
            for column, head in single.items()
            if isinstance(cell.value, str) and _is_head(normal(cell.value), head)
        }
        if len(here) > len(single) // 2:
            found = here
            under, last = _columns_under(rows[index : index + 3], courses)
            return found | under, max(last, number)
    return found, 0


def _columns_under(rows: Rows, courses: CourseList) -> tuple[dict[str, int], int]:
    """Return the columns with a second head (令和7年度) below a merged one (履修目標人数), and the row of these."""
    grouped = [column for column in courses.columns if column.under is not None]
    years = {column.id: read_year(column.under or "")[0] for column in grouped}
    heads = {normal(column.head) for column in grouped}
    start = next(
        (cell.column for _, row in rows for cell in row if any(_is_head(normal(cell.text), head) for head in heads)),
        None,
    )
    for number, row in rows[1:]:
        told = {
            read_year(cell.value)[0]: cell.column
            for cell in row
            if isinstance(cell.value, str) and start is not None and start <= cell.column
        }
        found = {column: told[year] for column, year in years.items() if year in told}
        if found:
            return found, number
    return {}, 0


def _is_head(text: str, head: str) -> bool:
    return text == head or text.startswith(head + "(")


def _number(cell: Cell) -> int | None:
    value = read_number(cell.value).value
    return int(value) if value is not None and value == value.to_integral_value() else None


def _field(
    sheet: Sheet, row: int, place: int, column: CourseColumn, list_id: str, university: str, no: int,
    cells: FormCells, findings: Findings,
) -> CourseField:  # fmt: skip
    cell = sheet.cells.get((row, place))
    address = f"{column_letters(place)}{row}"
    if column.type == "text" or cell is None or not (cell.text.strip() or cell.formula):
        text = cell.text.strip() if cell else ""
        return CourseField(list_id, university, no, column.id, text, None, sheet.title, address)
    told = cells.told(sheet, row, place)
    value, rule = told.value, told.doubt or ("form_value_pending" if told.state == "pending" else None)
    if column.type == "percent":
        value, rule = _percent(told, rule)
    if rule:
        label = column.head if column.under is None else f"{column.head} {column.under}"
        facts = {"value": told.text, "label": label, "label_en": column.id, "unit": ""}
        findings.say(rule, sheet.title, address, university=university, **facts)
    return CourseField(list_id, university, no, column.id, told.text.strip(), value, sheet.title, address)


def _percent(told: Told, rule: str | None) -> tuple[Decimal | None, str | None]:
    """Return a percentage from 0 to 100; a bare 0.25 may mean 25 % or 0.25 %, unless the file tells no formats."""
    value = told.value
    if value is None or told.unit == PERCENT or not 0 < value < 1:
        return value, rule
    if told.number_format is None:
        return value * 100, rule
    return value, rule or "form_value_unclear"
