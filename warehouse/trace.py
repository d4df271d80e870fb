"""From printed numbers to received cells, in four steps: figure, formula with its definition, facts with their cells, checks.

A count that carries a 内訳一覧 ends in its lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb

from warehouse import read
from warehouse.database import open_warehouse, settle
from warehouse.definition import at_moment
from warehouse.definition_line import Lines
from warehouse.printed import moment_of, trace_sql
from warehouse.read import Row
from warehouse.recompute import FORMULAS, Terms, agrees, recompute
from warehouse.trace_checks import Checks
from warehouse.trace_listed import Listed
from warehouse.workspace import Workspace

Connection = duckdb.DuckDBPyConnection
Entry = dict[str, Any]
_DOCUMENT = (
    "file",
    "document",
    "kind",
    "fiscal_year",
    "sha256",
    "written_at",
    "as_of",
    "is_draft",
    "definition",
    "code",
)
_CELL = ("file_name", "sha256", "kept", "sheet", "cell", "text", "value", "state", "status", "received_at", "leaf")
_CELL_MORE = (
    "submission",
    "channel",
    "formula",
    "is_recomputed",
    "desk",
    "note",
    "evidence",
    "remarks",
    "reason",
    "approver",
    "came_from",
)
_PART = ("part", "faculty", "value", "state", "text", "file_name", "sheet", "cell", "note")


def trace(workspace: Workspace, figures: Sequence[Row]) -> list[Entry]:
    """Return the trace of figures (rows of `printed`), in their order: document, figure, formula, facts, checks.

    Each is told as of the moment of its document; what a fact says now stands beside it where that differs.
    """
    traced: dict[int, Entry] = {}
    moments = dict.fromkeys(moment_of(figure) for figure in figures)
    keys = sorted({fact for figure in figures for fact in figure["facts"]})
    with open_warehouse(workspace.database) as connection:
        settle(connection)
        now = _values(connection, keys)
    for moment in moments:
        with open_warehouse(workspace.database, moment) as connection:
            settle(connection)
            teller = _Teller(connection, workspace, moment, [f for f in figures if moment_of(f) == moment], now)
            for place, figure in enumerate(figures):
                if moment_of(figure) == moment:
                    traced[place] = teller.entry(figure)
    return [traced[place] for place in range(len(figures))]


class _Teller:
    """Tells the traces of figures whose documents show one moment."""

    def __init__(
        self,
        connection: Connection,
        workspace: Workspace,
        moment: datetime,
        figures: Sequence[Row],
        now: Mapping[str, Row],
    ) -> None:
        self.then = at_moment(connection, workspace)
        self.lines = Lines(self.then, read.rows(connection, "out.answer", "number", is_ruling=True))
        self.moment, self.now = moment, now
        keys = sorted({fact for figure in figures for fact in figure["facts"]})
        self.values = _values(connection, keys)
        self.cells: dict[str, list[Row]] = {}
        for cell in read.fetch(connection, trace_sql("fact_source"), {"facts": keys}):
            self.cells.setdefault(cell["fact"], []).append(cell)
        leaves = sorted({cell["leaf"] for cells in self.cells.values() for cell in cells})
        self.breakdown: dict[str, list[Row]] = {}
        for part in read.fetch(connection, trace_sql("fact_breakdown"), {"facts": leaves}):
            self.breakdown.setdefault(part["fact"], []).append(part)
        self.listed = Listed(connection, self.then, keys)
        self.terms = _terms(connection)
        self.checks = Checks(connection, self.then)
        self.names = {each.code: each.name for each in self.then.universities} | {"TOTAL": "合計"}

    def entry(self, figure: Row) -> Entry:
        facts = [self._fact(key) for key in figure["facts"]]
        name = figure["formula"].partition(":")[0]
        ja, en = FORMULAS.get(name, (name, name))
        value = self._recomputed(figure)
        return {
            "document": {key: figure[key] for key in _DOCUMENT} | {"moment": self.moment},
            "figure": {key: figure[key] for key in ("figure", "place", "text")},
            "formula": {
                "formula": figure["formula"], "ja": ja, "en": en, "recomputed": _plain(value),
                "agrees": agrees(figure["text"], value), "definition": self.then.programme.hash,
                "lines": self.lines.of(figure["formula"], figure["facts"]),
            },
            "facts": facts,
            "checks": self.checks.of(figure["facts"], self.cells),
        }  # fmt: skip

    def _fact(self, key: str) -> Entry:
        university, row, fiscal_year, kind = key.split("/")
        value, now = self.values[key], self.now[key]
        changed = (value["value"], value["state"]) != (now["value"], now["state"])
        return {
            "fact": key, "university": university, "university_name": self.names.get(university), "row": row,
            "fiscal_year": int(fiscal_year), "kind": kind,
            **{name: value[name] for name in ("label_ja", "label_en", "value", "state", "status", "unit", "is_computed")},
            "now": {name: now[name] for name in ("value", "state", "status")} if changed else None,
            "cells": [self._cell(cell) for cell in self.cells.get(key, [])],
            "listed": self.listed.of(key),
        }  # fmt: skip

    def _cell(self, cell: Row) -> Entry:
        """A received cell; `breakdown` lists what the 部局 of the university counted for it."""
        said = [{name: part[name] for name in _PART} for part in self.breakdown.get(cell["leaf"], [])]
        return {name: cell[name] for name in (*_CELL, *_CELL_MORE)} | {"breakdown": said}

    def _recomputed(self, figure: Row) -> Fraction | None:
        facts = [(key, _exact(self.values[key]["value"])) for key in figure["facts"]]
        try:
            return recompute(figure["formula"], facts, self.terms)
        except (KeyError, ValueError, IndexError):  # a formula of an earlier release
            return None


def _values(connection: Connection, keys: Sequence[str]) -> dict[str, Row]:
    return {row["fact"]: row for row in read.fetch(connection, trace_sql("fact_value"), {"facts": list(keys)})}


def _terms(connection: Connection) -> Terms:
    definition = read.rows(connection, "core.definition")
    known = definition[0]["definition"] if definition else None
    alternatives = read.rows(connection, "def.alternative", definition=known)
    taper = read.rows(connection, "def.taper", definition=known)
    return Terms(
        {
            f"{each['requirement']}.{each['alternative']}": Fraction(
                each["threshold_numerator"], each["threshold_denominator"]
            )
            for each in alternatives
            if each["threshold_numerator"] is not None
        },
        {each["fiscal_year"]: Fraction(each["share_pct"], 100) for each in taper},
    )


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _plain(value: Fraction | None) -> str | None:
    """An exact number as text: 1955, 121.25, or 194/160 where no decimals end it."""
    if value is None or value.denominator == 1:
        return None if value is None else str(value.numerator)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}" if rest == 1 else str(value)
