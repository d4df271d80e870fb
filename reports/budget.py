"""The money's own documents: a workbook for the office and one page in Word, to the last fiscal year."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reports.budget_sheets import write_budget_sheets
from reports.chapters.budget import budget_chapter
from reports.content import Document, Heading, Paragraph, Section
from reports.excel import mark_draft
from reports.figures import Figure
from reports.manifest import DRAFT, Output, output_name, publish
from reports.material import Material, japanese_day, read_material, reiwa
from reports.notes import with_notes
from reports.notes_sheet import add_notes
from reports.word.write import write_word
from warehouse.definition import in_force
from warehouse.workspace import Workspace

KIND = "budget"
NAME = "経費管理表"


def write_budget(
    workspace: Workspace, at: datetime, as_of: datetime | None = None, last_fy: int | None = None
) -> list[Path]:
    """Write the money as .xlsx and .docx and return the paths with their manifests.

    Amounts in 千円, a future year blank; no actual after `last_fy`. Both readings of the taper are shown.
    """
    workspace = in_force(workspace, as_of)
    material = read_material(workspace, at, last_fy or workspace.programme.last_fy, as_of, KIND)
    year = material.document_fy
    folder = workspace.reports / KIND
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{NAME}_{reiwa(year)}"
    book = folder / output_name(material, name, ".xlsx")
    workbook, placed = write_budget_sheets(material)
    add_notes(workbook, material)
    if material.is_draft:
        mark_draft(workbook)
    workbook.properties.title = name
    workbook.properties.creator = workspace.lead.name
    workbook.properties.created = workbook.properties.modified = at
    workbook.save(book)
    page = folder / output_name(material, name, ".docx")
    printed = write_word(_page(material, year), page)
    return publish(material, [Output(book, KIND, year, placed), Output(page, KIND, year, tuple(printed))])


def budget_parts(material: Material) -> tuple[tuple[Figure, str], ...]:
    """Return every figure of the workbook with its sheet and cell, and of the page with its id."""
    page = ((figure, figure.id) for figure in _page(material, material.document_fy).figures())
    return (*write_budget_sheets(material)[1], *page)


def _page(material: Material, fiscal_year: int) -> Document:
    header = [material.programme.name_in(fiscal_year).ja, material.workspace.lead.name]
    if material.workspace.config.synthetic:
        header.insert(0, "【架空の合成データ】")
    if material.is_draft:
        header.insert(0, f"【{DRAFT}】")
    blocks = (
        Heading(1, f"{NAME}（{japanese_day(material.moment)}時点）", KIND),
        *budget_chapter(material, fiscal_year),
    )
    title = Paragraph((f"{material.workspace.lead.name}",), "unit")
    document = Document(
        title=NAME, header=tuple(header), sections=(Section(KIND, (blocks[0], title, *blocks[1:])),),
        is_draft=material.is_draft, properties={"author": material.workspace.lead.name},
    )  # fmt: skip
    return with_notes(document, material, Section("notes", (Heading(2, "注記", "notes"),)), tells_all=False)
