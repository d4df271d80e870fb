"""YAML as text: every scalar stays the string that was written, and each entry keeps its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # libyaml reads a definition ten times faster; not every build has it
Place = tuple[str | int, ...]


class YamlProblem(Exception):
    """A file that is not YAML, or says a key twice. `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def read_yaml(path: Path) -> tuple[Any, dict[Place, int]]:
    """Return the content of a YAML file and the line of each entry by its path inside the file, as `parse_yaml` does."""
    return parse_yaml(path.read_bytes())


def parse_yaml(text: bytes) -> tuple[Any, dict[Place, int]]:
    """Return the content of a YAML text (UTF-8) and the line of each entry by its path inside the text.

    Scalars stay text (`6.1` is a row, not a number); an empty or `null` scalar is None.
    Raises YamlProblem for text that is no YAML and for a key written twice.
    """
    lines: dict[Place, int] = {}
    try:
        node = yaml.compose(text.decode("utf-8"), Loader=LOADER)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        raise YamlProblem(mark.line + 1 if mark else 1, str(problem.problem)) from None
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise YamlProblem(1, str(problem)) from None
    return (None if node is None else _value(node, (), lines)), lines


def _value(node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*place, number), lines) for number, child in enumerate(node.value)]
    is_null = node.tag == "tag:yaml.org,2002:null"
    return None if is_null else str(node.value)


def _mapping(node: yaml.MappingNode, place: Place, lines: dict[Place, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, child in node.value:
        key = str(key_node.value)
        if key in found:
            raise YamlProblem(key_node.start_mark.line + 1, f"「{key}」が二度書かれています / '{key}' is written twice")
        found[key] = _value(child, (*place, key), lines)
        lines[(*place, key)] = key_node.start_mark.line + 1
    return found
