"""The texts of an .xls file that calamine does not tell: comments, and numbers struck out beside others.

Source: Microsoft [MS-XLS] 2.5.293 (rich texts), 2.4.265 (shared texts).
"""

import struct

from warehouse.intake.book.compound_file import Broken

NOTE, OBJECT, TEXT_OF_OBJECT, CONTINUE = 0x1C, 0x5D, 0x1B6, 0x3C
WIDE, EXTENDED, RICH = 1, 4, 8
STRUCK_OUT = 0x08
UNUSED_FONT = 4  # no font bears this number

Place = tuple[int, int]


def text_of(data: bytes, length: int) -> str:
    """A text of so many letters, after the byte that tells whether they are wide."""
    return data[1 : 1 + 2 * length].decode("utf-16-le") if data[0] & WIDE else data[1 : 1 + length].decode("latin-1")


def place_of(data: bytes) -> Place:
    """The place of a cell, counted from 1."""
    row, column = struct.unpack_from("<HH", data)
    return row + 1, column + 1


class Comments:
    """The comments of one sheet: a text belongs to the object told before it, an object to a cell."""

    def __init__(self) -> None:
        self._object = 0
        self._length: int | None = None
        self._texts: dict[int, str] = {}
        self._cells: dict[Place, int] = {}

    def hear(self, kind: int, data: bytes) -> None:
        """Take what a record tells of comments."""
        if kind == OBJECT and len(data) >= 8:
            (self._object,) = struct.unpack_from("<H", data, 6)
        elif kind == TEXT_OF_OBJECT and len(data) >= 12:
            (self._length,) = struct.unpack_from("<H", data, 10)
        elif kind == CONTINUE and self._length is not None:
            self._texts[self._object] = text_of(data, self._length) if self._length else ""
            self._length = None
        elif kind == NOTE and len(data) >= 8:
            self._cells[place_of(data)] = struct.unpack_from("<H", data, 6)[0]

    def by_place(self) -> dict[Place, str]:
        """The comment of each commented cell."""
        return {place: self._texts[number] for place, number in self._cells.items() if self._texts.get(number)}


class SharedTexts:
    """The shared texts of a file, in one record and those that continue it."""

    def __init__(self, parts: list[bytes], fonts: list[int]) -> None:
        self._parts, self._fonts = parts, fonts
        self._part, self._at = 0, 0

    def struck(self) -> dict[int, str]:
        """The texts of which a part is struck out, that part marked, by their number."""
        _, count = struct.unpack("<II", self._raw(8))
        found = {}
        for number in range(count):
            text, runs = self._text()
            marked = self._marked(text, runs) if runs else None
            if marked:
                found[number] = marked
        return found

    def _marked(self, text: str, runs: list[tuple[int, int]]) -> str | None:
        pieces: dict[bool, str] = {True: "", False: text[: runs[0][0]]}
        for (start, font), (end, _) in zip(runs, [*runs[1:], (len(text), 0)], strict=True):
            font -= font > UNUSED_FONT
            pieces[font < len(self._fonts) and bool(self._fonts[font] & STRUCK_OUT)] += text[start:end]
        return f"〔取消線：{pieces[True]}〕{pieces[False]}" if pieces[True].strip() and pieces[False].strip() else None

    def _text(self) -> tuple[str, list[tuple[int, int]]]:
        length, flags = struct.unpack("<HB", self._raw(3))
        runs = struct.unpack("<H", self._raw(2))[0] if flags & RICH else 0
        extra = struct.unpack("<I", self._raw(4))[0] if flags & EXTENDED else 0
        text = self._letters(length, flags)
        told = list(struct.iter_unpack("<HH", self._raw(4 * runs)))
        self._raw(extra)
        return text, told

    def _letters(self, length: int, flags: int) -> str:
        text = ""
        while len(text) < length:
            left = len(self._parts[self._part]) - self._at
            if not left:  # the next part tells anew whether its letters are wide
                self._next()
                flags, left = self._parts[self._part][0], len(self._parts[self._part]) - 1
                self._at = 1
            size = 2 if flags & WIDE else 1
            taken = min((length - len(text)) * size, left - left % size)
            if taken < 1:
                raise Broken
            piece = self._parts[self._part][self._at : self._at + taken]
            text += piece.decode("utf-16-le", "replace") if size == 2 else piece.decode("latin-1")
            self._at += taken
        return text

    def _raw(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            piece = self._parts[self._part][self._at : self._at + size - len(taken)]
            self._at += len(piece)
            taken += piece
            if len(taken) < size:
                self._next()
        return taken

    def _next(self) -> None:
        self._part, self._at = self._part + 1, 0
        if self._part >= len(self._parts):
            raise Broken
