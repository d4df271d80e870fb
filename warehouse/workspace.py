"""A workspace: the folder of one 代表校 with its 連携校, that a person can understand."""

from __future__ import annotations

import difflib
import hashlib
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from warehouse.intake.drops.address import Drop, Name
from warehouse.programme import Programme, load_programme

FILE = "rokunen.yaml"
FOLDERS = ("plan", "inbox", "outbox", "channels", "staging", "evidence", "narrative", "reports")


class WorkspaceProblem(Exception):
    """A workspace that cannot be used; the sentence says why and what to do, Japanese first."""


class Channel(BaseModel):
    """How a university answers: by file (workbook, CSV), from its own database, or counted in its student records."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["workbook", "csv", "sql", "records"] = "workbook"
    file: str | None = None


class University(BaseModel):
    """A university of the consortium, in the order of the cover page. Dates say from when an entry holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str
    name: str
    role: Literal["lead", "partner"]
    kaken_number: str | None = None  # 機関番号
    founder: str | None = None  # 設置者
    president: str | None = None  # 学長
    responsible: str | None = None  # 事業責任者
    office: str | None = None  # 事務総括者部課
    contact: str | None = None
    sgu: bool = False
    joined: date | None = None
    left: date | None = None
    channel: Channel = Field(default_factory=Channel)
    faculties: tuple[str, ...] = ()  # 部局 of the 部局別内訳 on its 調査票


class OwnRule(BaseModel):
    """How an own indicator is totalled, where the plan does not say; `ratio` names numerator and denominator rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    row: str
    total: Literal["sum", "ratio", "lead", "none"] = "sum"
    label: str | None = None
    unit: str | None = None
    decimals: int | None = None


class Config(BaseModel):
    """What `rokunen.yaml` says."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    programme: str
    synthetic: bool = False
    universities: tuple[University, ...] = Field(min_length=1)
    own_indicators: tuple[OwnRule, ...] = ()
    letters: dict[str, str] = Field(default_factory=dict)
    schedule: dict[str, str] = Field(default_factory=dict)
    desks: dict[str, str] = Field(default_factory=dict)  # 担当課 by row, where it is not the one of the definition
    drops: dict[Name, Drop] = Field(default_factory=dict)  # 受取先, by a short name

    @model_validator(mode="after")
    def _drops_are_of_universities(self) -> Self:
        strangers = {each.university for each in self.drops.values()} - {None, *(one.code for one in self.universities)}
        if strangers:
            raise ValueError(
                f"drops の大学「{min(strangers, key=str)}」は universities にありません / no such university"
            )
        return self


class Workspace:
    """The folder with its configuration and paths."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def with_(self, config: Config, programme: Programme) -> Workspace:
        """Return the same folder with another configuration and definition, such as those of an earlier moment."""
        other = Workspace(self.root)
        other.config = config
        other.programme = programme
        return other

    @cached_property
    def config(self) -> Config:
        """The configuration; WorkspaceProblem names what is wrong in it."""
        try:
            return _config((self.root / FILE).read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as problem:
            raise WorkspaceProblem(f"{FILE} を読めません: {problem} / {FILE} is not readable YAML") from None
        except ValidationError as problem:
            raise WorkspaceProblem(_config_sentences(problem)) from None

    @cached_property
    def programme(self) -> Programme:
        """The programme's definition."""
        return load_programme(self.config.programme, beside=self.root)

    @property
    def universities(self) -> tuple[University, ...]:
        """The universities, the lead first, in the order of the cover page."""
        return tuple(sorted(self.config.universities, key=lambda university: university.role != "lead"))

    @property
    def lead(self) -> University:
        """The 代表校."""
        return self.universities[0]

    @cached_property
    def roster_hash(self) -> str:
        """A hash of who takes part and how, so that a change of it is kept with its date."""
        text = "\n".join(university.model_dump_json(exclude={"faculties"}) for university in self.universities)
        return hashlib.sha256(text.encode()).hexdigest()

    def university(self, code: str) -> University:
        """Return a university by its code; WorkspaceProblem with the nearest code where there is none."""
        for university in self.universities:
            if university.code == code:
                return university
        near = difflib.get_close_matches(code, [university.code for university in self.universities], 1)
        hint = f"（もしかして {near[0]}） (did you mean {near[0]}?)" if near else ""
        raise WorkspaceProblem(f"大学「{code}」は {FILE} にありません{hint} / no university '{code}'")

    def inbox(self, fiscal_year: int) -> Path:
        """Where the returns that describe a fiscal year are put."""
        return self.root / "inbox" / str(fiscal_year)

    def outbox(self, fiscal_year: int) -> Path:
        """Where the forms and letters for a fiscal year are written."""
        return self.root / "outbox" / str(fiscal_year)

    @property
    def database(self) -> Path:
        """The warehouse file."""
        return self.root / "warehouse.duckdb"

    @property
    def log(self) -> Path:
        """The log of every act as JSON lines."""
        return self.database.with_name("log.jsonl")

    @property
    def evidence(self) -> Path:
        """Received files, kept untouched by hash."""
        return self.root / "evidence"

    @property
    def staging(self) -> Path:
        """Submissions that were read and not yet loaded."""
        return self.root / "staging"

    @property
    def reports(self) -> Path:
        """The documents with their manifests."""
        return self.root / "reports"

    @property
    def narrative(self) -> Path:
        """Text by section, kept across runs."""
        return self.root / "narrative"


