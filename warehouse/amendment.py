"""The plan in force with one value corrected: an amendment that keeps everything else as it was."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar

import duckdb

from warehouse import read
from warehouse.finding import Finding, Place
from warehouse.intake.submission import (
    CourseField,
    CoverField,
    Datum,
    Money,
    OwnIndicator,
    Received,
    SheetSeen,
    State,
    Submission,
)  # fmt: skip
from warehouse.workspace import Workspace

Part = TypeVar("Part")


def amended(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, received: Received, datum: Datum
) -> Submission:
    """Return the plan in force, with what was found in it, as a submission in which one cell is replaced.

    There must be a plan.
    """
    plan = read.rows(connection, "core.plan")[0]

    def parts(relation: str, kind: type[Part]) -> tuple[Part, ...]:
        rows = read.rows(connection, f"raw.{relation}", submission=plan["submission"])
        return tuple(kind(*_fields(row)) for row in rows)

    about = (datum.university, datum.row, datum.fiscal_year, datum.kind)
    data = [each for each in parts("datum", Datum) if (each.university, each.row, each.fiscal_year, each.kind) != about]
    return Submission(
        received, "plan", "correction", plan["fiscal_year"], None, workspace.programme.hash, (*data, datum),
        parts("own_indicator", OwnIndicator), parts("course", CourseField), parts("money", Money),
        parts("sheet", SheetSeen), parts("cover", CoverField), _findings(connection, plan["submission"]),
    )  # fmt: skip


def _findings(connection: duckdb.DuckDBPyConnection, submission: str) -> tuple[Finding, ...]:
    """Return what was found while the plan in force was read: it stands as long as the plan does."""
    said = ("rule", "severity", "university", "item", "row", "fiscal_year", "excess")
    words = ("message_ja", "message_en", "remedy_ja", "remedy_en")
    return tuple(
        Finding(**{name: row[name] for name in (*said, *words)}, place=Place(row["file"], row["sheet"], row["cell"]))
        for row in read.rows(connection, "raw.finding", submission=submission)
    )


def effect(connection: duckdb.DuckDBPyConnection, datum: Datum, before: tuple[State, Decimal | None] | None) -> str:
    """Return what every other value of the row is of the corrected one, before and after: 令和8年度 1.50倍→1.25倍."""
    rows = read.rows(connection, "out.university_fact", "fiscal_year, kind", university=datum.university, row=datum.row)
    earlier = before[1] if before else None
    said = [
        f"{row['fiscal_year']}年度 {_times(row['value'], earlier)}→{_times(row['value'], datum.value)}"
        for row in rows
        if row["value"] is not None and (row["fiscal_year"], row["kind"]) != (datum.fiscal_year, datum.kind)
    ]
    return "、".join(said) or "比べる値はまだありません"


def _times(value: Decimal, base: Decimal | None) -> str:
    """Return a value as a multiple to two places, half up; － where there is nothing to divide by."""
    return f"{int(value * 200 / base + 1) // 2 / 100:.2f}倍" if base else "－"


def _fields(row: dict[str, Any]) -> list[Any]:
    return [tuple(value) if isinstance(value, list) else value for value in list(row.values())[1:]]
