"""A program: a workbook on standard input, its sheets as JSON on standard output, or one word for why not."""

import io
import json
import sys
from typing import Any

MAX_MEMORY_BYTES = 1_000_000_000
MAX_GRID_CELLS = 5_000_000
MAX_CELLS = 1_000_000


def main() -> None:
    """Nothing comes back; the sheets, or the reason why there are none, go to standard output."""
    _limit_memory()
    content = sys.stdin.buffer.read()
    try:
        told: Any = _sheets(content)
    except MemoryError:
        told = "too_large"
    except BaseException as fault:  # calamine's panics are no Exception
        told = "encrypted" if type(fault).__name__ == "PasswordError" else "malformed"
    sys.stdout.write(json.dumps(told))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # no such limits on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sheets(content: bytes) -> list[dict[str, Any]] | str:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    count = 0
    for position, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(position)
        if sheet.total_height * sheet.total_width > MAX_GRID_CELLS:
            return "too_large"
        cells = _cells(sheet)
        count += len(cells)
        if count > MAX_CELLS:
            return "too_large"
        merged = [[a + 1, b + 1, c + 1, d + 1] for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
        is_hidden = about.visible != SheetVisibleEnum.Visible
        sheets.append({"title": about.name, "is_hidden": is_hidden, "cells": cells, "merged": merged})
    return sheets


def _cells(sheet: Any) -> list[tuple[int, int, str, str]]:
    cells = []
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            if value == "" and isinstance(value, str):
                continue
            cells.append((row, column, *_told(value)))
    return cells


def _told(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        return "truth", str(value)
    if isinstance(value, int | float):
        return "number", repr(value)
    if isinstance(value, str):
        return "text", value
    return "text", value.isoformat() if hasattr(value, "isoformat") else str(value)


if __name__ == "__main__":
    main()
