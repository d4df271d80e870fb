"""A university's own workbook, given back with each finding in its cell and a list of them; nothing else is changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from reports.annotated.cells import Styles, colour_cells, comment_cells
from reports.annotated.list_sheet import COLOURS, SHEET, WORDS, Remark, add_list, write_list
from reports.annotated.package import PatchedPackage
from warehouse import evidence, read
from warehouse.database import open_warehouse
from warehouse.intake.era import era
from warehouse.intake.spreadsheet import Unreadable
from warehouse.workspace import University, Workspace

GRAVEST_FIRST = ("block", "explain", "note")
NOT_PRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
PACKAGES = (".xlsx", ".xlsm")
Row = dict[str, Any]


def write_annotated(workspace: Workspace, fiscal_year: int, as_of: datetime | None = None) -> list[Path]:
    """Write what every university gets back for a year to the outbox, and return the files.

    One file for each file that the university sent and about which something is open: its own workbook where it is one
    that can carry marks (.xlsx, .xlsm), else the list alone. Findings about no file stand on each list.
    """
    with open_warehouse(workspace.database, as_of) as connection:
        opened = read.rows(connection, "out.open_finding", "sheet, cell, rule", scope=str(fiscal_year))
        came = read.rows(connection, "core.submission", "ordinal", purpose="return", fiscal_year=fiscal_year)
        answers = read.rows(connection, "out.answer")
        asked = read.rows(connection, "core.question", "asked_at, cell", fiscal_year=fiscal_year)
    opened += _answered(asked, answers)
    written: list[Path] = []
    for university in workspace.universities:
        mine = [row for row in opened if row["university"] == university.code and row["state"] != "waived"]
        files = {row["file_name"]: row for row in came if row["university"] == university.code}
        told = {name: found for name in files if (found := _remarks(mine, name))}
        for name, remarks in told.items():
            path = _path(workspace, university, fiscal_year, name, len(told) > 1)
            content = evidence.content(workspace, files[name]["kept"])
            written.append(_write(path, content, f"{university.name}　{era(fiscal_year)}　{SHEET}（{name}）", remarks))
    return written


def annotated(content: bytes, title: str, remarks: Sequence[Remark]) -> bytes:
    """Return a workbook with each remark in its cell (colour and comment) and the list of all as its last sheet.

    Every part that is not touched keeps its bytes. Raises Unreadable where the content is no sound .xlsx or .xlsm.
    """
    package = PatchedPackage(content)
    workbook = next(
        (name for kind, name in package.relations("").values() if kind == "officeDocument"), "xl/workbook.xml"
    )
    related = package.relations(workbook)
    style_part = next((name for kind, name in related.values() if kind == "styles"), None)
    if style_part is None:
        raise Unreadable("malformed")
    styles = Styles(package, style_part)
    parts = _sheet_parts(package, workbook, related)
    for sheet, found in _by_sheet(remarks).items():
        if sheet in parts:
            cells = _by_cell(found)
            colour_cells(
                package, parts[sheet], styles, {cell: COLOURS[those[0].severity] for cell, those in cells.items()}
            )
            said = {cell: [_said(each) for each in those] for cell, those in cells.items()}
            comment_cells(package, parts[sheet], said)
    add_list(package, workbook, styles, title, remarks)
    return package.save()


def _write(path: Path, content: bytes, title: str, remarks: Sequence[Remark]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.write_bytes(annotated(content, title, remarks))
    except Unreadable:
        path = path.with_suffix(".xlsx")
        write_list(path, title, remarks)
    return path


def _path(workspace: Workspace, university: University, fiscal_year: int, name: str, is_one_of_many: bool) -> Path:
    suffix = Path(name).suffix.lower()
    own = f"_{Path(name).stem}" if is_one_of_many else ""
    safe = re.sub(r'[\\/:*?"<>|]', "_", f"{university.name}_{SHEET}_{fiscal_year}{own}")
    return workspace.outbox(fiscal_year) / f"{safe}{suffix if suffix in PACKAGES else '.xlsx'}"


def _remarks(opened: Sequence[Row], file: str) -> list[Remark]:
    """Return what is open about a file, the gravest first; what is about no file only beside something that is."""
    about = [row for row in opened if row["file"] in (file, None)]
    if not any(row["file"] == file for row in about):
        return []
    remarks = [
        Remark(
            row["severity"], row["sheet"], row["cell"], row["row"], _printed(row["message_ja"], file),
            _printed(row["remedy_ja"], file),
        )
        for row in about
    ]  # fmt: skip
    return sorted(remarks, key=lambda each: GRAVEST_FIRST.index(each.severity))


def _answered(asked: Sequence[Row], answers: Sequence[Row]) -> list[Row]:
    """Return the answers to questions as something to be told at the cell of each question."""
    said = {row["question"]: row for row in answers}
    return [
        {
            "severity": "note", "state": "open", "university": row["university"], "file": row["file_name"], "row": row["row"],
            "sheet": row["sheet"], "cell": row["cell"],
            "message_ja": f"質問「{row['text']}」への{'裁定' if answer['is_ruling'] else '回答'}：{answer['text']}（{answer['valid_from']}）",
            "remedy_ja": f"裁定に従って {answer['row']} を回答してください" if answer["is_ruling"] else "対応は不要です",
        }
        for row in asked
        if (answer := said.get(row["question"]))
    ]  # fmt: skip


def _printed(text: str, file: str) -> str:
    """Return a sentence without the name of the file that it stands in, and without signs that XML cannot hold."""
    return NOT_PRINTED.sub("�", text.replace(f"{file} ", "").replace(f"{file}: ", ""))


def _said(remark: Remark) -> str:
    return f"［{WORDS[remark.severity]}］{remark.message}\n→ {remark.remedy}"


def _sheet_parts(package: PatchedPackage, workbook: str, related: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return the part of each worksheet by its exact title."""
    found = {}
    for sheet in package.tree(workbook).iter("{*}sheet"):
        id_ = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        kind, part = related.get(str(id_), ("", ""))
        if kind == "worksheet":
            found[sheet.get("name") or ""] = part
    return found


def _by_sheet(remarks: Sequence[Remark]) -> dict[str, list[Remark]]:
    found: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        if remark.sheet and remark.cell:
            found[remark.sheet].append(remark)
    return found


def _by_cell(remarks: Sequence[Remark]) -> dict[str, list[Remark]]:
    found: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        found[remark.cell or ""].append(remark)
    return found
