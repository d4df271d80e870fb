"""What the texts and attributes of a worksheet's XML mean: numbers, texts and addresses."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from lxml import etree

from warehouse.intake.spreadsheet import CellRange, CellValue, Unreadable, position

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384  # the last cell of a spreadsheet is XFD1048576
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
DIGITS = 15  # a spreadsheet shows and compares no more
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how Office writes a control character in text


def number_of(stored: str) -> CellValue:
    """The decimal number that a stored number means, of at most 15 digits as a spreadsheet shows it; other text stays text."""
    if stored.isascii() and stored.isdigit() and len(stored) <= 15:
        return Decimal(stored)
    plain = stored.strip()
    if not plain:
        return None
    if not NUMBER.fullmatch(plain):
        return stored
    return decimal_of(float(plain))


def decimal_of(number: float) -> CellValue:
    """The shortest decimal number that a stored float means, of at most 15 digits; what is not finite is told as text."""
    exact = Decimal(repr(number))
    if not exact.is_finite():
        return str(number)
    if len(exact.as_tuple().digits) > DIGITS:  # 1233.9999999999998 is what is left of 1234 after some arithmetic
        exact = Decimal(f"{number:.{DIGITS}g}")
    return exact.to_integral_value() if exact == exact.to_integral_value() else exact


def joined_text(element: etree._Element) -> str:
    """The text of all runs inside an element, without readings (furigana)."""
    if len(element) == 1 and element[0].tag.endswith("}t"):
        return unescaped(element[0].text or "")
    runs = list(_runs(element))
    struck = "".join(text for text, is_struck in runs if is_struck)
    if struck.strip() and any(text.strip() for text, is_struck in runs if not is_struck):
        rest = "".join(text for text, is_struck in runs if not is_struck)
        return unescaped(f"〔取消線：{struck}〕{rest}")  # 123 struck out beside 125 is not 123125
    return unescaped("".join(text for text, _ in runs))


def _runs(element: etree._Element) -> Iterator[tuple[str, bool]]:
    """The text of each run, and whether a line is drawn through it."""
    for text in element.iter("{*}t"):
        parent = text.getparent()
        if parent is not None and not parent.tag.endswith("}rPh"):
            strike = parent.find("{*}rPr/{*}strike")
            yield text.text or "", strike is not None and strike.get("val", "1") not in ("0", "false")


def unescaped(text: str) -> str:
    """The text with Office's escapes such as _x000D_ put back."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def whole(text: str | None) -> int | None:
    """The whole number that an attribute holds; None where it holds none."""
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else None


@lru_cache(maxsize=1 << 14)  # the same few thousand addresses come back on each sheet
def place(address: str) -> tuple[int, int]:
    """The (row, column) of an address inside a sheet's limits."""
    try:
        row, column = position(address)
    except ValueError as fault:
        raise Unreadable("malformed") from fault
    if not (0 < row <= MAX_ROW and 0 < column <= MAX_COLUMN):
        raise Unreadable("malformed")
    return row, column


def cell_range(reference: str) -> CellRange:
    """The (top, left, bottom, right) of a range such as A1:B2 or A1."""
    first, _, last = reference.partition(":")
    return (*place(first), *place(last or first))
