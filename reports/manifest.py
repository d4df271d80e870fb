"""What stands beside each document: from what it was made, by which code, as of when; and its figures in the warehouse."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from reports.chapters.front import finding_counts
from reports.figures import Figure
from reports.material import Material, Row, japanese_day
from warehouse.database import open_warehouse
from warehouse.publish import PrintedFigure, Published, add_document

DRAFT = "案"


@dataclass(frozen=True, slots=True)
class Output:
    """A written file: its kind (interim, final, data-book, budget), the year it judges, and its figures with places."""

    path: Path
    kind: str
    fiscal_year: int
    figures: tuple[tuple[Figure, str], ...]


def output_name(material: Material, name: str, suffix: str) -> str:
    """Return a document's file name; a draft is marked 案, one of an earlier moment by its day: it takes nobody's place."""
    when = f"（{japanese_day(material.as_of)}時点）" if material.as_of else ""
    return f"{name}{when}{'_' + DRAFT if material.is_draft else ''}{suffix}"


def publish(material: Material, outputs: Iterable[Output]) -> list[Path]:
    """Write the manifest of each file, keep files and figures in the warehouse, and return all paths."""
    paths: list[Path] = []
    for output in outputs:
        digest = hashlib.sha256(output.path.read_bytes()).hexdigest()
        manifest = output.path.with_name(f"{output.path.name}.manifest.json")
        text = json.dumps(_manifest(material, output, digest), ensure_ascii=False, indent=2)
        manifest.write_text(text + "\n", encoding="utf-8")
        _keep(material, output, digest)
        paths += [output.path, manifest]
    return paths


def _manifest(material: Material, output: Output, digest: str) -> dict[str, object]:
    programme = material.programme
    inputs = {
        (one["sha256"], one["file_name"]): {
            "file": one["file_name"], "sha256": one["sha256"], "purpose": one["purpose"],
            "fiscal_year": one["fiscal_year"], "university": one["university"],
            "received_at": one["received_at"].isoformat(),
        }
        for one in material.submissions
    }  # fmt: skip
    return {
        "document": output.path.name,
        "kind": output.kind,
        "fiscal_year": output.fiscal_year,
        "sha256": digest,
        "is_draft": material.is_draft,
        "is_synthetic": material.workspace.config.synthetic,
        "written_at": material.at.isoformat(),
        "as_of": material.moment.isoformat(),
        "programme": programme.id,
        "definition": programme.hash,
        "definition_in_force": material.definition_in_force or programme.hash,
        "code_version": code_version(),
        "log_head": material.log_head,
        "figures": len(output.figures),
        "open_findings": finding_counts(material),
        "notes": [_note(one) for one in material.notes],
        "accepted": [_note(one) for one in material.findings if one["state"] == "waived"],
        "inputs": list(inputs.values()),
    }


def _note(row: Row) -> dict[str, object]:
    """A finding with which the document goes out: released by decision, or its reason accepted."""
    said = {
        "finding": row["id"], "rule": row["rule"], "university": row["university"], "row": row["row"],
        "fiscal_year": row["fiscal_year"], "reason": row.get("reason") or row.get("explanation"),
        "who": row.get("who") or row.get("explained_by"), "post": row.get("post") or row.get("explained_as"),
        "decision": row.get("decision"), "expires_on": row.get("expires_on"),
    }  # fmt: skip
    return {key: str(value) if key == "expires_on" else value for key, value in said.items() if value is not None}


def code_version() -> str:
    """Return the release of Rokunen that runs."""
    try:
        return metadata.version("rokunen")
    except metadata.PackageNotFoundError:
        return "unknown"


def _keep(material: Material, output: Output, digest: str) -> None:
    root = material.workspace.root
    file = output.path.relative_to(root).as_posix() if output.path.is_relative_to(root) else output.path.name
    document = Published(
        id=hashlib.sha256(f"{file}|{digest}|{material.at.isoformat()}".encode()).hexdigest()[:24],
        kind=output.kind,
        fiscal_year=output.fiscal_year,
        file=file,
        sha256=digest,
        written_at=material.at,
        as_of=material.as_of,
        definition=material.programme.hash,
        code=code_version(),
        knows=material.knows,
        is_draft=material.is_draft,
    )
    printed = [
        PrintedFigure(
            figure.id, place, figure.text, figure.formula, figure.facts,
            tuple(source for fact in figure.facts for source in material.sources(fact)),
        )
        for figure, place in output.figures
    ]  # fmt: skip
    with open_warehouse(material.workspace.database) as connection:
        add_document(connection, document, printed)
