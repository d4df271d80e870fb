"""A formula of an OpenDocument spreadsheet as the other formats write it.

of:=SUM([.B3:.B5];[$'代表校'.C1]) is =SUM(B3:B5,'代表校'!C1). Source: OASIS OpenDocument 1.3, part 4, 5.8.
"""

import re

PREFIX = re.compile(r"^[A-Za-z]\w*:(?==)")
PARTS = re.compile(r""""(?:[^"]|"")*"|\[(?:'(?:[^']|'')*'|[^\]'])*\]|;""")
SIDE = re.compile(r"(?P<file>'(?:[^']|'')*'#)?\$?(?P<title>'(?:[^']|'')*'|[^.'\[\]]*)\.(?P<cell>[^:]*)")
LOST = "#REF!"
MAX_LENGTH = 20_000  # a spreadsheet takes 8,192 signs; brackets and dots come on top


def plain_formula(stored: str) -> str:
    """The formula with a leading =, references as E7, 'title'!E7 and '[file]title'!E7, a comma between parts."""
    if len(stored) > MAX_LENGTH:
        return "=" + stored[:MAX_LENGTH]  # too long to be worked out, but a formula all the same
    formula = PARTS.sub(_part, PREFIX.sub("", stored))
    return formula if formula.startswith("=") else "=" + formula


def _part(found: re.Match[str]) -> str:
    part = found[0]
    if part == ";":
        return ","
    return _reference(part[1:-1]) if part.startswith("[") else part


def _reference(inside: str) -> str:
    first = SIDE.match(inside)
    if LOST in inside or first is None:
        return LOST
    cells = first["cell"]
    rest = inside[first.end() :]
    if rest.startswith(":"):
        last = SIDE.fullmatch(rest[1:])
        cells += ":" + (last["cell"] if last else rest[1:])
    title = first["title"]
    title = title[1:-1] if title.startswith("'") else title
    if first["file"]:
        title = "[" + first["file"][1:-2] + "]" + title
    return f"'{title}'!{cells}" if title else cells
