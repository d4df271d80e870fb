"""What a run of the checks says: four outcomes a rule, severity apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from warehouse.finding import Finding

Verdict = Literal["met", "not_met", "nothing_to_check", "could_not_run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule said. `examined`: how many things it looked at; `not_met`: how many of them breach it."""

    rule: str
    verdict: Verdict
    examined: int = 0
    not_met: int = 0
    detail: str = ""

    def row(self, version: str) -> tuple[str, str, int, int, str, str]:
        """Return the outcome as the warehouse keeps it, with the version of its rule."""
        return self.rule, self.verdict, self.examined, self.not_met, self.detail, version


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A run with what each rule said and what was found.

    `definition`: the hash of the one that it was checked with; `versions` of its rules, and of those of the run `before`.
    """

    run: str
    definition: str
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    versions: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> tuple[str, ...]:
        """The rules that are new, gone or of another version than in the run before; none where that is not known."""
        if not self.before:
            return ()
        rules = {**self.before, **self.versions}
        return tuple(rule for rule in rules if self.before.get(rule) != self.versions.get(rule))

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that are 要修正."""
        return tuple(finding for finding in self.findings if finding.severity == "block")
