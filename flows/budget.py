"""The money as a list: plan, taper, what was granted and spent, in 千円."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.workspace import Workspace

Entry = dict[str, Any]


def budget(workspace: Workspace, as_of: datetime | None = None, year: int | None = None) -> list[Entry]:
    """Return the cost table by leaf: one entry per fiscal year × category × line, in the form's order, in 千円.

    `subcategory` is None where the category is a leaf itself; `ceiling` is the whole year's; None is a blank cell.
    """
    from warehouse import read
    from warehouse.database import open_warehouse

    where = {} if year is None else {"fiscal_year": year}
    with open_warehouse(workspace.database, as_of) as connection:
        lines = read.rows(connection, "out.budget_line", "fiscal_year, position", **where)
        years = {
            row["fiscal_year"]: row for row in read.rows(connection, "out.budget_position", "fiscal_year", **where)
        }
    return [_entry(row, years[row["fiscal_year"]]) for row in lines]


def positions(workspace: Workspace, as_of: datetime | None = None, year: int | None = None) -> list[Entry]:
    """Return where the money stands: one entry per fiscal year, in 千円."""
    from warehouse import read
    from warehouse.database import open_warehouse

    where = {} if year is None else {"fiscal_year": year}
    with open_warehouse(workspace.database, as_of) as connection:
        return read.rows(connection, "out.budget_position", "fiscal_year", **where)


def _entry(row: Entry, position: Entry) -> Entry:
    granted, executed = row["granted"], row["executed"]
    return {
        "fiscal_year": row["fiscal_year"], "category": row["category_label"], "subcategory": row["line_label"],
        "category_key": row["category"], "subcategory_key": row["line"] or None, "grant": row["grant"], "own": row["own"],
        "scale": row["scale"], "remark": row["remark"], "ceiling": position["ceiling"], "granted": granted,
        "executed": executed, "remaining": None if granted is None or executed is None else granted - executed,
        "source": {"file": row["file_name"], "sheet": row["sheet"]},
    }  # fmt: skip
