"""The definition and the roster as texts kept by hash, so that an earlier moment is seen with those of its time."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse import evidence, read
from warehouse.database import open_warehouse
from warehouse.programme import Programme
from warehouse.programme.load import DefinitionProblems, definition_text, files_of, load_text
from warehouse.workspace import Config, OwnRule, University, Workspace

DEFINITION, ROSTER = ".definition", ".roster"


def keep_definition(workspace: Workspace) -> None:
    """Keep the text of the definition below `evidence/`, named by its hash; nothing where it is kept or has changed since."""
    programme = workspace.programme
    if _path(workspace, programme.hash, DEFINITION).is_file() or not Path(programme.folder).is_dir():
        return
    text = definition_text(Path(programme.folder))
    if hashlib.sha256(text).hexdigest() == programme.hash:
        keep_text(workspace, text)


def keep_text(workspace: Workspace, text: bytes) -> str:
    """Keep the text of a definition below `evidence/`, named by its hash, and return its hash."""
    return evidence.store(workspace, text, DEFINITION)[0]


def keep_roster(workspace: Workspace) -> str:
    """Keep the universities and own rules of `rokunen.yaml` below `evidence/` and return the hash of their text."""
    config = workspace.config
    said = {
        "universities": [each.model_dump(mode="json") for each in config.universities],
        "own_indicators": [each.model_dump(mode="json") for each in config.own_indicators],
    }
    return evidence.store(workspace, json.dumps(said, ensure_ascii=False, indent=1).encode(), ROSTER)[0]


def in_force(workspace: Workspace, as_of: datetime | None) -> Workspace:
    """Return the workspace with the definition and the roster that were in force at `as_of` (naive UTC; None: now).

    What was not kept by an earlier release, or cannot be read any more, is taken as it stands now: the manifest of a
    document names both the definition in use and the one in force.
    """
    if as_of is None or not workspace.database.is_file():
        return workspace
    with open_warehouse(workspace.database, as_of) as connection:
        return at_moment(connection, workspace)


def at_moment(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> Workspace:
    """Return the workspace as it was at the moment that the connection sees."""
    definition, roster = _hashes(connection)
    programme = (kept_programme(workspace, definition) if definition else None) or workspace.programme
    config = _kept_config(workspace, roster) or workspace.config
    return workspace.with_(config, programme)


def kept_programme(workspace: Workspace, definition: str) -> Programme | None:
    """Return the programme of a definition by its hash; None where it was not kept, or this release cannot read it."""
    if definition == workspace.programme.hash:
        return workspace.programme
    path = _path(workspace, definition, DEFINITION)
    try:
        return load_text(path.read_bytes(), workspace.programme.folder) if path.is_file() else None
    except DefinitionProblems:  # written for an earlier release, in keys that are no more
        return None


def definition_at(connection: duckdb.DuckDBPyConnection) -> str | None:
    """Return the hash of the definition in force at the moment that the connection sees; None before the first."""
    return _hashes(connection)[0]


def _hashes(connection: duckdb.DuckDBPyConnection) -> tuple[str | None, str | None]:
    definition = read.rows(connection, "core.definition")
    roster = read.rows(connection, "core.roster")
    return definition[0]["definition"] if definition else None, roster[0]["kept"] if roster else None


def _kept_config(workspace: Workspace, kept: str | None) -> Config | None:
    path = _path(workspace, kept, ROSTER) if kept else None
    if path is None or not path.is_file():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    return workspace.config.model_copy(
        update={
            "universities": tuple(University.model_validate(each) for each in said["universities"]),
            "own_indicators": tuple(OwnRule.model_validate(each) for each in said["own_indicators"]),
        }
    )


def _path(workspace: Workspace, digest: str, suffix: str) -> Path:
    return workspace.evidence / digest[:2] / f"{digest}{suffix}"


def files_in_force(workspace: Workspace) -> dict[str, bytes]:
    """Return the files of the workspace's definition by their paths: as kept by its hash, else as they stand in its folder."""
    kept = files_kept(workspace, workspace.programme.hash)
    folder = Path(workspace.programme.folder)
    return kept or (files_of(definition_text(folder)) if folder.is_dir() else {})


def files_kept(workspace: Workspace, definition: str) -> dict[str, bytes]:
    """Return the files of a kept definition by their paths; none where an earlier release did not keep it."""
    path = _path(workspace, definition, DEFINITION)
    return files_of(path.read_bytes()) if path.is_file() else {}
