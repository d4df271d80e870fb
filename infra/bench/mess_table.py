"""The table of what was tried: by kind, how many files, how many read or named as they should be, and what was missed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

Group = Literal["harmless", "damage"]
HEADS = {"harmless": ("害のない乱れ", "値が一致"), "damage": ("破損・誤り", "指摘あり")}


class Labelled(Protocol):
    """What a file was made of."""

    label: str


@dataclass
class Table:
    """Counts by kind; `faults` tells each miss in one line."""

    counts: dict[tuple[Group, str], list[int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def harmless(self, kind: str, source: Labelled, seed: int, wrong: list[str]) -> None:
        """Count a file that means what it meant before."""
        self._count("harmless", kind, source, seed, wrong)

    def damage(self, kind: str, source: Labelled, seed: int, wrong: list[str]) -> None:
        """Count a file whose damage must be named."""
        self._count("damage", kind, source, seed, wrong)

    def _count(self, group: Group, kind: str, source: Labelled, seed: int, wrong: list[str]) -> None:
        entry = self.counts.setdefault((group, kind), [0, 0])
        entry[0] += 1
        entry[1] += not wrong
        self.faults += [f"{kind} / {source.label} / {seed}: {each}" for each in wrong[:3]]

    def tell(self) -> None:
        """Print the table as Markdown, the sums, and the first misses."""
        for group, (head, good) in HEADS.items():
            rows = [(kind, counts) for (each, kind), counts in self.counts.items() if each == group]
            files, right = (sum(counts[place] for _, counts in rows) for place in (0, 1))
            print(f"\n| {head} | ファイル | {good} | 見落とし |\n|---|---|---|---|")
            for kind, (count, fine) in rows:
                print(f"| {kind} | {count} | {fine} | {count - fine} |")
            print(f"| **計** | **{files}** | **{right}** | **{files - right}** |")
        print(f"\n{len(self.faults)} faults")
        for fault in self.faults[:60]:
            print(f"  {fault[:300]}")
