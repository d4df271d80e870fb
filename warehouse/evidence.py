"""Received files, kept untouched and named by their hash."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path

from warehouse.intake.submission import Received
from warehouse.workspace import Workspace


def keep(workspace: Workspace, name: str, content: bytes, received_at: datetime) -> Received:
    """Keep the bytes of a received file below `evidence/` and return what is known of it; the same bytes are kept once."""
    digest, kept = store(workspace, content, Path(name).suffix.lower())
    return Received(name=name, sha256=digest, size=len(content), kept=kept, received_at=received_at)


def store(workspace: Workspace, content: bytes, suffix: str) -> tuple[str, str]:
    """Keep bytes below `evidence/` and return their SHA-256 and their path there; the same bytes are kept once.

    They are on the disk before they have their name, so that neither a kill nor a power cut leaves a part of them under it.
    """
    digest = hashlib.sha256(content).hexdigest()
    kept = f"{digest[:2]}/{digest}{suffix}"
    path = workspace.evidence / kept
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        path.chmod(0o444)
    return digest, kept


def content(workspace: Workspace, kept: str) -> bytes:
    """Return the bytes of a kept file."""
    return (workspace.evidence / kept).read_bytes()
