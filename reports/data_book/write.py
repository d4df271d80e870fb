"""The データ集 as a workbook in the official layout: a plan from given values, or the record from the warehouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from reports.book import Book, Column, CourseRows, Key, MoneyKey, Scope, own_rows
from reports.data_book.figures import name_figures
from reports.data_book.indicators import Placed
from reports.data_book.sheets import with_empty_partners, write_sheets
from reports.excel import Value, mark_draft
from reports.figures import STATE_WORDS, Figure
from reports.manifest import Output, output_name, publish
from reports.material import Material, read_material, reiwa
from reports.notes_sheet import add_notes
from warehouse.definition import in_force
from warehouse.intake.submission import OwnIndicator
from warehouse.programme import Programme
from warehouse.workspace import University, Workspace

KIND = "data-book"


def write_official_form(
    programme: Programme,
    universities: Sequence[University],
    values: Mapping[Key, Value],
    courses: CourseRows,
    budget: Mapping[MoneyKey, Value],
    path: Path,
    own_indicators: Sequence[OwnIndicator] = (),
    synthetic: bool = False,
) -> Path:
    """Write a plan as the official データ集 workbook and return its path.

    `values`: (university, row, fiscal year, kind) to a number, None or a text such as 該当なし; a row that the form
    computes may be left out. `courses`: (list, university) to rows by column id, percentages as 33.3. `budget`:
    (fiscal year, category, line, column) to 千円 of each leaf (line '' for 旅費), column `remark` to a text.
    """
    workbook, _ = official_form(programme, universities, values, courses, budget, own_indicators, synthetic)
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def official_form(
    programme: Programme,
    universities: Sequence[University],
    values: Mapping[Key, Value],
    courses: CourseRows,
    budget: Mapping[MoneyKey, Value],
    own_indicators: Sequence[OwnIndicator] = (),
    synthetic: bool = False,
) -> tuple[Workbook, list[Placed]]:
    """Return a plan as the official workbook, not saved yet, and where each of its values stands."""
    form = programme.form.indicator_sheets
    book = Book(
        programme=programme,
        universities=with_empty_partners(scopes(universities), programme.partner_sheets),
        columns=tuple(Column(column.fy, column.kind, column.head) for column in form.columns),
        values=values,
        own=own_rows(own_indicators),
        courses=courses,
        money=budget,
        sgu=universities[0].sgu,
        synthetic=synthetic,
    )
    return write_sheets(book)


def scopes(universities: Sequence[University]) -> tuple[Scope, ...]:
    """Return the universities as sheets: the lead, then the partners in order, numbered from 1."""
    return tuple(
        Scope(university.code, university.name, university.role, position)
        for position, university in enumerate(universities)
    )


def write_data_book(
    workspace: Workspace,
    at: datetime,
    as_of: datetime | None = None,
    evaluation: str | None = None,
    last_fy: int | None = None,
) -> list[Path]:
    """Write the record as a workbook in the official layout and return the paths: the .xlsx and its manifest.

    With `evaluation` it shows no actual after the year which that evaluation judges, otherwise none after `last_fy`
    (None: every year there is, also one of which only the 1 May round has come).
    Formulas are live and give what the warehouse gives; each value cell has its figure's id as a name.
    """
    workspace = in_force(workspace, as_of)
    programme = workspace.programme
    judged = next((one for one in programme.evaluations if one.id == evaluation), None)
    if evaluation is not None and judged is None:
        raise KeyError(evaluation)
    last_shown = judged.judged_fy if judged else last_fy or programme.last_fy
    material = read_material(workspace, at, last_shown, as_of, evaluation or KIND)
    workbook, figures, _ = data_book_parts(material)
    last = material.document_fy
    word = f"データ集_{judged.ja}_{reiwa(last)}" if judged else f"データ集_{reiwa(last)}"
    path = workspace.reports / (evaluation or KIND) / output_name(material, word, ".xlsx")
    path.parent.mkdir(parents=True, exist_ok=True)
    if judged is None:  # what goes with an evaluation has its notes there
        add_notes(workbook, material)
    _describe(workbook, material, word)
    workbook.save(path)
    return publish(material, [Output(path, KIND, last, figures)])


def data_book_parts(material: Material) -> tuple[Workbook, tuple[tuple[Figure, str], ...], tuple[int, ...]]:
    """Return the record as a workbook, each figure with its sheet and cell, and the years whose actuals it shows."""
    years = _reported_years(material)
    workbook, placed = write_sheets(record_book(material, years))
    return workbook, name_figures(material, workbook, placed), years


def record_book(material: Material, years: tuple[int, ...]) -> Book:
    """Return the record as a book: the plan's columns, then the actuals of each year."""
    form = material.programme.form.indicator_sheets
    columns = [Column(column.fy, column.kind, column.head) for column in form.columns]
    columns += [Column(year, "actual", f"{reiwa(year)}\n(実績値)") for year in years]
    own = [
        OwnIndicator(
            material.workspace.lead.code, one["row"], one["label"], one["unit"] or "", one["decimals"] or 0,
            one["definition"], one["basis_note"], "", "",
        )
        for one in material.own
    ]  # fmt: skip
    return Book(
        programme=material.programme,
        universities=scopes(material.workspace.universities),
        columns=tuple(columns),
        values={key: _value(fact) for key, fact in material.facts.items()},
        own=own_rows(own, {one["row"]: one["total_rule"] for one in material.own}),
        courses=_courses(material),
        money=_money(material),
        sgu=material.workspace.lead.sgu,
        synthetic=material.workspace.config.synthetic,
        is_record=True,
    )


def _reported_years(material: Material) -> tuple[int, ...]:
    return tuple(sorted({fiscal_year for _, _, fiscal_year, kind in material.facts if kind == "actual"}))


def _value(fact: Mapping[str, Any]) -> Value:
    if fact["state"] in STATE_WORDS:
        return STATE_WORDS[fact["state"]] or None
    value: Decimal | None = fact["value"]
    return value


def _courses(material: Material) -> CourseRows:
    lists: dict[tuple[str, str], dict[int, dict[str, Value]]] = {}
    for one in material.courses:
        rows = lists.setdefault((one["list"], one["university"]), {})
        value = one["value"] if one["value"] is not None else one["text"]
        rows.setdefault(one["no"], {})[one["column"]] = value
    return {key: [rows.get(number, {}) for number in range(1, max(rows) + 1)] for key, rows in lists.items()}


def _money(material: Material) -> dict[MoneyKey, Value]:
    return {
        (line["fiscal_year"], line["category"], line["line"], column): line[column]
        for line in material.budget_lines
        for column in ("grant", "own", "remark")
    }


def _describe(workbook: Workbook, material: Material, title: str) -> None:
    if material.is_draft:
        mark_draft(workbook)
    workbook.properties.title = title
    workbook.properties.creator = material.workspace.lead.name
    workbook.properties.created = material.at
    workbook.properties.modified = material.at
