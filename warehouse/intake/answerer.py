"""Which university of the workspace a text names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from warehouse.intake.text import normal
from warehouse.workspace import University


def named(text: str, universities: Sequence[University]) -> University | None:
    """Return the university whose code or name the text is, or None."""
    plain = _plain(text)
    return next((each for each in universities if plain in (_plain(each.code), _plain(each.name))), None)


def answerer(path: str, universities: Sequence[University]) -> University | None:
    """Return the university whose code or name stands in the file's name, or else in the nearest folder; None if none.

    Where one name is part of another (架空大学, 架空大学短期大学部) the longer one is meant.
    """
    for part in reversed(re.split(r"[/\\]", path)):
        plain = _plain(part)
        hits = [
            (len(name), each)
            for each in universities
            for name in (_plain(each.code), _plain(each.name))
            if name in plain
        ]
        if hits:
            return max(hits, key=lambda hit: hit[0])[1]
    return None


def nearest(text: str, universities: Sequence[University]) -> str | None:
    """Return the code or name that is nearest to the text."""
    names = {_plain(name): name for each in universities for name in (each.code, each.name)}
    found = difflib.get_close_matches(_plain(text), names, 1, cutoff=0.5)
    return names[found[0]] if found else None


def _plain(text: str) -> str:
    return normal(text).casefold()
