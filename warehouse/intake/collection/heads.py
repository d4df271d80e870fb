"""Where things stand on a returned 調査票: its heads, and the university and year that it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.intake.spreadsheet import Cell, Sheet
from warehouse.intake.text import normal, read_year
from warehouse.programme.collection import CollectionForm
from warehouse.programme.money import Budget

HEAD_WITHIN_ROWS = 60


@dataclass(frozen=True, slots=True)
class Head:
    """The row of the heads: `columns` by our name for them, and year and kind (target, actual) in that of the answers."""

    row: int
    columns: dict[str, int]
    year: int | None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Top:
    """What stands above the heads: the university's name and code, the year in the title, and the cell of each.

    `desk`: whose part it is, of a form that was cut by desk. `title`: the line with the year and the programme.
    `round`: the number of the round that it names.
    """

    name: str
    code: str
    cell: str
    year: int | None
    mark: str
    reason: str | None
    desk: str | None = None
    title: str = ""
    round: int | None = None


def round_head(sheet: Sheet, form: CollectionForm) -> Head | None:
    """Return the heads of a round's sheet, found by what they say; None where the sheet is no such sheet."""
    heads = form.heads
    wanted = {
        "key": heads.key, "label": heads.label, "unit": heads.unit, "state": heads.state, "desk": heads.desk,
        "remark": heads.remark, "evidence": heads.evidence,
    }  # fmt: skip
    for row, cells in lines_of_heads(sheet):
        columns = columns_of_heads(cells, wanted)
        if "label" not in columns or len(columns) < 4:
            continue
        years = {cell.column: read_year(cell.text) for cell in cells}
        mark = normal(heads.answer_mark)
        marked = [cell.column for cell in cells if mark in normal(cell.text) or normal(cell.text) == mark.strip("()")]
        actual = [column for column, (year, kind) in years.items() if year and kind == "actual"]
        answer = marked or sorted(actual, key=lambda column: years[column][0] or 0)[-1:]
        if answer:
            columns["answer"] = answer[0]
        return Head(row, columns, *(years[answer[0]] if answer else (None, None)))
    return None


def money_head(sheet: Sheet, form: CollectionForm, budget: Budget) -> Head | None:
    """Return the heads of the money sheet; the columns of amounts bear the ids of the definition."""
    wanted = {column.id: column.ja for column in budget.actuals} | {
        "state": form.heads.state,
        "remark": form.heads.remark,
    }
    for row, cells in lines_of_heads(sheet):
        labels = [cell for cell in cells if normal(form.money.category) in normal(cell.text)]
        columns = columns_of_heads(cells, wanted)
        if labels and any(column.id in columns for column in budget.actuals):
            columns["label"] = labels[0].column
            return Head(row, columns, read_year(labels[0].text)[0])
    return None


def question_head(sheet: Sheet, form: CollectionForm) -> Head | None:
    """Return the heads of the 質問票."""
    words = form.questions
    wanted = {"place": words.place, "question": words.question, "asker": words.asker, "answer": words.answer}
    for row, cells in lines_of_heads(sheet):
        columns = columns_of_heads(cells, wanted)
        if {"question", "asker"} <= columns.keys():
            return Head(row, columns, None)
    return None


def faculties_head(sheet: Sheet, form: CollectionForm) -> Head | None:
    """Return the heads of the 部局別内訳; the columns between `first` and `last` are those of the 部局."""
    heads, words = form.heads, form.faculties
    if words is None:
        return None
    wanted = {
        "key": heads.key, "label": heads.label, "unit": heads.unit, "sum": words.sum, "deduction": words.deduction,
        "net": words.net, "reason": words.reason,
    }  # fmt: skip
    for row, cells in lines_of_heads(sheet):
        columns = columns_of_heads(cells, wanted)
        if {"label", "deduction", "net"} <= columns.keys():
            columns["first"] = max(columns["label"], columns.get("unit", 0)) + 1
            columns["last"] = columns.get("sum", columns["deduction"]) - 1
            return Head(row, columns, None)
    return None


def top(sheet: Sheet, head_row: int, form: CollectionForm) -> Top:
    """Return what the lines above the heads say; blank text where they say nothing."""
    above = [cell for row, cells in lines_of_heads(sheet) if row < head_row for cell in cells]
    name, cell = _beside(above, form.university)
    name = "" if normal(name) == normal(form.code) else name
    code, _ = _beside(above, form.code)
    years = [read_year(each.text)[0] for each in above if normal(form.name) in normal(each.text)]
    mark = next(
        (each.text for each in above if normal(each.text).startswith(normal("様式 ")) and "定義" in each.text), ""
    )
    reason, _ = _beside(above, form.reason)
    desk, _ = _beside(above, form.part)
    title = next(
        (each.text for each in above if read_year(each.text)[0] and normal(form.name) in normal(each.text)), ""
    )
    said = {normal(sheet.title), *(normal(each.text) for each in above)}
    number = next((part.number for part in form.rounds if {normal(part.sheet), normal(part.ja)} & said), None)
    year = next((year for year in years if year), None)
    return Top(name, code, cell, year, mark, reason or None, desk or None, title, number)


def lines_of_heads(sheet: Sheet) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the written cells of each line in which heads may stand."""
    rows: dict[int, list[Cell]] = {}
    for (row, _), cell in sorted(sheet.cells.items()):
        if row <= HEAD_WITHIN_ROWS and cell.text.strip():
            rows.setdefault(row, []).append(cell)
    yield from rows.items()


def columns_of_heads(cells: list[Cell], wanted: dict[str, str]) -> dict[str, int]:
    """Return the column of each wanted head (by our name for it); a head may carry more words after its own."""
    found: dict[str, int] = {}
    for name, head in wanted.items():
        plain = normal(head)
        exact = [cell.column for cell in cells if normal(cell.text) == plain]
        begun = [cell.column for cell in cells if normal(cell.text).startswith(plain)]
        if exact or begun:
            found[name] = (exact or begun)[0]
    return found


def _beside(cells: list[Cell], label: str) -> tuple[str, str]:
    """Return the text that follows a label, in its own cell after a colon or in the next cell to the right."""
    plain = normal(label)
    for cell in cells:
        text = normal(cell.text)
        if text.rstrip(":") == plain:
            right = [each for each in cells if each.row == cell.row and each.column > cell.column]
            return (right[0].text.strip(), right[0].address) if right else ("", cell.address)
        if text.startswith(plain + ":"):
            return cell.text.replace("：", ":").partition(":")[2].strip(), cell.address
    return "", ""
