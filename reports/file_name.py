"""Names of files that every system can hold."""

from __future__ import annotations


def safe(name: str) -> str:
    """Return a name without the signs that no file name may hold."""
    return "".join("_" if sign in '\\/:*?"<>|' else sign for sign in name).strip()
