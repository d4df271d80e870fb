"""Which row of the form a name means: its key, our measure, or its label in either language."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from warehouse.intake.text import normal
from warehouse.programme import Programme, Row

OWN_ROW = re.compile(r"8\.[1-9]\d?")


class RowNames:
    """The rows of a programme's form, found by what people call them."""

    def __init__(self, programme: Programme) -> None:
        self._rows = programme.rows_by_key
        self._item = {row.row: indicator.item for indicator, _, row in programme.rows()}
        self._lead_only = {row.row for indicator, _, row in programme.rows() if indicator.reported_by == "lead"}
        self._growth = {indicator.growth.row for indicator in programme.indicators if indicator.growth}
        self._own_items = {indicator.item for indicator in programme.indicators if indicator.own}
        self._by_name: dict[str, list[str]] = {}
        for key, row in self._rows.items():
            for name in {_plain(name) for name in (key, row.measure, row.label, row.label.lstrip("・"), row.en)}:
                self._by_name.setdefault(name, []).append(key)
        for key in self._rows:
            self._by_name[_plain(key)] = [key]

    def find(self, name: str) -> list[str]:
        """Return the keys of the rows that bear this name: none where it is unknown, several for a repeated label."""
        plain = _plain(name)
        if plain in self._by_name:
            return self._by_name[plain]
        if OWN_ROW.fullmatch(plain) and plain.split(".")[0] in self._own_items:
            return [plain]
        return [key for key in self._growth if _plain(key) == plain]

    def by_order(self, names: Mapping[int, str]) -> dict[int, str]:
        """Return the key of each line whose name several rows bear, where all these lines stand between their neighbours.

        `names` is by line. A name that is not there as often as the form has it stays open.
        """
        found = {line: self.find(name) for line, name in names.items()}
        order = {key: place for place, key in enumerate(self._rows)}
        told: dict[int, str] = {}
        for keys in {tuple(keys) for keys in found.values() if len(keys) > 1}:
            lines = [line for line, each in found.items() if tuple(each) == keys]
            if len(lines) == len(keys):
                pairs = dict(zip(lines, sorted(keys, key=order.__getitem__), strict=True))
                if all(_stands(line, key, found, order) for line, key in pairs.items()):
                    told |= pairs
        return told

    def near(self, name: str) -> str | None:
        """Return the known name that is nearest to an unknown one, as people write it."""
        found = difflib.get_close_matches(_plain(name), self._by_name, 1, cutoff=0.5)
        return self._by_name[found[0]][0] if found else None

    def row(self, key: str) -> Row | None:
        """Return the row of the form; None for an own indicator, whose row comes with the plan."""
        return self._rows.get(key)

    def item(self, key: str) -> str:
        """Return the number of the indicator that the row belongs to."""
        return self._item.get(key, key.split(".")[0])

    def is_computed(self, key: str) -> bool:
        """Whether the row is a ratio, which is always computed from others."""
        row = self._rows.get(key)
        return key in self._growth or (row is not None and row.is_ratio)

    def is_lead_only(self, key: str) -> bool:
        """Whether the 代表校 alone answers this row."""
        return key in self._lead_only


def _stands(line: int, key: str, found: Mapping[int, list[str]], order: Mapping[str, int]) -> bool:
    """Whether a row stands between the nearest lines above and below that bear a name of their own."""
    sure = {each: order[keys[0]] for each, keys in found.items() if len(keys) == 1 and keys[0] in order}
    above = max((each for each in sure if each < line), default=None)
    below = min((each for each in sure if each > line), default=None)
    return (above is None or sure[above] < order[key]) and (below is None or order[key] < sure[below])


def _plain(name: str) -> str:
    return normal(name).casefold()
