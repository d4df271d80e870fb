"""Trace and difference as lists: from what somebody types to the numbers and received cells that it names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.difference import Version
    from warehouse.workspace import Workspace

Entry = dict[str, Any]
KINDS = ("interim", "final", "data-book", "budget")
MANIFEST = ".manifest.json"


def at_place(workspace: Workspace, target: str, place: str | None) -> tuple[list[Entry], bool]:
    """Return the trace of a document's number, and whether the file is as it was written.

    `target`: a file, or file#place. Without a place every figure of the document is listed, untraced.
    """
    from warehouse import printed
    from warehouse.database import open_warehouse
    from warehouse.trace import trace

    name, _, inside = target.partition("#")
    with open_warehouse(workspace.database) as connection:
        document, is_as_written = printed.document_named(connection, workspace, name)
        asked = place or inside
        rows = (
            printed.at_place(connection, document, asked)
            if asked
            else printed.figures(connection, [document["document"]])
        )
    if not asked:
        keys = ("file", "place", "figure", "text", "formula")
        return [{key: row[key] for key in keys} for row in rows], is_as_written
    return with_rules(workspace, trace(workspace, rows)), is_as_written


def telling(
    workspace: Workspace, row: str, university: str, year: int, kind: str | None, as_of: datetime | None
) -> list[Entry]:
    """Return the traces of every number of the newest documents that prints a row of a university and fiscal year."""
    from warehouse import printed
    from warehouse.database import open_warehouse
    from warehouse.trace import trace

    code = university if university == "TOTAL" else workspace.university(university).code
    with open_warehouse(workspace.database) as connection:
        rows = printed.telling(connection, row, code, year, kind, as_of)
    return with_rules(workspace, trace(workspace, rows))


def of_cell(workspace: Workspace, file: str, place: str) -> list[Entry]:
    """Return every document figure that printed a received cell: `file` by name, path or SHA-256, `place` as Sheet!E7.

    Refused where no such file came, or nothing was read from the cell.
    """
    from warehouse import printed
    from warehouse.database import open_warehouse
    from warehouse.received_cell import require_received

    sheet, _, cell = place.rpartition("!")
    name, sheet, cell = Path(file).name, sheet.strip("'"), cell.replace("$", "").upper()
    with open_warehouse(workspace.database) as connection:
        rows = printed.of_cell(connection, name, sheet, cell)
        if not rows:
            require_received(connection, name, sheet, cell)
    keys = ("file", "kind", "fiscal_year", "written_at", "as_of", "is_draft", "place", "figure", "text", "formula",
            "facts", "version_file", "version_sha256", "version_received_at")  # fmt: skip
    return [{key: row[key] for key in keys} for row in rows]


def with_rules(workspace: Workspace, traces: list[Entry]) -> list[Entry]:
    """Return traces with the rules that looked at their facts: of each run, by which rule, in its words and with what outcome.

    A run is told with the definition with which it was made, whatever came into force since.
    """
    from expectations.concern import rules_concerning

    asked = [(each, run) for each in traces for run in each["checks"]["runs"] if run["run"]]
    for name in dict.fromkeys(run["run"] for _, run in asked):
        here = [(each, run) for each, run in asked if run["run"] == name]
        facts = {fact for each, _ in here for fact in _facts(each)}
        first = here[0][1]
        concerning = rules_concerning(workspace, first["scope"], first["ran_at"], first["definition"], facts)
        for each, run in here:
            wanted = {rule for fact in _facts(each) for rule in concerning.rules.get(fact, ())}
            run["rules_of_the_run"] = len(run["rules"])
            run["definition_is_kept"] = concerning.is_kept
            run["rules"] = [
                rule | concerning.sentences.get(rule["rule"], {}) for rule in run["rules"] if rule["rule"] in wanted
            ]
    return traces


def difference(workspace: Workspace, before: str, after: str) -> tuple[list[Entry], tuple[Version, Version]]:
    """Return every changed figure with its cause, and the two versions.

    Each is a document (path, manifest or id), or KIND@TIME: what that document would print as of a moment.
    """
    from warehouse.difference import difference as compared

    one, other = version(workspace, before), version(workspace, after)
    return compared(workspace, one, other), (one, other)


def version(workspace: Workspace, name: str) -> Version:
    """Return a version of a document: one that was written, or KIND@TIME."""
    from flows import settings
    from flows.problem import WrongUse

    kind, sign, time = name.partition("@")
    if sign and kind in KINDS:
        from reports.preview import preview

        try:
            return replace(preview(workspace, kind, settings.as_moment(time)), name=name)
        except ValueError:
            raise WrongUse(
                f"「{time}」は日時ではありません（2027-06-30） / '{time}' is not a time (2027-06-30)"
            ) from None
        except KeyError:
            raise WrongUse(f"「{kind}」という文書はこの事業にありません / the programme has no '{kind}'") from None
    return _written(workspace, name)


def _written(workspace: Workspace, name: str) -> Version:
    from warehouse import printed
    from warehouse.database import open_warehouse
    from warehouse.difference import Version

    asked = name
    if name.endswith(MANIFEST) and Path(name).is_file():
        sha256 = json.loads(Path(name).read_text(encoding="utf-8"))["sha256"]
        asked = sha256 if isinstance(sha256, str) else name
    with open_warehouse(workspace.database) as connection:
        by_hash = [each for each in printed.documents(connection) if each["sha256"] == asked]
        document = (
            by_hash[0] if by_hash else printed.document_named(connection, workspace, asked.removesuffix(MANIFEST))[0]
        )
        rows = printed.figures(connection, [document["document"]])
    return Version(
        document["file"], document["kind"], document["fiscal_year"], printed.moment_of(document), document["definition"],
        document["code"] or "", {row["figure"]: row for row in reversed(rows)},
    )  # fmt: skip


def _facts(entry: Entry) -> Sequence[str]:
    return [
        *(fact["fact"] for fact in entry["facts"]),
        *(cell["leaf"] for fact in entry["facts"] for cell in fact["cells"]),
    ]
