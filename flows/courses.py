"""The course lists of the plan as a list: one entry a course, with every column of the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.workspace import Workspace

Entry = dict[str, Any]


def courses(workspace: Workspace, as_of: datetime | None = None) -> list[Entry]:
    """Return one entry per list × university × course, in the form's order; a column that the list lacks is None."""
    from warehouse import read
    from warehouse.database import open_warehouse

    with open_warehouse(workspace.database, as_of) as connection:
        cells = read.rows(connection, "out.course", "no")
        names = {row["university"]: row["name"] for row in read.rows(connection, "core.university", "position")}
    lists = workspace.programme.form.course_lists
    types = {(each.id, column.id): column.type for each in lists for column in each.columns}
    columns = dict.fromkeys(column.id for each in lists for column in each.columns)
    found: dict[tuple[str, str, int], Entry] = {}
    for cell in cells:
        key = (cell["list"], cell["university"], cell["no"])
        if key not in found:
            found[key] = {
                "list": key[0], "university": key[1], "university_name": names.get(key[1], key[1]), "no": key[2],
                **columns, "source": {"file": cell["file_name"], "sha256": cell["sha256"], "sheet": cell["sheet"]},
            }  # fmt: skip
        is_text = types.get((cell["list"], cell["column"])) == "text"
        found[key][cell["column"]] = (cell["text"] or None) if is_text or cell["value"] is None else cell["value"]
    order = ([each.id for each in lists], list(names))
    return sorted(
        found.values(),
        key=lambda each: (_place(order[0], each["list"]), _place(order[1], each["university"]), each["no"]),
    )


def _place(known: Sequence[str], value: str) -> int:
    return known.index(value) if value in known else len(known)
