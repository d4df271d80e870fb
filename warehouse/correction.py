"""Corrections as data: dated entries that say which value they expect, and stop when it is no longer there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

import duckdb
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from warehouse import read
from warehouse.amendment import amended, effect
from warehouse.evidence import keep
from warehouse.finding import Finding, Place, say
from warehouse.intake.row_names import RowNames
from warehouse.intake.submission import Datum, State, Submission
from warehouse.programme.yaml_text import YamlProblem, parse_yaml
from warehouse.workspace import Workspace

FOLDER = "corrections"
NOT_APPLICABLE = "該当なし"
Value = tuple[State, Decimal | None]


class Correction(BaseModel):
    """One entry: the value of a cell that is expected to stand, what it becomes, why, by whom and when.

    A value is a number, 該当なし, or nothing (blank). What the plan says needs an approver: its correction is an amendment.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    university: str
    row: str
    fiscal_year: int
    kind: Literal["actual", "baseline", "target"] = "actual"
    expects: str | None
    becomes: str | None
    reason: str = Field(min_length=1)
    who: str = Field(min_length=1)
    date: date
    approver: str | None = None

    @property
    def key(self) -> str:
        """What tells this entry from every other, as it is kept beside the value."""
        return "correction:" + hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction with the line of its file where it begins."""

    line: int
    correction: Correction


def corrections_to_load(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, fiscal_year: int, at: datetime
) -> list[Submission]:
    """Return what the next file of `corrections/*.yaml` changes or says about a year and the plan, to be loaded.

    To be asked again after each loading, until nothing is left. An entry is applied once; one whose expected value no
    longer stands is a 要修正 and changes nothing. A file about which there is nothing new to say is passed over.
    """
    for path in sorted((workspace.root / FOLDER).glob("*.y*ml")):
        if found := _File(connection, workspace, path, fiscal_year, at).submissions():
            return found
    return []


class _File:
    """One file of corrections, held against what stands in the warehouse."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, workspace: Workspace, path: Path, fiscal_year: int, at: datetime
    ) -> None:  # fmt: skip
        self._connection, self._workspace, self._year, self._at = connection, workspace, fiscal_year, at
        self._name, self._content = f"{FOLDER}/{path.name}", path.read_bytes()
        self._rows = RowNames(workspace.programme)
        self._findings: list[Finding] = []
        self._data: list[Datum] = []
        self._amendments: list[tuple[Entry, Datum]] = []
        self._decided: list[str] = []

    def submissions(self) -> list[Submission]:
        """Return the file's answer for the year and, for the first new entry about the plan, its amendment."""
        for entry in self._entries():
            if entry.correction.kind != "actual" or entry.correction.fiscal_year == self._year:
                self._decide(entry)
        found = self._return()
        return found + [self._amendment(entry, datum) for entry, datum in self._amendments[:1]]

    def _entries(self) -> Iterator[Entry]:
        try:
            content, lines = parse_yaml(self._content)
        except YamlProblem as problem:
            self._say("correction_unreadable", problem.line, value=problem.message)
            return
        for number, item in enumerate(content if isinstance(content, list) else [content] if content else []):
            line = lines.get((number,), 1)
            try:
                entry = Entry(line, TypeAdapter(Correction).validate_python(item))
            except ValidationError as problem:
                places = sorted({".".join(str(part) for part in each["loc"]) or "全体" for each in problem.errors()})
                self._say("correction_unreadable", line, value="、".join(places))
                continue
            if doubt := self._doubt(entry.correction):
                self._say("correction_unreadable", line, value=doubt)
            else:
                yield entry

    def _doubt(self, correction: Correction) -> str | None:
        """Return what names nothing that exists, or cannot be read as a value."""
        if correction.university not in [each.code for each in self._workspace.universities]:
            return f"university: {correction.university}"
        if self._rows.find(correction.row) != [correction.row]:
            return f"row: {correction.row}"
        names = ("expects", "becomes")
        return next((name for name in names if _value(getattr(correction, name)) is None), None)

    def _decide(self, entry: Entry) -> None:
        """Apply an entry, or say why it is not applied."""
        correction = entry.correction
        stands, becomes = self._standing(correction), _value(correction.becomes)
        assert becomes is not None
        if read.rows(self._connection, "raw.datum", evidence=correction.key):
            is_in_force = stands == becomes
            if correction.kind == "actual" or not is_in_force:
                rule = "correction_applied" if is_in_force else "correction_overtaken"
                self._tell(entry, rule, stands=_shown(stands))
        elif correction.kind != "actual" and not correction.approver:
            self._tell(entry, "correction_needs_approver")
        elif stands == becomes:
            self._tell(entry, "correction_unneeded")
        elif stands != _value(correction.expects) or (correction.kind != "actual" and not self._has_plan):
            self._tell(entry, "correction_stopped", stands=_shown(stands))
        else:
            self._apply(entry, self._datum(correction, becomes))

    def _apply(self, entry: Entry, datum: Datum) -> None:
        if datum.kind == "actual":
            self._data.append(datum)
            self._tell(entry, "correction_applied")
        else:
            self._amendments.append((entry, datum))

    @property
    def _has_plan(self) -> bool:
        return bool(read.rows(self._connection, "core.plan"))

    def _standing(self, correction: Correction) -> Value:
        about = {name: getattr(correction, name) for name in ("university", "row", "fiscal_year", "kind")}
        made = read.rows(self._connection, "core.made", is_stale=True, **about)
        rows = made or read.rows(self._connection, "core.datum", **about)
        return (rows[0]["state"], rows[0]["value"]) if rows else ("blank", None)

    def _datum(self, correction: Correction, becomes: Value) -> Datum:
        state, value = becomes
        return Datum(
            correction.university, correction.row, correction.fiscal_year, correction.kind, state, value,
            correction.becomes or "", status="corrected", note=correction.reason, desk=correction.who,
            evidence=correction.key,
        )  # fmt: skip

    def _return(self) -> list[Submission]:
        """Return the file as it was decided now; nothing where its last word was the same."""
        earlier = read.rows(
            self._connection, "raw.submission", "ordinal", channel="correction", file_name=self._name,
            fiscal_year=self._year, purpose="return",
        )  # fmt: skip
        content = self._content + "".join(f"\n# {text}" for text in self._decided).encode()
        digest = hashlib.sha256(content).hexdigest()
        if (not earlier and not self._findings) or (earlier and earlier[-1]["sha256"] == digest):
            return []
        if earlier and not self._findings and not self._data and not self._had_findings(earlier[-1]["submission"]):
            return []
        if digest in {each["sha256"] for each in earlier}:
            content += f"\n# {len(earlier) + 1}".encode()
        received = keep(self._workspace, self._name, content, self._at)
        programme = self._workspace.programme.hash
        return [
            Submission(
                received, "return", "correction", self._year, None, programme, tuple(self._data),
                findings=tuple(self._findings), reason="訂正",
            )
        ]  # fmt: skip

    def _had_findings(self, submission: str) -> bool:
        return bool(read.rows(self._connection, "raw.finding", submission=submission))

    def _amendment(self, entry: Entry, datum: Datum) -> Submission:
        """Return the plan in force with one value corrected, and a note that shows both results."""
        correction = entry.correction
        text = self._content + f"\n# {correction.key}".encode()
        received = keep(self._workspace, f"{self._name}", text, self._at)
        plan = amended(self._connection, self._workspace, received, datum)
        self._findings = []
        both = effect(self._connection, datum, _value(correction.expects))
        self._tell(entry, "plan_value_corrected", both=both, approver=correction.approver)
        return replace(
            plan, reason=f"{correction.reason}（{correction.who} {correction.date}）", approver=correction.approver,
            findings=(*plan.findings, *self._findings),
        )  # fmt: skip

    def _tell(self, entry: Entry, rule: str, **facts: Any) -> None:
        correction = entry.correction
        row = self._rows.row(correction.row)
        self._decided.append(f"{correction.key} {rule} {facts.get('stands', '')}")
        self._say(
            rule, entry.line, university=correction.university, item=self._rows.item(correction.row) if row else None,
            fiscal_year=correction.fiscal_year, label=row.label.lstrip("・") if row else correction.row,
            label_en=row.en if row else correction.row, expects=_shown(_value(correction.expects)),
            becomes=_shown(_value(correction.becomes)), reason=correction.reason, who=correction.who, **facts,
        )  # fmt: skip

    def _say(self, rule: str, line: int, **facts: Any) -> None:
        rules = self._workspace.programme.rules_by_id
        self._findings.append(say(rules[rule], place=Place(self._name), line=line, **facts))


def _value(text: str | None) -> Value | None:
    """Return state and value that a text of an entry means; None where it means none."""
    if text is None or not text.strip():
        return "blank", None
    if text.strip() == NOT_APPLICABLE:
        return "not_applicable", None
    try:
        number = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    return ("value" if number else "zero", number) if number.is_finite() else None


def _shown(value: Value | None) -> str:
    if value is None or value[0] == "blank":
        return "（空欄）"
    if value[1] is None:
        return NOT_APPLICABLE
    whole, point, places = f"{value[1]:,f}".partition(".")
    return f"{whole}{point}{places}".rstrip("0").rstrip(".") if point else whole
