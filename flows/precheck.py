"""A look before sending: a university's file gets the findings that it would get in the lead's workspace, without one."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from flows.problem import WrongUse
from flows.settings import year_of

if TYPE_CHECKING:
    from warehouse.intake.self_described import Described
    from warehouse.programme import Programme
    from warehouse.workspace import Workspace

LEAD_UNKNOWN = "代表校"
UNNAMED = "（大学名なし）"
NOT_RETURNED = "not_returned"  # the kind of rule that tells what the office has not received: nothing of a file


@dataclass(frozen=True, slots=True)
class Prechecked:
    """What a file would meet: the university and year that it was read for, how many values, and what is open."""

    university: str
    fiscal_year: int
    values: int
    findings: tuple[dict[str, Any], ...]


def precheck(
    file: Path, programme: str, at: datetime, year: int | None = None, university: str | None = None
) -> Prechecked:
    """Return what collecting and checking a file says. Nothing is kept: the workspace is made for it and thrown away.

    University and year are what the file says; `university` (code or name) and `year` say it where the file does not.
    Raises WrongUse where there is no such file, and where nobody says the year.
    """
    from warehouse.intake.self_described import described
    from warehouse.programme import load_programme

    if not file.is_file():
        raise WrongUse(f"ファイル {file} がありません / there is no file {file}")
    content = file.read_bytes()
    definition = load_programme(programme)
    said = described(content, file.name, definition)
    fiscal_year = said.fiscal_year if year is None else year_of(definition, year)
    if fiscal_year is None:
        raise WrongUse(
            f"{file.name} から年度が分かりません。--year で指定してください / {file.name} does not say its fiscal year; name it with --year"
        )
    names = _who(said, university, definition)
    is_told = university is None and bool(said.universities)
    with _workspace(programme, names, said.role) as workspace:
        return _examined(workspace, content, file.name, replace(said, fiscal_year=fiscal_year), at, is_told)


def _who(said: Described, university: str | None, programme: Programme) -> list[tuple[str, str]]:
    """Return who answers as (code, name): what the file says; where somebody is named, that one with the file's code."""
    from warehouse.intake.text import normal

    if university is None:
        return list(said.universities) or [(UNNAMED, UNNAMED)]
    named = normal(university).casefold()
    for pair in said.universities:
        if named in {normal(text).casefold() for text in pair}:
            return [pair]
    codes = [code for code, name in said.universities if code == name]
    is_code = re.fullmatch(programme.institution_code.pattern, university) is not None
    return [(codes[0] if len(codes) == 1 and not is_code else university, university)]


@contextmanager
def _workspace(programme: str, names: list[tuple[str, str]], role: str) -> Iterator[Workspace]:
    """Yield a workspace in a temporary folder: whoever the file names, and a lead beside a partner."""
    from warehouse.workspace import FILE, Workspace

    beside = Path(programme).resolve() if Path(programme).is_dir() else None
    roles = [role, *["partner"] * (len(names) - 1)]
    roster = [
        {"code": code or name, "name": name, "role": each} for (code, name), each in zip(names, roles, strict=True)
    ]
    if role != "lead":
        roster.insert(0, {"code": LEAD_UNKNOWN, "name": LEAD_UNKNOWN, "role": "lead"})
    config = {"programme": str(beside or programme), "universities": roster}
    with tempfile.TemporaryDirectory(prefix="rokunen-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / FILE).write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
        yield Workspace(Path(folder))


def _examined(
    workspace: Workspace, content: bytes, name: str, said: Described, at: datetime, is_told: bool
) -> Prechecked:
    from flows.check import check
    from flows.collect import collect

    assert said.fiscal_year is not None
    who = next(each for each in workspace.universities if each.code != LEAD_UNKNOWN)
    _know(workspace, said, who.code, at)
    folder = workspace.inbox(said.fiscal_year) / ("" if is_told else who.code)
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content)
    collected = collect(workspace, said.fiscal_year, at, {})
    checked = check(workspace, [said.fiscal_year], at)
    unsent = {rule.id for rule in workspace.programme.rules if rule.kind == NOT_RETURNED}
    findings = [
        _as_sent(entry, name)
        for entry in checked.findings
        if entry["university"] in (who.code, None) and entry["rule"] not in unsent
    ]
    return Prechecked(who.name, said.fiscal_year, sum(each.values for each in collected.came), tuple(findings))


def _know(workspace: Workspace, said: Described, university: str, at: datetime) -> None:
    """Load what the file shows beside the answers: own indicators and targets as the plan, last year as its return."""
    from warehouse import write
    from warehouse.database import open_warehouse
    from warehouse.intake.submission import Received, Submission

    data = tuple(replace(datum, university=university) for datum in said.earlier)
    own = tuple(replace(each, university=workspace.lead.code) for each in said.own)
    plan = Submission(
        Received("plan", "plan", 0, "", at), "plan", "official_form", workspace.programme.first_fy, None,
        workspace.programme.hash, tuple(datum for datum in data if datum.kind != "actual"), own,
    )  # fmt: skip
    known = [plan] if plan.data or own else []
    for year in sorted({datum.fiscal_year for datum in data if datum.kind == "actual"}):
        last = tuple(datum for datum in data if (datum.kind, datum.fiscal_year) == ("actual", year))
        received = Received(f"{year}", f"{year}", 0, "", at)
        known.append(Submission(received, "return", "workbook", year, university, plan.definition, last))
    for submission in known:
        write.stage(submission, workspace.staging)
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, at)
        write.load_staged(connection, workspace.staging)


def _as_sent(entry: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a finding with the file as the university named it, without the folder that it lay in here."""
    source = entry["source"]
    kept = source["file"]
    if not kept or kept == name:
        return entry
    said = {key: entry[key].replace(kept, name) for key in ("message_ja", "message_en", "remedy_ja", "remedy_en")}
    return entry | said | {"source": source | {"file": name}}
