"""What goes wrong in a form on its way: each of these must be named, with sheet, cell, value, rule and remedy.

A damage returns what is to be said of it: where (any of the cells; none: of the sheet, or of the file), what is quoted,
and how severe it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from mess_book import Book, Key
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from warehouse.finding import Finding

BLOCK, EXPLAIN, NOTE = ("block",), ("block", "explain"), ("block", "explain", "note")


@dataclass(frozen=True)
class Expected:
    """What must be said of a damage. `sheet` is the title as it stands in the damaged file."""

    sheet: str | None
    cells: tuple[str, ...] = ()
    quoted: str = ""
    severities: tuple[str, ...] = BLOCK

    def is_said(self, findings: list[Finding]) -> bool:
        """Whether one of the findings says it, in both languages and with a remedy."""
        return any(self._fits(each) for each in findings)

    def _fits(self, finding: Finding) -> bool:
        is_whole = all((finding.message_ja, finding.message_en, finding.remedy_ja, finding.remedy_en))
        at_sheet = self.sheet is None or finding.place.sheet == self.sheet
        at_cell = not self.cells or finding.place.cell in self.cells
        quotes = plain(self.quoted) in plain(finding.message_ja)
        return is_whole and at_sheet and at_cell and quotes and finding.severity in self.severities


SAME = str.maketrans({"−": "-", "▲": "-", "△": "-", ",": None})


def plain(text: str) -> str:
    """Return a text as it is compared: half-width, without the commas of numbers."""
    return unicodedata.normalize("NFKC", text).translate(SAME)


Damage = Callable[[Book], list[Expected]]
DAMAGES: dict[str, Damage] = {}  # in one cell or a few: several of them fit into one file
BREAKAGES: dict[str, Damage] = {}  # of the form itself: each in a file of its own
PLAN_ONLY: set[str] = set()
FORM_ONLY: set[str] = set()


def damage(words: str, table: dict[str, Damage] = DAMAGES, of: set[str] | None = None) -> Callable[[Damage], Damage]:
    """Enter a damage under what it is called in the table."""

    def entered(function: Damage) -> Damage:
        table[words] = function
        if of is not None:
            of.add(words)
        return function

    return entered


def at(cell: Any, quoted: str = "", severities: tuple[str, ...] = BLOCK) -> Expected:
    """Return what is expected of one cell."""
    return Expected(cell.parent.title, (cell.coordinate,), quoted[:20], severities)


def untouched(book: Book) -> tuple[Key, Any]:
    """Return a typed count that no other damage has touched, and see that no other takes it."""
    key, cell = next((key, cell) for key, cell in book.counts() if _is_free(book, cell))
    book.taken.add((cell.parent.title, cell.coordinate))
    return key, cell


def _is_free(book: Book, cell: Any) -> bool:
    return (cell.parent.title, cell.coordinate) not in book.taken


def _typed(words: str, values: tuple[Any, ...], severities: tuple[str, ...] = BLOCK) -> None:
    @damage(words)
    def change(book: Book) -> list[Expected]:
        _, cell = untouched(book)
        value = book.chance.choice(values)
        cell.value = value
        quoted = (
            "" if value is None or isinstance(value, date | bool) or str(value).startswith("=") else str(value).strip()
        )
        return [at(cell, quoted, severities)]


@damage("合計の計算式を別の数で上書き")
def overwritten(book: Book) -> list[Expected]:
    key, cell = _computed(book, lambda key: key[0] == "value" and not _is_ratio(key))
    cell.value = int(book.meant[key][1]) + book.chance.choice((1, 10, 1000))
    return [at(cell, str(cell.value))]


@damage("割合の計算式を別の数で上書き")
def ratio_overwritten(book: Book) -> list[Expected]:
    key, cell = _computed(book, lambda key: key[0] == "value" and _is_ratio(key))
    cell.value = round(float(book.meant[key][1]) + 0.05, 3)
    return [at(cell)]


@damage("経費の計の計算式を別の数で上書き")
def money_overwritten(book: Book) -> list[Expected]:
    key, cell = _computed(book, lambda key: key[0] == "money")
    cell.value = int(book.meant[key][1]) + 7
    return [at(cell, str(cell.value))]


@damage("計算式の参照先の変更")
def formula_changed(book: Book) -> list[Expected]:
    _, cell = _computed(book, lambda key: key[0] == "value" and not _is_ratio(key) and key[2] != "4.A")
    _, first = untouched(book)
    cell.value = f"='{first.parent.title}'!{first.coordinate}+987654"
    return [at(cell)]


@damage("壊れた計算式（#REF! を含む）")
def formula_broken(book: Book) -> list[Expected]:
    _, cell = _computed(book, lambda key: key[0] == "value" and not _is_ratio(key))
    cell.value = "=#REF!+" + cell.coordinate[0] + "3"
    return [at(cell)]


def _computed(book: Book, fits: Callable[[Key], bool]) -> tuple[Key, Any]:
    """Return a computed cell of which the value is known; neither it nor what it is computed from is touched by another."""
    for key, cell in book.computed():
        needed = {(cell.parent.title, cell.coordinate)} | book.needed_by(cell)
        if fits(key) and not needed & book.taken and book.meant[key][0] == "value":
            book.taken |= needed
            return key, cell
    raise LookupError("no computed cell is left")


def _is_ratio(key: Key) -> bool:
    return key[2].endswith(("ratio", "growth"))


@damage("見え消し（取消線）の数字")
def struck(book: Book) -> list[Expected]:
    _, cell = untouched(book)
    old = TextBlock(InlineFont(strike=True), str(cell.value + 5))
    cell.value = CellRichText(old, TextBlock(InlineFont(b=True), str(cell.value)))
    return [at(cell, "取消線")]


# After the formulas, which need cells that nothing else has touched.
_typed("エラー値（#REF! など）", ("#REF!", "#DIV/0!", "#VALUE!", "#N/A", "#NAME?", "#NUM!"))
_typed("エラーになる計算式", ("=1/0", "=#REF!+1", "=NoSuchName+1", '="あ"+1', "=ない!A1", "='[集計.xlsx]総数'!B3"))
_typed(
    "数値欄の文字",
    ("多数", "別紙参照", "同左", "〃", "三百", "12a", "なし？", "12 34", "１２：３４", "別途", "○", "×", "A"),
)
_typed("負の数", (-5, "-5", "▲5", "△12", "−7", "(5)"))
_typed("人数・件数の小数", (12.5, "12.5", "１２．５", 0.5, "=25/2"))
_typed("異なる単位", ("12百万円", "3.5%", "12円", "5年", "1,200千円", "12日"))
_typed(
    "約・程度",
    (
        "約300",
        "300程度",
        "300名前後",
        "300以上",
        "およそ300人",
        "300未満",
        "約３００人程度",
        "300人余り",
        "300強",
        "300人ほど",
        "概ね300",
        "300+",
    ),
)
_typed(
    "範囲・二つの数",
    (
        "300～400",
        "123→125",
        "123（うち女50）",
        "123/456",
        "123、124",
        "3:4",
        "123(125)",
        "123・124",
        "300-400",
        "120 or 130",
    ),
)
_typed(
    "見込み・疑問符",
    ("300?", "300？", "300（見込み）", "300（予定）", "(300)", "※300", "300※", "300*", "暫定300", "300(P)"),
)
_typed("横線（－）", ("－", "―", "ー", "-", "—", "‐", "−", "---"))
_typed(
    "集計中・調整中・確定予定",
    (
        "集計中",
        "調整中",
        "7月確定予定",
        "令和8年7月確定予定",
        "6/30確定予定",
        "未定",
        "確認中",
        "7月中旬に確定",
        "後日回答",
        "7月末頃",
        "集計中（7/15）",
        "8月以降",
    ),
    NOTE,
)
_typed("空白", (None, "", " ", "　"))
_typed("日付", (date(2026, 5, 1), "5月1日", "2026/5/1", "R8.5.1", "2026-05-01"))
_typed("真偽値", (True, False))
