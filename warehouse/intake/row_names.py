"""Which row of the form a name means: its key, our measure, or its label in either language."""

from __future__ import annotations

import difflib
import re

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


def _plain(name: str) -> str:
    return normal(name).casefold()