def find_workspace(start: Path) -> Workspace:
    """Return the workspace at `start` or the nearest parent; WorkspaceProblem where there is none."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE).is_file():
            return Workspace(folder)
    raise WorkspaceProblem(
        f"{start} とその上のフォルダに {FILE} がありません。rokunen init で作成するか --workspace で指定してください / "
        f"no {FILE} here or above; create one with `rokunen init` or name it with --workspace"
    )


def create_workspace(
    root: Path, programme: str, universities: list[tuple[str, str, str]], **settings: Any
) -> Workspace:
    """Write a new workspace and return it. `universities`: (role, code, name), the lead first.

    Raises WorkspaceProblem where one is there already, or where the definition or a code is not right.
    """
    if (root / FILE).exists():
        raise WorkspaceProblem(f"{root} にはすでに {FILE} があります / there is already a workspace in {root}")
    # A definition in a folder of one's own is named by its absolute path; one that comes with Rokunen by its id.
    definition = load_programme(programme)
    codes = [code for _, code, _ in universities]
    for code in codes:
        _check_code(code, definition)
    if len(set(codes)) != len(codes):
        raise WorkspaceProblem("同じ学校コードが二度指定されています / the same university is given twice")
    name = definition.folder if Path(programme).is_dir() else definition.id
    root.mkdir(parents=True, exist_ok=True)
    for folder in FOLDERS:
        (root / folder).mkdir(exist_ok=True)
    content = {
        "programme": name,
        **settings,
        "universities": [{"code": code, "name": name, "role": role} for role, code, name in universities],
    }
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
    (root / FILE).write_text(_HEAD + text, encoding="utf-8")
    return Workspace(root)


@lru_cache(maxsize=8)  # each task of a flow opens the workspace anew, and 800 universities are a long list
def _config(text: str) -> Config:
    return Config.model_validate(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


_HEAD = """\
# この事業のワークスペースの設定 / the settings of this workspace
# universities: 代表校を先頭に、連携校は計画調書の表紙の順 / the lead first, then the partners in the cover page's order
#   機関番号 kaken_number, 設置者 founder, 学長 president, 事業責任者 responsible, 事務総括者部課 office, sgu: true|false,
#   joined / left: 参加・離脱の日 (YYYY-MM-DD), channel: {kind: workbook|csv|sql|records, file: channels/<code>.yaml}
#   faculties: [文学部, 理学部] 部局別内訳の部局
# drops: 回答を受け取りに行く先（任意）。利用者名とパスワードは環境変数に置きます / where answers are fetched from; no password here
#   akita: {url: "sftp://drop.example.ac.jp/rokunen/{year}/", university: <code>, secret_from: AKITA_DROP}
#   minna: {url: "s3://bucket/{year}/", endpoint: "https://s3.example.ac.jp", secret_from: MINNA_DROP}
"""


def _check_code(code: str, programme: Programme) -> None:
    import re

    rule = programme.institution_code
    if not re.fullmatch(rule.pattern, code):
        raise WorkspaceProblem(
            f"「{code}」は{rule.name}の形（英大文字1字と数字12桁）ではありません / '{code}' is not a {rule.name} ({rule.pattern})"
        )


def _config_sentences(problem: ValidationError) -> str:
    lines = [f"{FILE} に誤りがあります / {FILE} has mistakes:"]
    for item in problem.errors():
        place = ".".join(str(part) for part in item["loc"])
        said = (
            "" if item["loc"][:1] in ((), ("drops",)) else f"（値 / value: {str(item['input'])[:60]}）"
        )  # may hold a password
        lines.append(f"  {place}: {item['msg'].removeprefix('Value error, ')}{said}")
    return "\n".join(lines)
