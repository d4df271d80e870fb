"""A 調査票 cut by desk: which rows each desk answers, and the lines of its part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from warehouse.intake.collection.layout import Line
from warehouse.programme import Row
from warehouse.workspace import University, Workspace


def desk_of(workspace: Workspace, row: Row) -> str:
    """Return the desk that answers a row: what rokunen.yaml says, else the definition, else the coordinator."""
    return workspace.config.desks.get(row.row) or row.desk or workspace.programme.collection.other_desk


def desks(workspace: Workspace, university: University, found: Iterable[Line]) -> list[str]:
    """Return the desks that have something to answer, in the form's order; of the lead also the one of the money."""
    named = [desk_of(workspace, line.row) for line in found if line.row and line.row.is_input]
    money = [workspace.programme.collection.money.desk] if university.role == "lead" else []
    return list(dict.fromkeys([*named, *money]))


def lines_of(workspace: Workspace, desk: str, found: Sequence[Line]) -> list[Line]:
    """Return the lines of a desk's part: its rows, what can be computed from these alone, and what stands above them."""
    mine = {line.row.row for line in found if line.row and line.row.is_input and desk_of(workspace, line.row) == desk}
    kept: list[Line] = []
    above: list[Line] = []
    for line in found:
        if line.kind == "note":
            kept += [line] if kept and kept[-1].item == line.item else []
            continue
        if line.row is None:
            above = _above(above, line)
            continue
        parts = {line.row.ratio.of, line.row.ratio.to} if line.row.ratio else set(line.row.parts)
        if line.row.row in mine or (parts and parts <= mine):
            kept += [*above, line]
            above = []
            mine.add(line.row.row)
    return kept


def _above(above: list[Line], line: Line) -> list[Line]:
    """Return the headings that still wait for a row: a new one of a kind takes the place of the last of its kind."""
    order = ("item", "table", "heading")
    return [*(each for each in above if order.index(each.kind) < order.index(line.kind)), line]
