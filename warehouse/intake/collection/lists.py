"""The 内訳一覧 of a return: the lines behind a count, as a sheet (or a file of its own) lists them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from warehouse.intake.collection.heads import Head, columns_of_heads, lines_of_heads
from warehouse.intake.findings import Findings
from warehouse.intake.spreadsheet import Cell, Sheet, column_letters
from warehouse.intake.submission import ListedLine
from warehouse.intake.text import is_date, normal
from warehouse.programme.lists import CountList, CountLists, ListedRow

FEWEST_COLUMNS = 3
FIRST_DAY = date(1899, 12, 30)  # day 0 of a spreadsheet
LATEST_DAY = 2_958_465  # 9999-12-31
NO_NAME = "（氏名とみられる記載 {number}）"


def list_head(sheet: Sheet, lists: CountLists | None) -> Head | None:
    """Return the heads of a 内訳一覧, found by what they say; None where the sheet is none."""
    if lists is None:
        return None
    wanted = {column.id: column.head for column in lists.columns} | {"row": lists.row, "row_key": lists.row_key}
    for row, cells in lines_of_heads(sheet):
        columns = columns_of_heads(cells, wanted)
        if candidates := _candidates(columns, lists):
            said = columns.get("row_key", columns.get("row"))
            columns |= {"label": columns[candidates[0].same[0]]} | ({"row": said} if said else {})
            return Head(row, columns, None)
    return None


def which_list(sheet: Sheet, head: Head, lists: CountLists) -> CountList | None:
    """Return the list that a sheet is: by its title, else by what its lines say they are, else by its columns."""
    candidates = _candidates(head.columns, lists)
    above = {normal(cell.text) for row, cells in lines_of_heads(sheet) if row < head.row for cell in cells}
    above.add(normal(sheet.title))
    said = {_text(sheet, number, head, "row") for number in sheet.rows_below(head.row)}
    most = max(len(_columns_of(one, head)) for one in candidates)
    ways = (
        [one for one in candidates if above & {normal(one.sheet), normal(one.ja), normal(lists.title_of(one))}],
        [one for one in candidates if any(_named_row(text, one) for text in said if text)],
        [one for one in candidates if len(_columns_of(one, head)) == most],
    )
    return next((found[0] for found in ways if len(found) == 1), None)


def is_name(text: str) -> bool:
    """Return whether a text that should be a pseudonymous number looks like a person's name: it holds no digit."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return sum(sign.isalpha() for sign in plain) > 1 and not any(sign.isdigit() for sign in plain)


