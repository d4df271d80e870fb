"""What an .xls file tells beside its values: formulas, errors, comments, percentages, and hidden rows and columns.

Source: Microsoft [MS-XLS], Excel 97 to 2003. Older ones are known by their values alone.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from warehouse.intake.book.biff_formula import ERRORS, UNKNOWN, Names, formula_of
from warehouse.intake.book.biff_texts import Comments, Place, SharedTexts, place_of, text_of
from warehouse.intake.book.compound_file import Broken, stream_of
from warehouse.intake.book.number_format import BUILT_IN, GENERAL
from warehouse.intake.spreadsheet import Unreadable

BOF, EOF, BOUNDSHEET, SUPBOOK, EXTERNNAME, EXTERNSHEET, NAME = 0x809, 0x0A, 0x85, 0x1AE, 0x23, 0x17, 0x18
FORMULA, SHARED, ARRAY, TRUTH_OR_ERROR, ROW, COLUMNS = 0x06, 0x4BC, 0x221, 0x205, 0x208, 0x7D
NUMBER, RK, MANY_RK, FORMAT, STYLE = 0x203, 0x27E, 0xBD, 0x41E, 0xE0
PASSWORD, FONT, SHARED_TEXTS, CONTINUE, TEXT = 0x2F, 0x31, 0xFC, 0x3C, 0xFD
EXCEL_97 = 0x600
SHARED_BY = 0x01  # the token of a cell whose formula stands with another cell
MAX_RECORDS = 3_000_000
MAX_CHARACTERS = 20_000_000  # of all formulas
OWN_BOOK, NO_SHEET = 0x0401, 0xFFFE


@dataclass(slots=True)
class Told:
    """What one sheet tells beside its values; places count from 1."""

    formulas: dict[Place, str] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    texts: set[Place] = field(default_factory=set)  # formulas whose result is a text, which may be empty
    struck: dict[Place, str] = field(default_factory=dict)  # texts of which a part is struck out
    comments: dict[Place, str] = field(default_factory=dict)
    formats: dict[Place, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def read_biff(content: bytes) -> dict[str, Told] | None:
    """What each sheet tells, by its title; None of a file that is older or broken."""
    try:
        return _Book(stream_of(content, "Workbook", "Book")).sheets()
    except (Broken, struct.error, IndexError, UnicodeDecodeError):
        return None


class _Book:
    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._records = self._characters = 0
        self._styles: list[int] = []
        self._formats = dict(BUILT_IN)
        self._fonts: list[int] = []
        self._struck: dict[int, str] = {}

    def sheets(self) -> dict[str, Told]:
        if struct.unpack_from("<HHH", self._stream)[::2] != (BOF, EXCEL_97):
            raise Broken
        begins, names = self._globals()
        return {title: self._sheet(begin, names) for title, begin in begins.items()}

    def _from(self, place: int) -> Iterator[tuple[int, bytes]]:
        """The records from a place on, up to the end of their part; charts within are passed over."""
        depth = 0
        while True:
            kind, size = struct.unpack_from("<HH", self._stream, place)
            self._records += 1
            if self._records > MAX_RECORDS:
                raise Unreadable("too_large")
            depth += (kind == BOF) - (kind == EOF)
            if depth < 1:
                return
            if depth == 1:
                yield kind, self._stream[place + 4 : place + 4 + size]
            place += 4 + size

    def _globals(self) -> tuple[dict[str, int], Names]:
        begins: dict[str, int] = {}
        books: list[bool] = []
        names: list[str] = []
        of_book: list[list[str]] = []
        places: list[tuple[int, int, int]] = []
        texts: list[bytes] = []
        before = 0
        for kind, data in self._from(0):
            if kind == SHARED_TEXTS or (kind == CONTINUE and before == SHARED_TEXTS):
                kind = SHARED_TEXTS
                texts.append(data)
            before = kind
            if kind == BOUNDSHEET:
                begins[text_of(data[7:], data[6])] = struct.unpack_from("<I", data)[0]
            elif kind == SUPBOOK:
                books.append(len(data) == 4 and struct.unpack_from("<H", data, 2)[0] == OWN_BOOK)
                of_book.append([])
            elif kind == EXTERNNAME and of_book:
                of_book[-1].append(text_of(data[7:], data[6]))
            elif kind == EXTERNSHEET:
                places += struct.iter_unpack("<HHH", data[2 : 2 + 6 * struct.unpack_from("<H", data)[0]])
            elif kind == NAME:
                names.append(text_of(data[14:], data[3]))
            elif kind == FONT:
                self._fonts.append(struct.unpack_from("<H", data, 2)[0])
            elif kind == STYLE:
                self._styles.append(struct.unpack_from("<H", data, 2)[0])
            elif kind == FORMAT:
                number, length = struct.unpack_from("<HH", data)
                self._formats[number] = text_of(data[4:], length)
            elif kind == PASSWORD:
                raise Broken
        self._struck = SharedTexts(texts, self._fonts).struck() if texts else {}
        titles = list(begins)
        prefixes = [_prefix(titles, books, *place) for place in places]
        return begins, Names(prefixes, names, [of_book[book] if book < len(of_book) else [] for book, _, _ in places])

    def _sheet(self, begin: int, names: Names) -> Told:
        told = Told()
        waiting: dict[Place, Place] = {}
        shared: dict[Place, bytes] = {}
        last: Place = (0, 0)
        comments = Comments()
        for kind, data in self._from(begin):
            comments.hear(kind, data)
            if kind == FORMULA:
                last = self._formula(data, names, told, waiting)
            elif kind in (SHARED, ARRAY):
                at = 8 if kind == SHARED else 12
                shared[last] = data[at + 2 : at + 2 + struct.unpack_from("<H", data, at)[0]]
            elif kind == ROW and struct.unpack_from("<H", data, 12)[0] & 0x20:
                told.hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)
            elif kind == COLUMNS and struct.unpack_from("<H", data, 8)[0] & 1:
                first, until = struct.unpack_from("<HH", data)
                told.hidden_columns.update(range(first + 1, min(until, 255) + 2))
            else:
                self._value(kind, data, told)
        for place, owner in waiting.items():
            row, column = place
            tokens = shared.get(owner)
            told.formulas[place] = self._counted(formula_of(tokens, names, row - 1, column - 1) if tokens else UNKNOWN)
        told.comments = comments.by_place()
        return told

    def _formula(self, data: bytes, names: Names, told: Told, waiting: dict[Place, Place]) -> Place:
        place = self._styled(data, told)
        if data[12:14] == b"\xff\xff":
            if data[6] == 2:
                told.errors[place] = ERRORS.get(data[8], "#VALUE!")
            elif data[6] in (0, 3):
                told.texts.add(place)
        tokens = data[22 : 22 + struct.unpack_from("<H", data, 20)[0]]
        if tokens[:1] == bytes([SHARED_BY]):
            row, column = struct.unpack_from("<HH", tokens, 1)
            waiting[place] = (row + 1, column + 1)
        else:
            told.formulas[place] = self._counted(formula_of(tokens, names))
        return place

    def _counted(self, formula: str) -> str:
        self._characters += len(formula)
        if self._characters > MAX_CHARACTERS:
            raise Unreadable("too_large")
        return formula

    def _value(self, kind: int, data: bytes, told: Told) -> None:
        if kind == TRUTH_OR_ERROR and data[7]:
            told.errors[place_of(data)] = ERRORS.get(data[6], "#VALUE!")
        elif kind == TEXT and self._struck:
            text = self._struck.get(struct.unpack_from("<I", data, 6)[0])
            told.struck |= {place_of(data): text} if text else {}
        elif kind in (NUMBER, RK):
            self._styled(data, told)
        elif kind == MANY_RK:
            row, first = struct.unpack_from("<HH", data)
            for number in range((len(data) - 6) // 6):
                self._styled(struct.pack("<HH", row, first + number) + data[4 + 6 * number : 6 + 6 * number], told)

    def _styled(self, data: bytes, told: Told) -> Place:
        """The place of a cell; of its number format, whether it is a percentage."""
        place, (style,) = place_of(data), struct.unpack_from("<H", data, 4)
        shape = self._formats.get(self._styles[style], GENERAL) if style < len(self._styles) else GENERAL
        told.formats[place] = shape if "%" in shape else GENERAL
        return place


def _prefix(titles: list[str], books: list[bool], book: int, first: int, last: int) -> str | None:
    """How a reference to a sheet begins; None where the sheet is gone."""
    if book >= len(books) or not books[book]:
        return f"'[{book}]'!"
    if first >= NO_SHEET or first >= len(titles) or first != last:
        return None
    return "'" + titles[first].replace("'", "''") + "'!"
