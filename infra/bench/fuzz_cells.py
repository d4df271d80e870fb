"""Cells of a 調査票 as people fill them, made by hypothesis; what each of them says is known beforehand."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as some
from openpyxl.utils import get_column_letter

from warehouse.workspace import Workspace

if TYPE_CHECKING:
    from fuzz import Fuzz

FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")
# What must never be taken as a number without a word: it stands in cells, and in the XML of turned files.
DOUBTFUL = (
    "約300", "300程度", "－", "―", "-", "三百", "300?", "(300)", "300-400", "1.2.3", "12/5", "#N/A", "#REF!", "なし", "該当なし",
    "集計中", "7月確定予定", "同上", "300人(うち女100)", "-5", "1e5", "0x10", "９９９９年", "令和8年", "①", "1,23", "⑫", "Ⅳ", "½",
    "=1+1", "=CMD()", "TRUE", "∞", "NaN", "10%", "３００名程度", "\u200b300\u200b5", "300\n400", "3 0 0 0", "",
)  # fmt: skip
WORDS = (
    *(text for text in DOUBTFUL if "<" not in text),
    "0",
    "1",
    "99999999999999999999",
    "A1",
    "XFD1048576",
    "sharedString",
    "s",
    "b",
    "e",
)

numbers = some.integers(min_value=0, max_value=9_999_999)


def _shown(number: int, way: int) -> object:
    """Return a number as people type it: each of these ways means that number."""
    text = str(number)
    ways: list[object] = [
        number, text, text.translate(FULL_WIDTH), f"{number:,}", f"{number:,}".translate(FULL_WIDTH), f" {text} ", f"{text}　",
        f"\u00a0{text}", f"{number}.0",
    ]  # fmt: skip
    return ways[way % len(ways)]


harmless = some.tuples(numbers, some.integers(0, 8)).map(lambda pair: (_shown(*pair), Decimal(pair[0])))
doubtful = some.sampled_from(DOUBTFUL).map(lambda text: (text, None))
garbage = some.text(
    some.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), min_size=1, max_size=12
).map(lambda text: (text, None))
cells = some.one_of(harmless, harmless, doubtful, garbage)
moves = some.fixed_dictionaries({"renames": some.booleans(), "reverses": some.booleans(), "hides": some.booleans()})


def filled(form: Path) -> bytes:
    """Return a 調査票 with a number in every open cell."""
    book = openpyxl.load_workbook(form)
    for number, (_, cell, _) in enumerate(_inputs(book), 100):
        cell.value = number
    return _saved(book)


def examine(workspace: Workspace, content: bytes, count: int, first: int, fuzz: Fuzz) -> None:
    """Read so many forms that hypothesis fills; a value that is not what was typed, with nothing said, is a fault."""
    from fuzz import Source

    source = Source(f"{workspace.lead.name}_調査票.xlsx", content)

    @seed(first)
    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(some.lists(cells, min_size=1, max_size=25), moves, some.randoms(use_true_random=False))
    def one(typed: list[tuple[object, Decimal | None]], moved: dict[str, Any], chance: Any) -> None:
        book = openpyxl.load_workbook(io.BytesIO(content))
        inputs = list(_inputs(book))
        meant = {}
        for (key, cell, _), (shown, value) in zip(
            chance.sample(inputs, min(len(typed), len(inputs))), typed, strict=False
        ):
            cell.value = shown
            cell.data_type = "s" if isinstance(shown, str) else cell.data_type
            meant[key] = (shown, value)
        _move(book, moved)
        said = fuzz.read("cells", source, _saved(book))
        if said is not None:
            fuzz.faults += _wrong(said, meant)

    one()


def _wrong(said: Any, meant: dict[str, tuple[object, Decimal | None]]) -> list[str]:
    taken = {datum.row: datum for datum in said.data}
    told = {finding.row for finding in said.findings}
    faults = []
    for row, (shown, value) in meant.items():
        got = taken[row].value if row in taken else None
        if value is not None and got != value:
            faults.append(f"cells: {row} {shown!r} means {value}, taken as {got}")
        if value is None and got is not None and row not in told and not _is_number(shown):
            faults.append(f"cells: {row} {shown!r} was taken as {got}, and nobody is told")
    return faults


def _is_number(shown: object) -> bool:
    """Whether garbage happens to be a plain number, which may well be taken."""
    return bool(re.fullmatch(r"\s*[\d０-９]+([.．][\d０-９]+)?\s*", str(shown)))


def _move(book: Any, moved: dict[str, Any]) -> None:
    """Rename, reorder and hide: the values stay what they are."""
    if moved["renames"]:
        for number, sheet in enumerate(_rounds(book)):
            sheet.title = f"回答{number}"
    if moved["reverses"]:
        book._sheets.reverse()
    if moved["hides"]:
        for sheet in _rounds(book):
            sheet.row_dimensions[12].hidden = True
            sheet.column_dimensions["E"].hidden = True


def _rounds(book: Any) -> list[Any]:
    return [sheet for sheet in book.worksheets if sheet.title.startswith("第")]


def _inputs(book: Any) -> list[tuple[str, Any, Any]]:
    """Return (row, cell, sheet) of each open cell, each row once."""
    found: dict[str, tuple[str, Any, Any]] = {}
    for sheet in _rounds(book):
        head = next(row for row in sheet.iter_rows(max_row=30) if any(cell.value == "項番" for cell in row))
        answer = next(cell.column for cell in head if "【回答】" in str(cell.value))
        for number in range(head[0].row + 1, sheet.max_row + 1):
            key, cell = sheet.cell(number, 1).value, sheet[f"{get_column_letter(answer)}{number}"]
            is_open = not cell.protection.locked and not str(cell.value).startswith("=")
            if isinstance(key, str) and is_open and key not in found:
                found[key] = (key, cell, sheet)
    return list(found.values())


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
