"""What was received from a drop so far: a list that lies beside its files in the inbox."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = ".received.json"  # begins with a dot, so that it is nobody's answer


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file of the inbox came from: its URL (without secrets), its bytes' SHA-256, and whose drop it was."""

    url: str
    sha256: str
    stamp: str
    fetched_at: str
    university: str | None = None


@dataclass(slots=True)
class Kept:
    """The files of a drop by name, and whether something was wrong with it when it was last looked into."""

    files: dict[str, Origin] = field(default_factory=dict)
    was_wrong: bool = False

    def write(self, folder: Path) -> None:
        """Write the list; it appears under its name only when it is whole."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        part = folder / (FILE + ".part")
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(folder / FILE)


def read_kept(folder: Path) -> Kept:
    """Return the list of a folder; an empty one where there is none, or where it cannot be read: all is received anew."""
    try:
        said = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Kept({name: Origin(**one) for name, one in said["files"].items()}, bool(said["was_wrong"]))
    except (OSError, ValueError, TypeError, KeyError):
        return Kept()


def origins(inbox: Path) -> dict[str, Origin]:
    """Return where the files of an inbox came from, by their path below it; only those that came from a drop."""
    lists = sorted(inbox.glob(f"*/{FILE}"))
    return {f"{each.parent.name}/{name}": one for each in lists for name, one in read_kept(each.parent).files.items()}
