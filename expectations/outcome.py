"""What a run of the checks says: four outcomes a rule, severity apart."""

from __future__ import annotations

from dataclasses import dataclass
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

    @property
    def row(self) -> tuple[str, str, int, int, str]:
        """The outcome as the warehouse keeps it."""
        return self.rule, self.verdict, self.examined, self.not_met, self.detail


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A run with what each rule said and what was found."""

    run: str
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that are 要修正."""
        return tuple(finding for finding in self.findings if finding.severity == "block")
