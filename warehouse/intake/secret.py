"""What is never written into a workspace: addresses with passwords, and the words that open a door."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILE = "_FILE"


def secret(name: str, environment: Mapping[str, str]) -> str | None:
    """Return what the environment variable `name` says, or else the file that `name`_FILE names; None for neither.

    Space and line ends around it are no part of it.
    """
    said = environment.get(name, "").strip()
    if not said and (path := environment.get(name + FILE, "").strip()):
        try:
            said = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return None
    return said or None
