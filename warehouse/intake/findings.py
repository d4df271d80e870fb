"""What is said about one received file, gathered while it is read."""

from __future__ import annotations

from warehouse.finding import Finding, Place, say
from warehouse.programme import Programme

QUOTED_CHARACTERS = 60


class Findings:
    """The findings of one file: single ones as they come, and notes of one kind counted sheet by sheet."""

    def __init__(self, programme: Programme, file: str) -> None:
        self._rules = programme.rules_by_id
        self._file = file
        self._found: list[Finding] = []
        self._counted: dict[tuple[str, str], tuple[str | None, int]] = {}

    def say(self, rule: str, sheet: str | None = None, cell: str | None = None, /, **facts: object) -> None:
        """Add a finding at a place of the file; `value` is quoted at a length that a line can hold."""
        if "value" in facts:
            facts["value"] = str(facts["value"])[:QUOTED_CHARACTERS]
        self._found.append(say(self._rules[rule], place=Place(self._file, sheet, cell), **facts))  # type: ignore[arg-type]

    def count(self, rule: str, sheet: str, cell: str | None) -> None:
        """Add one more case of a note that is said once for each sheet, with the first cell and the count."""
        first, number = self._counted.get((rule, sheet), (cell, 0))
        self._counted[rule, sheet] = (first, number + 1)

    def all(self) -> tuple[Finding, ...]:
        """Return every finding: the single ones in the order of reading, then the counted notes."""
        counted = [
            say(self._rules[rule], place=Place(self._file, sheet, cell), count=number)
            for (rule, sheet), (cell, number) in self._counted.items()
        ]
        return (*self._found, *counted)
