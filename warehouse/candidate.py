"""A definition that is not in force yet: a folder, or one file of rules in the place of the one of its name."""

from __future__ import annotations

from pathlib import Path

from warehouse.definition import files_in_force
from warehouse.programme.load import DefinitionProblems, Problem, definition_text, text_of
from warehouse.workspace import Workspace

RULES = "rules"


def candidate_text(workspace: Workspace, place: Path | None) -> bytes:
    """Return the text of the definition that is proposed: None is the workspace's own as it stands in its folder.

    `place`: the folder of a whole definition; or a YAML file (or a folder of some) with rules or identities, which
    replaces the file of its name in the workspace's definition, or is added to its rules.
    Raises DefinitionProblems where there is nothing to read.
    """
    if place is None:
        return definition_text(Path(workspace.programme.folder))
    if (place / "programme.yaml").is_file():
        return definition_text(place)
    paths = sorted(place.glob("*.yaml")) if place.is_dir() else [place]
    if not paths or not all(path.is_file() for path in paths):
        message = f"「{place}」に規則のファイル（.yaml）がありません / no file of rules at '{place}'"
        raise DefinitionProblems([Problem(str(place), 1, message)])
    files = files_in_force(workspace)
    for path in paths:
        files[path.name if path.name in files else f"{RULES}/{path.name}"] = path.read_bytes()
    return text_of(files)


def differs_beyond_rules(one: dict[str, bytes], other: dict[str, bytes]) -> bool:
    """Return whether two definitions, as their files, differ in anything but their rules."""
    return _without_rules(one) != _without_rules(other)


def _without_rules(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.split("/")[0].removesuffix(".yaml") != RULES}