class ListReader:
    """Reads the lists of one file; what is wrong with a line becomes a finding, and the others go on."""

    def __init__(self, lists: CountLists, findings: Findings, university: str, fiscal_year: int) -> None:
        self._lists = lists
        self._findings = findings
        self._about: dict[str, object] = {"university": university, "fiscal_year": fiscal_year}
        self._university, self._fiscal_year = university, fiscal_year
        self._count: Counter[str] = Counter()  # lines so far by list: one list may stand on several sheets
        self._names: dict[tuple[str, str], str] = {}

    def read(self, sheet: Sheet, head: Head, one: CountList | None) -> list[ListedLine]:
        """Return the lines of a sheet; none, and a finding, where nobody can tell which list it is."""
        if one is None:
            known = "・".join(each.ja for each in _candidates(head.columns, self._lists))
            self._say("list_unknown", sheet, f"A{head.row}", value=sheet.title or "（見出し）", known=known)
            return []
        lines: list[ListedLine] = []
        hidden: list[str] = []
        for number in sheet.rows_below(head.row):
            texts = {column: _text(sheet, number, head, column) for column in _columns_of(one, head)}
            if not any(texts.values()) or self._is_sum(texts[one.same[0]]):
                continue
            address = f"{column_letters(head.columns[one.same[0]])}{number}"
            if self._hide_names(one, texts):
                hidden.append(address)
            row = self._row(sheet, number, head, one)
            if row is not None:
                self._count[one.id] += 1
                lines.append(self._line(sheet, one, row, texts, address))
        if hidden:
            self._say("list_name_given", sheet, hidden[0], list_ja=one.ja, list_en=one.en, count=len(hidden))
        return lines

    def _line(self, sheet: Sheet, one: CountList, row: ListedRow, texts: dict[str, str], address: str) -> ListedLine:
        label = texts[one.same[0]]
        if not label:
            head = self._lists.columns_by_id[one.same[0]].head
            self._say("list_line_unnamed", sheet, address, list_ja=one.ja, list_en=one.en, head=head)
        return ListedLine(
            one.id, self._university, self._fiscal_year, row.row, self._count[one.id], label,
            _key(texts, one.same) if label else None,
            _key(texts, one.across) if label and one.across else None, tuple(texts), tuple(texts.values()),
            sheet.title or None, address,
        )  # fmt: skip

    def _row(self, sheet: Sheet, number: int, head: Head, one: CountList) -> ListedRow | None:
        """Return what a line says that it is; a list with one row needs no word for it."""
        text = _text(sheet, number, head, "row")
        found = _named_row(text, one)
        if found is None and not text and len(one.rows) == 1:
            return one.rows[0]
        if found is None:
            column = head.columns.get("row", head.columns["label"])
            self._say(
                "list_row_unknown", sheet, f"{column_letters(column)}{number}", value=text or "（空欄）", list_ja=one.ja,
                list_en=one.en, known="、".join(each.ja for each in one.rows), head=self._lists.row,
            )  # fmt: skip
        return found

    def _hide_names(self, one: CountList, texts: dict[str, str]) -> bool:
        """Put a number of ours in the place of each name where a pseudonymous number belongs, the same for the same name."""
        is_hidden = False
        for column, text in texts.items():
            if self._lists.columns_by_id[column].is_pseudonym and is_name(text):
                shown = NO_NAME.format(number=len(self._names) + 1)
                texts[column] = self._names.setdefault((one.id, normal(text).casefold()), shown)
                is_hidden = True
        return is_hidden

    def _is_sum(self, text: str) -> bool:
        return normal(text) in {normal(word) for word in self._lists.sums}

    def _say(self, rule: str, sheet: Sheet, cell: str, /, **facts: object) -> None:
        self._findings.say(rule, sheet.title or None, cell, **self._about, **facts)


def _candidates(columns: dict[str, int], lists: CountLists) -> list[CountList]:
    """Return the lists that heads may belong to: what identifies a line is there, and 項番 or two columns more."""
    return [
        one for one in lists.lists
        if one.same[0] in columns
        and ("row_key" in columns or len({*one.columns, "row"} & columns.keys()) >= FEWEST_COLUMNS)
    ]  # fmt: skip


def _columns_of(one: CountList, head: Head) -> list[str]:
    return [column for column in one.columns if column in head.columns]


def _named_row(text: str, one: CountList) -> ListedRow | None:
    plain = normal(text)
    return next((each for each in one.rows if plain in (normal(each.ja), normal(each.row))), None)


def _key(texts: dict[str, str], columns: Iterable[str]) -> str:
    return "|".join(normal(texts.get(column, "")).casefold() for column in columns)


def _text(sheet: Sheet, number: int, head: Head, column: str) -> str:
    """Return what a line says in a column; a day as 2026-05-01, whatever its format shows."""
    cell = sheet.cells.get((number, head.columns[column])) if column in head.columns else None
    return "" if cell is None else _day(cell) or cell.text.strip()


def _day(cell: Cell) -> str | None:
    value = cell.value
    if not isinstance(value, Decimal) or not is_date(cell.number_format) or not 0 < value <= LATEST_DAY:
        return None
    return (FIRST_DAY + timedelta(days=int(value))).isoformat()
