"""The catalogue of rules as a list: what each says, how grave it is, where it is written, and whether it was rehearsed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from expectations.catalogue import EACH_IDENTITY, INTAKE, rules_of
from expectations.rehearsed import Record
from expectations.version import version_of
from expectations.wording import in_general
from warehouse.explanation import approver_of
from warehouse.programme import Programme
from warehouse.programme.indicator import Rule

Entry = dict[str, Any]


def rule_list(programme: Programme, rehearsed: Mapping[tuple[str, str], Record] | None = None) -> list[Entry]:
    """Return one entry a rule: those of the checks, then those that are decided while reading, in the definition's order."""
    reading = (rule for rule in programme.rules if rule.kind == INTAKE)
    return [_entry(programme, rule, rehearsed or {}) for rule in (*rules_of(programme), *reading)]


def near_ids(rule: str, known: Iterable[str]) -> list[str]:
    """Return the ids that are nearest to one that does not exist: those that hold it, else those written alike."""
    names = list(known)
    return [name for name in names if rule and rule in name][:5] or difflib.get_close_matches(rule, names, 3, 0.5)


def _entry(programme: Programme, rule: Rule, rehearsed: Mapping[tuple[str, str], Record]) -> Entry:
    version, (file, line) = version_of(rule), _written(programme, rule)
    record = rehearsed.get((rule.id, version))
    return {
        "rule": rule.id, "version": version, "severity": rule.severity, "severity_partner": rule.severity_partner,
        "scope": rule.applies_to, "decided": "reading" if rule.kind == INTAKE else "check", "from_fy": rule.from_fy,
        "until_fy": rule.until_fy, "title_ja": in_general(rule.ja), "title_en": in_general(rule.en),
        "sentence_ja": rule.ja, "sentence_en": rule.en, "remedy_ja": rule.remedy_ja, "remedy_en": rule.remedy_en,
        "source": str(rule.source or ""), "verified": rule.verified, "approver": approver_of(programme, rule.id),
        "kind": rule.kind, "parameters": rule.parameters, "file": file, "line": line,
        "rehearsed_at": record.at if record else None, "rehearsed_by": record.who if record else None,
    }  # fmt: skip


def _written(programme: Programme, rule: Rule) -> tuple[str | None, int | None]:
    """Return the file and the line of the definition that say a rule; for one of an identity, those of the identity."""
    identity = rule.parameters.get("identity") if rule.kind == EACH_IDENTITY else None
    stem, key = ("identities", identity) if identity else ("rules", rule.id)
    for place, line in programme.lines.items():
        file, _, named = place.partition(":")
        if named == key and (file == f"{stem}.yaml" or file.startswith(f"{stem}/")):
            return file, line
    return None, None
