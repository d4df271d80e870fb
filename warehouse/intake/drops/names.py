"""Names of files as a server or an office's machine gives them: which are nobody's answer, and which cannot be trusted."""

from __future__ import annotations

import re
import unicodedata

# What office programs and file systems leave behind, which nobody sends.
LEFT_BEHIND = ("~$", ".", "Thumbs.db", "desktop.ini")
UNFINISHED = (".part", ".partial", ".crdownload", ".tmp")

# What has a meaning of its own on some file system, so that a file of that name would not be a file in the inbox.
SPECIAL = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]|[. ]$')
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
MOST_BYTES = 240  # of one name; file systems hold 255
SHOWN = 120


def is_left_behind(name: str) -> bool:
    """Whether a file of this name is nobody's answer: a lock, a thumbnail, a download that is not finished."""
    return name.startswith(LEFT_BEHIND) or name.lower().endswith(UNFINISHED)


def is_usable(path: str) -> bool:
    """Whether each part of a path from a server is a plain name, so that the file stays below the inbox on any system."""
    return all(_is_plain(part) for part in path.split("/"))


def same_name(path: str) -> str:
    """Return a path in the form in which file systems that ignore case and composition compare it."""
    return unicodedata.normalize("NFC", path).casefold()


def shown(path: str) -> str:
    """Return a path that may be printed: without control characters, and not endless."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in path)
    return plain if len(plain) <= SHOWN else plain[:SHOWN] + "…"


def _is_plain(part: str) -> bool:
    if part in ("", ".", "..") or SPECIAL.search(part) or DEVICES.fullmatch(part):
        return False
    try:
        return len(part.encode("utf-8")) <= MOST_BYTES
    except UnicodeEncodeError:  # bytes that are no text
        return False
