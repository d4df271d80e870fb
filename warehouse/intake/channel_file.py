"""A channel file (`channels/<code>.yaml`) as its checked type, or what is wrong with it in one phrase."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from warehouse.programme.yaml_text import YamlProblem, read_yaml

Channel = TypeVar("Channel", bound=BaseModel)


class ChannelFileProblem(Exception):
    """The file is not there, is no YAML, or does not say what it must."""


def read_channel_file(path: Path, kind: type[Channel]) -> Channel:
    """Return what a channel file says. Raises ChannelFileProblem with a phrase for people."""
    try:
        content, _ = read_yaml(path)
        return kind.model_validate(content)
    except YamlProblem as fault:
        raise ChannelFileProblem(fault.message) from None
    except OSError:
        raise ChannelFileProblem("ファイルがありません") from None
    except ValidationError as fault:
        raise ChannelFileProblem("、".join(sorted({_phrase(item) for item in fault.errors()}))) from None


def kind_of(path: Path) -> str:
    """Return the kind of channel that a file declares (`records`); `sql` where it declares none or cannot be read."""
    try:
        content, _ = read_yaml(path)
    except (OSError, YamlProblem):
        return "sql"
    return str(content.get("kind") or "sql") if isinstance(content, dict) else "sql"


def _phrase(item: Any) -> str:
    """Return our own sentence where a check of ours spoke, and otherwise the place that is wrong."""
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    return ".".join(str(part) for part in item["loc"]) or "全体"
