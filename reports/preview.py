"""The figures that a document would print as of a moment, without writing it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from reports.budget import budget_parts
from reports.data_book.write import data_book_parts
from reports.evaluation import evaluation_document, judged_evaluation
from reports.figures import Figure
from reports.manifest import code_version
from reports.material import read_material
from warehouse.definition import in_force
from warehouse.difference import Version
from warehouse.workspace import Workspace


def preview(workspace: Workspace, kind: str, as_of: datetime) -> Version:
    """Return what `interim`, `final`, `data-book` or `budget` would print as of a moment (naive UTC).

    KeyError for a document that the programme does not have.
    """
    then = in_force(workspace, as_of)
    if kind in ("data-book", "budget"):
        last = then.programme.last_fy
        material = read_material(then, as_of, last, as_of, kind)
        figures = data_book_parts(material)[1] if kind == "data-book" else budget_parts(material)
        placed: Iterable[tuple[Figure, str]] = figures
    else:
        last = judged_evaluation(then, kind).judged_fy
        outline = next((one for one in then.programme.outline if one.evaluation == kind), None)
        if outline is None:
            raise KeyError(kind)
        document = evaluation_document(read_material(then, as_of, last, as_of, kind), outline)
        placed = ((figure, figure.id) for figure in document.figures())
    rows = {
        figure.id: {"place": place, "text": figure.text, "formula": figure.formula, "facts": list(figure.facts)}
        for figure, place in placed
        if figure.text
    }
    return Version(f"{kind}@{as_of.isoformat()}", kind, last, as_of, then.programme.hash, code_version(), rows)
