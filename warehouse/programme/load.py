"""From a folder of YAML to a Programme, or every problem at once with file, line and the nearest known name."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from warehouse.programme.coherence import incoherences
from warehouse.programme.model import Programme
from warehouse.programme.yaml_text import Place, YamlProblem, parse_yaml

LISTS = ("years", "indicators", "identities", "requirements", "rules", "calendar", "outline")
MAPPINGS = ("budget", "form", "collection", "records", "lists")
DEFINITIONS = Path(__file__).parents[2] / "programmes"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a definition: file, line and what to do."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class DefinitionProblems(Exception):
    """Everything that is wrong in a definition, all at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def known_programmes() -> list[str]:
    """Return the ids of the definitions that come with Rokunen."""
    return sorted(path.parent.name for path in DEFINITIONS.glob("*/programme.yaml"))


def find_folder(name: str | Path, beside: Path | None = None) -> Path:
    """Return the folder of a definition: a path (also relative to `beside`) or the id of one that comes with Rokunen.

    Raises DefinitionProblems, with the nearest known id, where there is none.
    """
    candidates = [Path(name), DEFINITIONS / str(name)]
    if beside is not None:
        candidates.insert(0, beside / name)
    for folder in candidates:
        if (folder / "programme.yaml").is_file():
            return folder.resolve()
    near = difflib.get_close_matches(str(name), known_programmes(), 1)
    hint = f"。もしかして「{near[0]}」 / did you mean '{near[0]}'?" if near else ""
    message = f"事業の定義「{name}」が見つかりません{hint} / no programme definition '{name}'"
    raise DefinitionProblems([Problem(str(name), 1, message)])


def load_programme(name: str | Path, beside: Path | None = None) -> Programme:
    """Return the programme that a folder of YAML defines.

    `name` is a folder or the id of a definition that comes with Rokunen.
    Raises DefinitionProblems with every problem found, each with its file and line.
    """
    folder = find_folder(name, beside)
    return load_text(definition_text(folder), str(folder))


def definition_text(folder: Path) -> bytes:
    """Return a definition as one text: each file's path and content, each followed by a zero byte. Its SHA-256 is its hash."""
    paths = [folder / f"{name}.yaml" for name in ("programme", *MAPPINGS)]
    for name in LISTS:
        paths += [folder / f"{name}.yaml", *sorted((folder / name).glob("*.yaml"))]
    named = ((path.relative_to(folder).as_posix(), path) for path in paths if path.is_file())
    return text_of({name: path.read_bytes() for name, path in named})


def text_of(files: dict[str, bytes]) -> bytes:
    """Return files by their paths as the one text of a definition."""
    return b"".join(name.encode() + b"\0" + content + b"\0" for name, content in files.items())


def files_of(text: bytes) -> dict[str, bytes]:
    """Return the files of a definition's text by their paths, in its order."""
    parts = text.split(b"\0")
    return {name.decode(): content for name, content in zip(parts[:-1:2], parts[1::2], strict=True)}


@lru_cache(maxsize=8)  # a programme never changes: the same text is the same programme
def load_text(text: bytes, folder: str = "") -> Programme:
    """Return the programme that a definition's text defines; `folder` is where templates beside it are looked for.

    Raises DefinitionProblems with every problem found, each with its file and line.
    """
    texts = _Texts(files_of(text))
    digest = hashlib.sha256(text).hexdigest()
    try:
        programme = Programme.model_validate(
            {**texts.content, "hash": digest, "folder": folder, "lines": texts.entry_lines()}
        )
    except ValidationError as error:
        meant = [item for item in error.errors() if "Heading" not in item["loc"]]
        found = [texts.problem(list(item["loc"]), _sentence(item)) for item in meant or error.errors()]
        raise DefinitionProblems(texts.problems + found) from None
    problems = texts.problems + [texts.problem(list(place), message) for place, message in incoherences(programme)]
    if problems:
        raise DefinitionProblems(problems)
    return programme


