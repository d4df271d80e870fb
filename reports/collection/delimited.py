"""The 調査票 as CSV: one line a row to be answered, with the heads that `collect` reads."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from reports.collection.top import Occasion
from reports.findings_list import acts_as_formula
from warehouse.intake.collection.layout import Line, note_texts
from warehouse.intake.delimited.heads import FORM_HEADS

ENDS_IN_ZERO = re.compile(r"\d+\.\d*0")  # 8.10, of which a spreadsheet would make 8.1


def write_csv_form(path: Path, occasion: Occasion, found: Sequence[Line]) -> bool:
    """Write the rows of the lines that are typed in, in UTF-8 with a mark, and return whether there were any.

    値, 状態, 備考, 根拠資料 and 差替え理由 are blank; each row stands once, also where two rounds ask it. The money of the
    lead is not among them: no CSV of it is read.
    """
    lines = _lines(occasion, found)
    if not lines:
        return False
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(FORM_HEADS.values())
        writer.writerows([_inert(line.get(role, "")) for role in FORM_HEADS] for line in lines)
    return True


def _lines(occasion: Occasion, found: Sequence[Line]) -> list[dict[str, str]]:
    """Return what is printed of each row by role: who, which, for which year, and how it is counted."""
    notes, titles = note_texts(found), {line.item: line.text for line in found if line.kind == "item"}
    shown: dict[str, dict[str, str]] = {}
    for line in found:
        row = line.row
        if row is None or not row.is_input or row.row in shown:
            continue
        basis = f"【{line.basis_note}】" if line.basis_note else ""
        shown[row.row] = {
            "university": occasion.university.code, "row": row.row, "label": row.label, "unit": row.unit,
            "heading": " ".join(part for part in (titles.get(line.item, ""), line.context) if part) + basis,
            "year": str(occasion.fiscal_year), "desk": row.desk or "",
            "hint": " ".join(notes.get((line.item, number), "") for number in line.notes),
        }  # fmt: skip
    return list(shown.values())


def _inert(text: str) -> str:
    """Return a text as a spreadsheet leaves it: none becomes a formula, and 8.10 does not become 8.1."""
    if ENDS_IN_ZERO.fullmatch(text):
        return f'="{text}"'
    plain = " ".join(text.split())
    return f"'{plain}" if acts_as_formula(plain) else plain
