"""A formula of an .xls file, stored as tokens, as the other formats write it. Source: Microsoft [MS-XLS] 2.5.198."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.intake.book.compound_file import Broken
from warehouse.intake.spreadsheet import column_letters

UNKNOWN = "=?"  # there is a formula, and nothing more is known of it
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
LOST = "#REF!"
SIGNS = {3: "+", 4: "-", 5: "*", 6: "/", 7: "^", 8: "&", 9: "<", 10: "<=", 11: "=", 12: ">=", 13: ">", 14: "<>"}
FUNCTIONS = {
    0: "COUNT", 1: "IF", 2: "ISNA", 3: "ISERROR", 4: "SUM", 5: "AVERAGE", 6: "MIN", 7: "MAX", 24: "ABS", 25: "INT",
    27: "ROUND", 36: "AND", 37: "OR", 38: "NOT", 129: "ISBLANK", 131: "N", 169: "COUNTA", 183: "PRODUCT",
    197: "TRUNC", 212: "ROUNDUP", 213: "ROUNDDOWN", 345: "SUMIF", 346: "COUNTIF", 347: "COUNTBLANK",
}  # fmt: skip
PARTS_OF = {2: 1, 3: 1, 24: 1, 25: 1, 27: 2, 34: 0, 35: 0, 38: 1, 129: 1, 131: 1, 212: 2, 213: 2, 346: 2, 347: 1}
NAMED = 255  # the function's name is its first part
FIXED, VARIABLE, NAME, NAME_ELSEWHERE = 0x21, 0x22, 0x23, 0x39
REFERENCE, AREA, LOST_REFERENCE, LOST_AREA, NEAR, NEAR_AREA = 0x24, 0x25, 0x2A, 0x2B, 0x2C, 0x2D
SIZES = {0x26: 6, 0x27: 6, 0x28: 6, 0x29: 2}  # told beside the tokens that follow anyway
RELATIVE_ROW, RELATIVE_COLUMN = 0x8000, 0x4000
MOST = 8_192


@dataclass(frozen=True, slots=True)
class Names:
    """What tokens refer to by number: the prefix of each sheet elsewhere, names, and names elsewhere."""

    places: Sequence[str | None]
    names: Sequence[str]
    elsewhere: Sequence[Sequence[str]]


def formula_of(tokens: bytes, names: Names, row: int = 0, column: int = 0) -> str:
    """The formula with a leading =; UNKNOWN where a token is not known. `row`, `column` (from 0): for shared ones."""
    try:
        written = _Writer(tokens, names, row, column).formula()
    except (struct.error, IndexError, UnicodeDecodeError, Broken, KeyError):
        return UNKNOWN
    return "=" + written if len(written) < MOST else UNKNOWN


class _Writer:
    def __init__(self, tokens: bytes, names: Names, row: int, column: int) -> None:
        self._tokens, self._names, self._row, self._column = tokens, names, row, column
        self._at = 0
        self._parts: list[str] = []

    def formula(self) -> str:
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            kind = token if token < 0x20 else (token & 0x1F) | 0x20
            if kind < 0x20:
                self._sign(kind)
            else:
                self._operand(kind)
        if len(self._parts) != 1:
            raise Broken
        return self._parts[0]

    def _take(self, shape: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + shape, self._tokens, self._at)
        self._at += struct.calcsize("<" + shape)
        return found

    def _sign(self, kind: int) -> None:
        parts = self._parts
        if kind in SIGNS:
            right, left = parts.pop(), parts.pop()
            parts.append(f"{left}{SIGNS[kind]}{right}")
        elif kind in (0x12, 0x13):
            parts.append("+-"[kind - 0x12] + parts.pop())
        elif kind == 0x14:
            parts.append(parts.pop() + "%")
        elif kind == 0x15:
            parts.append(f"({parts.pop()})")
        elif kind == 0x16:
            parts.append("")
        elif kind == 0x19:
            self._attribute()
        else:
            self._constant(kind)

    def _attribute(self) -> None:
        """Hints for computing, to be passed over; one of them stands for a sum of one part."""
        flags, size = self._take("BH")
        if flags & 0x04:
            self._at += 2 * (size + 1)
        if flags & 0x10:
            self._parts.append(f"SUM({self._parts.pop()})")

    def _constant(self, kind: int) -> None:
        if kind == 0x17:
            length, wide = self._take("BB")
            size = length * (2 if wide & 1 else 1)
            text = self._tokens[self._at : self._at + size].decode("utf-16-le" if wide & 1 else "latin-1")
            self._at += size
            self._parts.append('"' + text.replace('"', '""') + '"')
        elif kind == 0x1C:
            self._parts.append(ERRORS[self._take("B")[0]])
        elif kind == 0x1D:
            self._parts.append("TRUE" if self._take("B")[0] else "FALSE")
        elif kind == 0x1E:
            self._parts.append(str(self._take("H")[0]))
        elif kind == 0x1F:
            self._parts.append(f"{self._take('d')[0]:.15g}")
        else:
            raise Broken

    def _operand(self, kind: int) -> None:
        if kind in SIZES:
            self._at += SIZES[kind]
        elif kind in (FIXED, VARIABLE):
            self._function(kind)
        elif kind == NAME:
            self._parts.append(self._names.names[self._take("HH")[0] - 1])
        elif kind == NAME_ELSEWHERE:
            place, number, _ = self._take("HHH")
            self._parts.append(self._names.elsewhere[place][number - 1])
        else:
            self._parts.append(self._reference(kind))

    def _function(self, kind: int) -> None:
        if kind == FIXED:
            (number,) = self._take("H")
            count = PARTS_OF[number]
        else:
            count, number = self._take("BH")
            count, number = count & 0x7F, number & 0x7FFF
        if count > len(self._parts):
            raise Broken
        given = self._parts[len(self._parts) - count :]
        del self._parts[len(self._parts) - count :]
        name = {34: "TRUE", 35: "FALSE"}.get(number)
        if name:
            self._parts.append(name)
            return
        if number == NAMED:
            name, *given = given
        else:
            name = FUNCTIONS.get(number, f"FUNCTION.{number}")
        self._parts.append(f"{name.removeprefix('_xlfn.')}({','.join(given)})")

    def _reference(self, kind: int) -> str:
        prefix: str | None = ""
        if kind >= 0x3A:
            prefix = self._names.places[self._take("H")[0]]
            kind = {0x3A: REFERENCE, 0x3B: AREA, 0x3C: LOST_REFERENCE, 0x3D: LOST_AREA}[kind]
        is_area = kind in (AREA, LOST_AREA, NEAR_AREA)
        numbers = self._take("HHHH" if is_area else "HH")
        if prefix is None or kind in (LOST_REFERENCE, LOST_AREA):
            return LOST
        if kind not in (REFERENCE, AREA, NEAR, NEAR_AREA):
            raise Broken
        is_near = kind in (NEAR, NEAR_AREA)
        half = len(numbers) // 2
        cells = [self._cell(numbers[place], numbers[half + place], is_near) for place in range(half)]
        return prefix + ":".join(cells)

    def _cell(self, row: int, column: int, is_near: bool) -> str:
        free_row, free_column = column & RELATIVE_ROW, column & RELATIVE_COLUMN
        column &= 0xFF
        if is_near:  # relative to the cell that shares the formula
            row = (row + self._row) & 0xFFFF if free_row else row
            column = (column + self._column) & 0xFF if free_column else column
        letters = column_letters(column + 1)
        return f"{'' if free_column else '$'}{letters}{'' if free_row else '$'}{row + 1}"