class _Texts:
    """The files of a definition with the line of each entry."""

    def __init__(self, given: dict[str, bytes]) -> None:
        self.given = given
        self.problems: list[Problem] = []
        self.lines: dict[str, dict[Place, int]] = {}
        self.files: dict[str, list[tuple[int, str]]] = {}
        programme, self.lines["programme"] = self._read("programme.yaml")
        self.content: dict[str, Any] = programme or {}
        for name in MAPPINGS:
            self.content[name], self.lines[name] = self._read(f"{name}.yaml")
        for name in LISTS:
            self.content[name] = self._read_list(name)

    def _read(self, file: str) -> tuple[Any, dict[Place, int]]:
        if file not in self.given:
            return None, {}
        try:
            return parse_yaml(self.given[file])
        except YamlProblem as problem:
            self.problems.append(Problem(file, problem.line, problem.message))
            return None, {}

    def _read_list(self, name: str) -> list[Any]:
        """Read `name.yaml`, then every file of the folder `name/`, as one list that remembers where each part stands."""
        entries: list[Any] = []
        lines: dict[Place, int] = {}
        self.files[name] = []
        for file in (f"{name}.yaml", *(each for each in self.given if each.startswith(f"{name}/"))):
            content, part = self._read(file)
            if not content:
                continue
            lines |= {(int(place[0]) + len(entries), *place[1:]): line for place, line in part.items() if place}
            self.files[name].append((len(entries), file))
            entries.extend(content)
        self.lines[name] = lines
        return entries

    def _file(self, stem: str, number: Any) -> str:
        """Return the file that holds entry `number` of a list."""
        starts = [file for start, file in self.files.get(stem, []) if not isinstance(number, int) or start <= number]
        return starts[-1] if starts else f"{stem}.yaml"

    def place(self, place: list[Any]) -> tuple[str, int]:
        """Return file and line of an entry, or of its nearest written parent."""
        stem = place[0] if place and place[0] in self.lines else "programme"
        inside = place if stem == "programme" else place[1:]
        lines = self.lines.get(str(stem), {})
        for length in range(len(inside), -1, -1):
            if (line := lines.get(tuple(inside[:length]))) is not None:
                return self._file(stem, inside[0] if inside else None), line
        return self._file(stem, None), 1

    def problem(self, place: list[Any], message: str) -> Problem:
        written = [part for part in place if part not in ("Row", "Heading")]
        file, line = self.place(written)
        return Problem(file, line, f"{'.'.join(str(part) for part in written[1:])}: {message}")

    def entry_lines(self) -> dict[str, int]:
        """Return the line of each row, requirement, rule, year and other entry, by `file:key`."""
        found: dict[str, int] = {}
        for stem, lines in self.lines.items():
            for place, line in lines.items():
                if place and place[-1] in ("row", "id", "fy"):
                    found[f"{self._file(stem, place[0])}:{self._scalar(stem, place)}"] = line
        return found

    def _scalar(self, stem: str, place: Place) -> str:
        node: Any = self.content if stem == "programme" else self.content[stem]
        for step in place:
            node = node[step]
        return str(node)


def _sentence(item: Any) -> str:
    if item["type"] == "extra_forbidden":
        key = str(item["loc"][-1])
        near = difflib.get_close_matches(key, _known_keys(), 1)
        hint = f"（もしかして {near[0]}） (did you mean {near[0]}?)" if near else ""
        return f"「{key}」という項目はありません{hint} / unknown key '{key}'"
    if item["type"] == "missing":
        return f"「{item['loc'][-1]}」が書かれていません / '{item['loc'][-1]}' is missing"
    return f"{item['msg']}（書かれている値 / value: {str(item['input'])[:60]}）"


def _known_keys() -> list[str]:
    keys: set[str] = set()
    todo: list[type[BaseModel]] = [BaseModel]
    while todo:
        for model in todo.pop().__subclasses__():
            if model.__module__.startswith("warehouse.programme"):
                todo.append(model)
                keys.update(field.alias or name for name, field in model.model_fields.items())
    return sorted(keys)
