"""Bytes of a CSV or TSV file as a grid of text, whatever wrote it."""

from __future__ import annotations

import codecs
import csv
import io
import re

MAX_BYTES = 20_000_000
MAX_LINES = 200_000
SEPARATORS = ",\t;|"
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

KEPT_AS_TEXT = re.compile(
    r'="([^"]*)"|=([+-]?[\d,.]+)'
)  # how people keep Excel from changing 007, and a number after =

Grid = list[list[str]]


class NotDelimited(Exception):
    """The bytes are no text with separators; the sentence says why, in Japanese."""


def read_grid(content: bytes) -> Grid:
    """Return the lines of the file as lists of text, blank lines included: row n of a spreadsheet is `grid[n - 1]`.

    UTF-8 with or without a mark, cp932 and UTF-16 are told apart; the separator is the one that the first lines use.
    Raises NotDelimited.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise NotDelimited("中身が空です")
    if len(content) > MAX_BYTES:
        raise NotDelimited("大きすぎます")
    text = decoded(content)
    if "\0" in text:
        raise NotDelimited("文字のファイルではありません")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    grid: Grid = []
    try:
        for row in rows:
            grid.append([_plain(field) for field in row])
            if len(grid) > MAX_LINES:
                raise NotDelimited("行が多すぎます")
    except csv.Error:
        raise NotDelimited("引用符の組が合いません") from None
    return grid


def _plain(field: str) -> str:
    found = KEPT_AS_TEXT.fullmatch(field.strip()) if "=" in field else None
    return (found[1] if found[1] is not None else found[2]) if found else field


def is_wide(content: bytes) -> bool:
    """Return whether bytes are UTF-16, with or without a mark: no other text is full of zeros, and a program is no text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    text = _try(content, _candidates(content)[0]) if b"\0" in content else None
    return text is not None and all(sign.isprintable() or sign in "\r\n\t\u3000" for sign in text)


def separator_of(text: str) -> str:
    """Return the separator that cuts the first lines into most columns; a comma where none does."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    return max(SEPARATORS, key=lambda mark: (sum(line.count(mark) > 0 for line in lines), _columns(lines, mark)))


def _columns(lines: list[str], mark: str) -> int:
    return sum(line.count(mark) for line in lines)


def decoded(content: bytes) -> str:
    """Return the text of UTF-8 (with or without a mark), cp932 or UTF-16. Raises NotDelimited where it is none of these."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _try(content, encoding) or ""
    for encoding in _candidates(content):
        text = _try(content, encoding)
        if text is not None:
            return text
    raise NotDelimited("文字コードが分かりません（UTF-8、Shift_JIS（cp932）、UTF-16 のいずれでもありません）")


def _candidates(content: bytes) -> tuple[str, ...]:
    head = content[:2000]
    if head[1::2].count(0) > len(head) // 8:  # ASCII and digits in UTF-16 have every other byte zero
        return ("utf-16-le",)
    if head[0::2].count(0) > len(head) // 8:
        return ("utf-16-be",)
    return ("utf-8", "cp932")


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
