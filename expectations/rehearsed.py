"""The record of rehearsals: entries of the log that name each rule with its version, so that it can be shown later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from warehouse.decision import sealed
from warehouse.finding import Finding
from warehouse.read import Row

ACT = "rehearsed"
KEPT = (
    "rule", "severity", "university", "item", "row", "fiscal_year", "file", "sheet", "cell", "message_ja", "message_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """When (naive UTC) a rule was rehearsed, and by whom."""

    at: datetime
    who: str


def said(rules: Mapping[str, str], scopes: Iterable[str], counts: Mapping[str, int]) -> str:
    """Return what the log says of a rehearsal: the rules with their versions, the years, and how much was found."""
    return sealed(rules=dict(rules), scopes=list(scopes), **counts)


def records(log: Iterable[Row]) -> dict[tuple[str, str], Record]:
    """Return the newest rehearsal of each rule and version, from rows of `raw.log` in their order."""
    found: dict[tuple[str, str], Record] = {}
    for row in log:
        if row["act"] == ACT:
            rules = json.loads(row["detail"]).get("rules", {})
            found |= {(rule, version): Record(row["acted_at"], row["who"]) for rule, version in rules.items()}
    return found


def entry(scope: str, number: str, state: str, fields: Mapping[str, Any], applies: bool) -> dict[str, Any]:
    """Return an entry of a rehearsal: a finding by its id, as far as it is told, in a scope."""
    return {"scope": scope, "id": number, "state": state, "applies": applies} | {name: fields[name] for name in KEPT}


def fields_of(finding: Finding) -> dict[str, Any]:
    """Return what is told of a finding that nobody keeps."""
    place = {"file": finding.place.file, "sheet": finding.place.sheet, "cell": finding.place.cell}
    return {name: place[name] if name in place else getattr(finding, name) for name in KEPT}
