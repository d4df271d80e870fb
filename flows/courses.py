"""The course lists of the plan as a list: one entry a course, with every column of the form; and who takes part."""

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


def faculties(workspace: Workspace, as_of: datetime | None = None) -> list[Entry]:
    """Return the faculties that take part: one entry per university × list × fiscal year × faculty, the plan's lists first.

    `fiscal_year` is None for the plan, else that of a 内訳一覧 whose lines say a faculty. `faculty` is as written, or None.
    """
    from warehouse import read
    from warehouse.database import open_warehouse

    form = {each.id: each for each in workspace.programme.form.course_lists}
    said = [
        ((each["university"], None, each["list"], form[each["list"]].heading, each["list"]), each["faculty"], each["name"])
        for each in courses(workspace, as_of)
        if each["list"] in form and any(column.id == "faculty" for column in form[each["list"]].columns)
    ]  # fmt: skip
    lists = workspace.programme.lists
    groups = {one.id: one.group for one in lists.lists if one.group} if lists else {}
    with open_warehouse(workspace.database, as_of) as connection:
        names = {row["university"]: row["name"] for row in read.rows(connection, "core.university", "position")}
        for line in read.rows(connection, "core.listed_row", "fiscal_year, position, no", list=list(groups)):
            if line["row"] == line["named_row"]:
                texts = dict(zip(line["columns"], line["texts"], strict=True))
                key = (line["university"], line["fiscal_year"], line["list"], line["name_ja"], line["name_en"])
                said.append((key, texts.get(groups[line["list"]]) or None, line["label"]))
    found: dict[tuple[Any, ...], list[str]] = {}
    for key, faculty, name in said:
        found.setdefault((*key, faculty), []).append(name)
    return [
        {
            "university": code, "university_name": names.get(code, code), "list": list_, "list_ja": ja, "list_en": en,
            "fiscal_year": year, "faculty": faculty, "courses": len(taught), "names": list(dict.fromkeys(taught)),
        }
        for (code, year, list_, ja, en, faculty), taught in sorted(
            found.items(), key=lambda each: (each[0][1] or 0, _place(list(names), each[0][0]))
        )
    ]  # fmt: skip


def _place(known: Sequence[str], value: str) -> int:
    return known.index(value) if value in known else len(known)
