"""What lies in an inbox: each file with its name and the order in which it came."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.intake.drops.kept import Origin, origins
from warehouse.intake.drops.names import is_left_behind


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file of an inbox. `name` is its path below the inbox; `leads_to` is set where it is a link that leaves it.

    `origin`: where it was fetched from, if it was. `is_plain`: whether it is a file; a pipe would keep its reader waiting.
    """

    path: Path
    name: str
    modified: float
    leads_to: str | None = None
    origin: Origin | None = None
    is_plain: bool = True


def arrivals(inbox: Path) -> list[Arrival]:
    """Return the files of an inbox, also those in its folders, oldest first; no folder, no files.

    A link that leaves the inbox is listed and never followed.
    """
    fetched = origins(inbox)
    found = [_arrival(path, inbox, fetched) for path in _paths(inbox)]
    return sorted(found, key=lambda each: (each.modified, each.name))


def _paths(inbox: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(inbox, followlinks=False):
        here = Path(folder)
        yield from (here / name for name in folders if (here / name).is_symlink())
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (here / name for name in files if not is_left_behind(name))


def _arrival(path: Path, inbox: Path, fetched: Mapping[str, Origin]) -> Arrival:
    name = _readable(path.relative_to(inbox).as_posix())
    leads_to = None
    if path.is_symlink():
        target = path.resolve()
        if not target.is_relative_to(inbox.resolve()) or not target.is_file():
            leads_to = str(path.readlink())
    return Arrival(
        path, name, path.lstat().st_mtime, leads_to, fetched.get(name), leads_to is not None or path.is_file()
    )


def _readable(name: str) -> str:
    """Return a name as text that may be printed: its bytes are UTF-8, or cp932 where another system made the archive."""
    stored = os.fsencode(name)
    try:
        text = stored.decode("utf-8")
    except UnicodeDecodeError:
        text = stored.decode("cp932", "replace")
    return "".join(sign if sign.isprintable() or sign == "\u3000" else "�" for sign in text)
