"""The only place that prints: tables for people, JSON for machines, messages beside both."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from warehouse.finding import Finding

SEVERITY = {"ja": {"block": "要修正", "explain": "要理由", "note": "参考"}, "en": {}}
STANDING = {
    "ja": {"open": "理由", "explained": "理由", "waived": "理由了承", "exceeded": "理由（上限を超えたため再確認）", "expired": "理由（期限切れのため再確認）"},
    "en": {"open": "reason", "explained": "reason", "waived": "accepted", "exceeded": "reason (exceeded)", "expired": "reason (expired)"},
}  # fmt: skip
PROPOSED = {
    "ja": "前年度に了承した理由（今年度も当てはまるか確かめ、rokunen waive で改めて了承）",
    "en": "accepted last year (review it, and accept it anew with rokunen waive)",
}
SHOWN_FINDINGS = 40
WORD = re.compile("[!-~]+|.")  # a word or number in half-width signs, or any other sign


def prepare() -> None:
    """Let Japanese be printed everywhere, each line at once: UTF-8, and a sign for what a console cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)


def line(text: str = "") -> None:
    """Print a line of the result."""
    print(text)


def message(text: str) -> None:
    """Print a message beside the result, on stderr."""
    print(text, file=sys.stderr, flush=True)


def as_json(rows: Iterable[Any], stream: TextIO | None = None) -> None:
    """Print one JSON list, one entry a line."""
    lines = [json.dumps(row, ensure_ascii=False, default=number) for row in rows]
    print("[\n" + ",\n".join(lines) + "\n]" if lines else "[]", file=stream or sys.stdout)


def number(value: Any) -> int | float | str | None:
    """Return a value as JSON knows it: a whole number as integer, a moment as ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int | float | None) else str(value)


def grouped(value: Any, decimals: int = 0) -> str:
    """Return a number with its thousands grouped, or an empty text for None."""
    return "" if value is None else f"{value:,.{decimals}f}"


def shown(value: Decimal | None) -> str:
    """Return a number as people write it: thousands grouped, no trailing zeros; an empty text for None."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value.normalize():,f}"


def width(text: str) -> int:
    """Return how many columns a text takes: full-width characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def cut(text: str, columns: int) -> str:
    """Return a text shortened to so many columns, with … where something was left out."""
    if width(text) <= columns:
        return text
    kept = ""
    for sign in text:
        if width(kept + sign) > columns - 1:
            break
        kept += sign
    return kept + "…"


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], right: Sequence[int] = (), most: int = 44) -> None:
    """Print a table with aligned columns; `right` names those to align right, `most` is the widest a column may be."""
    cells = [[cut(" ".join(str("" if cell is None else cell).split()), most) for cell in row] for row in rows]
    widths = [max([width(head), *(width(row[place]) for row in cells)]) for place, head in enumerate(heads)]
    line(_joined(heads, widths, right))
    line("  ".join("-" * columns for columns in widths))
    for row in cells:
        line(_joined(row, widths, right))


def wrapped(text: str, columns: int, mark: str) -> None:
    """Print a text behind a mark, broken where it would be wider, and indented below the mark; no word or number is cut."""
    indent, kept = " " * width(mark), mark
    for part in WORD.findall(text):
        if width(kept + part.rstrip()) > columns:
            line(kept.rstrip())
            kept, part = indent, part.lstrip()
        kept += part
    line(kept)


def _joined(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    padded = []
    for place, (cell, columns) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (columns - width(cell))
        padded.append(space + cell if place in right else cell + space)
    return "  ".join(padded).rstrip()


def finding_entry(finding: Finding) -> dict[str, Any]:
    """Return a finding as an entry of a JSON list."""
    place = finding.place
    return {
        "rule": finding.rule, "severity": finding.severity, "university": finding.university, "item": finding.item,
        "row": finding.row, "fiscal_year": finding.fiscal_year, "message_ja": finding.message_ja,
        "message_en": finding.message_en, "remedy_ja": finding.remedy_ja, "remedy_en": finding.remedy_en,
        "source": {"file": place.file, "sheet": place.sheet, "cell": place.cell},
    }  # fmt: skip


def findings(entries: Sequence[dict[str, Any]], lang: str, most: int = SHOWN_FINDINGS) -> None:
    """Print findings as people read them, the gravest first: where, what, which rule, what to do."""
    order = ("block", "explain", "note")
    ordered = sorted(entries, key=lambda entry: order.index(entry["severity"]))
    for entry in ordered[:most]:
        said, file = entry["message_" + lang], entry["source"]["file"]
        place = f"{file}: " if file and file not in said else ""
        number = f" {entry['id']}" if entry.get("id") else ""
        line(f"[{SEVERITY[lang].get(entry['severity'], entry['severity'])}{number}] {place}{said}")
        line(f"    → {entry['remedy_' + lang]}")
        if entry.get("explanation"):
            line(f"    {STANDING[lang][entry.get('reopened') or entry['state']]}: {entry['explanation']}")
        if entry.get("proposed_reason"):
            line(f"    {PROPOSED[lang]}: {entry['proposed_reason']}")
    if rest := ordered[most:]:
        line(
            f"… ほか {len(rest)} 件（{counted(rest, lang)}）。すべては --json、又は rokunen findings --output 確認事項.xlsx"
            if lang == "ja"
            else f"… {len(rest)} more ({counted(rest, lang)}); all of them with --json, or rokunen findings --output FILE.xlsx"
        )


def counted(entries: Sequence[dict[str, Any]], lang: str) -> str:
    """Return how many findings of each severity there are, as a phrase."""
    counts = {key: sum(entry["severity"] == key for entry in entries) for key in ("block", "explain", "note")}
    if lang == "ja":
        return "・".join(f"{SEVERITY['ja'][key]} {count}件" for key, count in counts.items())
    return ", ".join(f"{count} {key}" for key, count in counts.items())


def is_blocked(entries: Sequence[dict[str, Any]]) -> bool:
    """Whether one of the findings is a 要修正."""
    return any(entry["severity"] == "block" for entry in entries)
