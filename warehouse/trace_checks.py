"""What was checked of a fact: the rules that the newest run had, what is open, who explained it, and how far it is signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from warehouse import read
from warehouse.printed import trace_sql
from warehouse.read import Row
from warehouse.workspace import Workspace

Connection = duckdb.DuckDBPyConnection
_FINDING = (
    "id", "rule", "severity", "university", "row", "fiscal_year", "message_ja", "message_en", "state", "origin", "run",
    "explanation", "explanation_kind", "explained_by", "explained_as", "explained_at", "bound", "expires_on", "reopened",
)  # fmt: skip
_RULE = ("rule", "version", "outcome", "examined", "not_met")
_SIGNED = ("university", "name", "fiscal_year", "round", "round_ja", "state", "changed_since_signing")
_ACTS = tuple(
    f"{act}_{part}" for act in ("prepared", "confirmed", "decided", "accepted") for part in ("who", "post", "acted_at")
)


class Checks:
    """The runs, findings and signatures that the connection sees, read once."""

    def __init__(self, connection: Connection, workspace: Workspace) -> None:
        self.connection = connection
        self.severities = {rule.id: rule.severity for rule in workspace.programme.rules}
        self.findings = read.rows(connection, "out.open_finding", "severity, rule, university, fiscal_year, cell")
        self.returns = read.rows(connection, "out.return_state", "position, fiscal_year, round")
        self.rounds = {(row["row"], row["round"]) for row in read.rows(connection, "core.round")}
        self.released = {row["id"]: row for row in read.rows(connection, "out.release")}
        self._runs: dict[str, list[Row]] = {}

    def of(self, facts: Sequence[str], cells: Mapping[str, list[Row]]) -> dict[str, Any]:
        """Return what was checked of some facts: runs by scope with their rules, open findings, sign-off of the returns."""
        leaves = dict.fromkeys(cell["leaf"] for fact in facts for cell in cells.get(fact, []))
        about = [_split(fact) for fact in dict.fromkeys([*facts, *leaves])]
        places = {(cell["file_name"], cell["sheet"], cell["cell"]) for fact in facts for cell in cells.get(fact, [])}
        return {
            "runs": [self._run(scope) for scope in dict.fromkeys(_scope(each) for each in about)],
            "findings": [self._finding(row) for row in self.findings if _concerns(row, about, places)],
            "sign_off": [
                {key: row[key] for key in (*_SIGNED, *_ACTS) if row[key] is not None}
                for row in self.returns
                if any(self._is_in(each, row) for each in about)
            ],
        }

    def _run(self, scope: str) -> dict[str, Any]:
        if scope not in self._runs:
            self._runs[scope] = read.fetch(self.connection, trace_sql("examined"), {"scope": scope})
        rules = self._runs[scope]
        return {
            "scope": scope,
            "run": rules[0]["run"] if rules else None,
            "ran_at": rules[0]["ran_at"] if rules else None,
            "definition": rules[0]["definition"] if rules else None,
            "rules": [{key: rule[key] for key in _RULE} for rule in rules],
        }

    def _finding(self, row: Row) -> dict[str, Any]:
        release = self.released.get(row["id"])
        kept = {key: row[key] for key in _FINDING if row[key] is not None}
        return kept | ({"released_by": release["who"], "decision": release["decision"]} if release else {})

    def _is_in(self, fact: tuple[str, str, int, str], row: Row) -> bool:
        university, form_row, fiscal_year, kind = fact
        return (
            kind == "actual"
            and (university, fiscal_year) == (row["university"], row["fiscal_year"])
            and (form_row, row["round"]) in self.rounds
        )


def _split(fact: str) -> tuple[str, str, int, str]:
    university, row, fiscal_year, kind = fact.split("/")
    return university, row, int(fiscal_year), kind


def _scope(fact: tuple[str, str, int, str]) -> str:
    """The scope that checks a fact: `plan`, or the fiscal year of what was reported or spent."""
    _, _, fiscal_year, kind = fact
    return str(fiscal_year) if kind in ("actual", "granted", "executed") else "plan"


def _concerns(
    finding: Row,
    about: Sequence[tuple[str, str, int, str]],
    places: set[tuple[str | None, str | None, str | None]],
) -> bool:
    if finding["cell"] is not None and (finding["file"], finding["sheet"], finding["cell"]) in places:
        return True
    return any(
        finding["row"] == row
        and finding["university"] == university
        and finding["fiscal_year"] in (fiscal_year, None)
        and (finding["scope"] == "plan") == (kind != "actual")
        for university, row, fiscal_year, kind in about
    )
