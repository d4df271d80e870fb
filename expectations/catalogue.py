"""The rules of a programme as they are run: those of the definition, one for each identity, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator

from expectations.scope import PLAN, Scope
from warehouse.programme import Programme
from warehouse.programme.indicator import Identity, Rule

INTAKE = "intake"
EACH_IDENTITY = "identity"


def rules_of(programme: Programme) -> tuple[Rule, ...]:
    """Return every rule that a check runs, in the definition's order; `intake` rules are decided while reading.

    The rule of kind `identity` stands for one rule an identity, each with that one's severity and sentence.
    """
    return tuple(rule for each in programme.rules if each.kind != INTAKE for rule in _expanded(each, programme))


def rules_for(programme: Programme, scope: Scope) -> tuple[Rule, ...]:
    """Return the rules that hold for the plan (`plan`, of the programme's first year) or for a fiscal year's returns."""
    fiscal_year = programme.first_fy if scope == PLAN else int(scope)
    return tuple(rule for rule in rules_about(programme, scope) if rule.holds_in(fiscal_year))


def rules_about(programme: Programme, scope: Scope) -> tuple[Rule, ...]:
    """Return the rules that look at the plan or at returns, whatever years they hold for."""
    wanted = ("both", "plan" if scope == PLAN else "return")
    return tuple(rule for rule in rules_of(programme) if rule.applies_to in wanted)


def _expanded(rule: Rule, programme: Programme) -> Iterator[Rule]:
    if rule.kind != EACH_IDENTITY:
        yield rule
        return
    for identity in programme.identities:
        yield _of_identity(rule, identity)


def _of_identity(rule: Rule, identity: Identity) -> Rule:
    return rule.model_copy(
        update={
            "id": f"{rule.id}_{identity.id}",
            "severity": identity.severity,
            "severity_partner": None,
            "ja": rule.ja.replace("{identity_ja}", identity.ja),
            "en": rule.en.replace("{identity_en}", identity.en),
            "parameters": {**rule.parameters, "identity": identity.id},
            "source": identity.source or rule.source,
            "verified": identity.verified,
            "from_fy": identity.from_fy or rule.from_fy,
            "until_fy": identity.until_fy or rule.until_fy,
        }
    )
