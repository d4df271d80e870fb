"""The sheets of a 調査票 for the lines behind a count (内訳一覧), written only where somebody asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.collection import style
from reports.collection.top import Occasion, finish, write_top
from warehouse.programme import Programme
from warehouse.programme.lists import CountList, CountLists

NUMBER_WIDTH, ROW_WIDTH = 6.0, 22
Line = dict[str, Any]


def lists_of(programme: Programme, asked: Sequence[str]) -> tuple[CountList, ...]:
    """Return the lists that are asked for (by id, row or indicator), in the definition's order; KeyError names what is none."""
    lists = programme.lists
    chosen: set[str] = set()
    for text in asked:
        found = lists.named(text) if lists else ()
        if not found:
            raise KeyError(text)
        chosen |= {one.id for one in found}
    return tuple(one for one in lists.lists if one.id in chosen) if lists else ()


def write_list(sheet: Worksheet, occasion: Occasion, one: CountList, known: Sequence[Line] = ()) -> None:
    """Write one list: what it is for, its heads, and open lines below those that are `known` already."""
    lists = occasion.programme.lists
    assert lists is not None
    columns = lists.columns_of(one)
    has_row = len(one.rows) > 1
    first = 3 if has_row else 2
    last = first + len(columns) - 1
    style.columns(sheet, [NUMBER_WIDTH, *([ROW_WIDTH] if has_row else []), *(column.width for column in columns)])
    row = write_top(sheet, occasion, one.form_number, lists.title_of(one), last)
    for note in _notes(occasion.programme, lists, one):
        style.put(sheet, row, 1, note, boxed=False, size=9.5)
        style.span(sheet, row, 1, last)
        width = sum(sheet.column_dimensions[get_column_letter(column)].width for column in range(1, last + 1))
        sheet.row_dimensions[row].height = style.height(note, width)
        row += 1
    heads = [lists.number, *([lists.row] if has_row else []), *(column.head for column in columns)]
    for column, text in enumerate(heads, 1):
        style.put(sheet, row, column, text, fill=style.HEAD, bold=True, across="center", size=10)
    sheet.row_dimensions[row].height = 28
    for column in range(2, last + 1):  # lines that go on below the last printed one can be typed as well
        sheet.column_dimensions[get_column_letter(column)].protection = Protection(locked=False)
    open_lines = max(lists.lines, len(known) + lists.lines // 2)
    for number in range(1, open_lines + 1):
        _line(sheet, row + number, number, one, known[number - 1] if number <= len(known) else None, last)
    if has_row:
        style.offer(sheet, f"B{row + 1}:B{row + open_lines}", [each.ja for each in one.rows])
    sheet.freeze_panes = f"A{row + 1}"
    finish(sheet, occasion, one.form_number, title_row=row)


def _notes(programme: Programme, lists: CountLists, one: CountList) -> list[str]:
    """Return the ※ notes of a list: the common ones, how its rows count, its own, and of persons the one on privacy."""
    counting = next(table.counting for _, table, row in programme.rows() if row.row == one.rows[0].row)
    notes = [note.replace("{counting}", lists.counting[counting]) for note in lists.notes]
    is_of_persons = any(column.is_pseudonym for column in lists.columns_of(one))
    return [*notes, *one.notes, *([lists.privacy] if is_of_persons else [])]


def _line(sheet: Worksheet, row: int, number: int, one: CountList, known: Line | None, last: int) -> None:
    style.put(sheet, row, 1, number, across="center", size=9)
    texts = dict(zip(known["columns"], known["texts"], strict=True)) if known else {}
    words = [known["word_ja"] if known else None] if len(one.rows) > 1 else []
    for column, text in enumerate([*words, *(texts.get(name) or None for name in one.columns)], 2):
        style.put(sheet, row, column, text, is_input=True)
    assert column == last
    sheet.row_dimensions[row].height = 20
