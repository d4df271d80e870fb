"""The version of a rule: eight digits that change with its words, its weight, its parameters or the SQL of its kind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from warehouse.examined import text_of_kind
from warehouse.programme.indicator import Rule

DIGITS = 8
_NOT_MEANT = {"from_fy", "until_fy"}  # for which years a rule holds does not change what it says


def version_of(rule: Rule) -> str:
    """Return the version of a rule as it would be run now, as eight hexadecimal digits."""
    entry = rule.model_dump_json(exclude=_NOT_MEANT)
    return hashlib.sha256(f"{entry}\n{text_of_kind(rule.kind)}".encode()).hexdigest()[:DIGITS]


def versions_of(rules: Iterable[Rule]) -> dict[str, str]:
    """Return the version of each rule by its id."""
    return {rule.id: version_of(rule) for rule in rules}


def rules_hash(versions: dict[str, str]) -> str:
    """Return one hash for a set of rules: SHA-256 over their ids and versions in order."""
    return hashlib.sha256(
        "\n".join(f"{rule} {version}" for rule, version in sorted(versions.items())).encode()
    ).hexdigest()
