"""What changed between two versions of a document, each changed figure with the one cause of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from warehouse import read
from warehouse.database import open_warehouse, settle
from warehouse.printed import trace_sql
from warehouse.read import Row
from warehouse.workspace import Workspace

Cause = Literal["received", "restatement", "correction", "definition", "code"]
CAUSES: dict[Cause, tuple[str, str]] = {
    "received": ("新たな回答（以前は空欄）", "received: it was blank before"),
    "restatement": ("差替え（後の回答で値が変わった）", "restatement: a later return changed the fact"),
    "correction": ("訂正", "correction"),
    "definition": ("定義・構成大学の変更", "definition or roster changed"),
    "code": ("プログラムの版の変更", "another release of Rokunen wrote it"),
}
_CELL = (
    "text",
    "value",
    "state",
    "status",
    "file_name",
    "sha256",
    "sheet",
    "cell",
    "received_at",
    "channel",
    "reason",
    "approver",
)


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it was written, or as it would be at a moment. `figures`: rows of `printed` by the figure's id."""

    name: str
    kind: str
    fiscal_year: int
    moment: datetime
    definition: str
    code: str
    figures: Mapping[str, Row]


def difference(workspace: Workspace, before: Version, after: Version) -> list[dict[str, Any]]:
    """Return one entry per figure whose text changed, in the order of the later version, each with its cause.

    A figure that only one of two different documents prints at all (another year, another kind) is left out unless its
    facts changed.
    """
    ids = list(dict.fromkeys([*after.figures, *before.figures]))
    changed = [each for each in ids if _text(before, each) != _text(after, each)]
    keys = sorted({fact for each in changed for fact in _facts(before, after, each)})
    old, new = _Known(workspace, before.moment, keys), _Known(workspace, after.moment, keys)
    is_same_document = (before.kind, before.fiscal_year) == (after.kind, after.fiscal_year)
    entries = []
    for each in changed:
        moved = _moved(old, new, _facts(before, after, each))
        if not moved and not is_same_document and (each not in before.figures or each not in after.figures):
            continue
        was, now = _text(before, each), _text(after, each)
        cause = _cause(was, moved) if moved else _without_facts(before, after, old, new, is_opened=_is_opened(was, now))
        printed = after.figures.get(each) or before.figures[each]
        entries.append(
            {
                "figure": each, "place": printed["place"], "before": was, "after": now,
                "cause": cause, "cause_ja": CAUSES[cause][0], "cause_en": CAUSES[cause][1],
                "formula": printed["formula"], "facts": moved,
            }
        )  # fmt: skip
    return entries


class _Known:
    """The received cells behind facts as they were known at a moment, and the definition and roster in force."""

    def __init__(self, workspace: Workspace, moment: datetime, keys: Sequence[str]) -> None:
        with open_warehouse(workspace.database, moment) as connection:
            settle(connection)
            cells = read.fetch(connection, trace_sql("fact_source"), {"facts": list(keys)})
            self.rosters = [row["roster"] for row in read.rows(connection, "core.roster")]
        self.leaves: dict[str, dict[str, Row]] = {}
        for cell in cells:
            self.leaves.setdefault(cell["fact"], {})[cell["leaf"]] = cell


def _moved(old: _Known, new: _Known, facts: Sequence[str]) -> list[dict[str, Any]]:
    """The received cells behind a figure that say something else now, each with what it said before and says after."""
    moved: dict[str, dict[str, Any]] = {}
    for fact in facts:
        was, now = old.leaves.get(fact, {}), new.leaves.get(fact, {})
        for leaf in dict.fromkeys([*was, *now]):
            one, other = was.get(leaf), now.get(leaf)
            if _said(one) != _said(other):
                moved[leaf] = {"fact": leaf, "before": _cell(one), "after": _cell(other)}
    return list(moved.values())


def _cause(text_before: str, moved: Sequence[dict[str, Any]]) -> Cause:
    """The cause among received cells: what a blank or pending number waited for, else the newest change of a known value."""
    answered = [each for each in moved if each["before"] is None]
    known = [each for each in moved if each["before"] is not None]
    if not known or (answered and not re.search(r"\d", text_before)):
        return "received"
    newest = max(known, key=lambda each: each["after"]["received_at"] if each["after"] else datetime.min)
    is_corrected = (
        newest["after"] is not None and "correct" in f"{newest['after']['status']}{newest['after']['channel']}"
    )
    return "correction" if is_corrected else "restatement"


def _is_opened(was: str, now: str) -> bool:
    """Whether a blank became a word such as 集計中: others answered for the year, this number waits."""
    return was == "" and not re.search(r"\d", now)


def _without_facts(before: Version, after: Version, old: _Known, new: _Known, *, is_opened: bool) -> Cause:
    if is_opened:
        return "received"
    is_redefined = before.definition != after.definition or old.rosters != new.rosters
    return "definition" if is_redefined else "code"


def _text(version: Version, figure: str) -> str:
    row = version.figures.get(figure)
    return str(row["text"]) if row else ""


def _facts(before: Version, after: Version, figure: str) -> list[str]:
    rows = (version.figures.get(figure) for version in (before, after))
    return list(dict.fromkeys(fact for row in rows if row for fact in row["facts"]))


def _said(cell: Row | None) -> tuple[Any, Any] | None:
    return (cell["state"], cell["value"]) if cell else None


def _cell(cell: Row | None) -> dict[str, Any] | None:
    return {name: cell[name] for name in _CELL} if cell else None
