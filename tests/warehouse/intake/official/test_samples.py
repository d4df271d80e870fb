"""The official workbooks among the shared samples, exactly, through the warehouse."""

from __future__ import annotations

import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.builders import PLANNED, PROGRAMME
from warehouse import read, write
from warehouse.database import open_warehouse
from warehouse.evidence import keep
from warehouse.intake.official.form import read_official_form
from warehouse.intake.submission import Submission
from warehouse.workspace import Workspace, create_workspace

pytestmark = pytest.mark.samples
FILES = [
    ("plan-seed1", "data-book.xlsx"),
    ("plan-seed1", "data-book.nocache.xlsx"),
    ("plan-seed2", "data-book.xlsx"),
    ("plan-seed2", "data-book.nocache.xlsx"),
    ("messy-seed3", "data-book.xlsm"),
    ("messy-seed3", "data-book.nocache.xlsm"),
]
KINDS = {"actual": "baseline", "target": "target"}
Truth = dict[str, Any]


def imported(folder: Path, file: Path, truth: Truth, cover: Path | None) -> tuple[Workspace, Submission]:
    universities = [(one["role"], one["code"], one["name"]) for one in truth["institutions"]]
    workspace = create_workspace(folder / "workspace", PROGRAMME, universities)
    content = file.read_bytes()
    received = keep(workspace, file.name, content, PLANNED)
    word = cover.read_bytes() if cover else b""
    pair = (keep(workspace, cover.name, word, PLANNED), word) if cover else None
    submission = read_official_form(received, content, workspace.programme, workspace.universities, cover=pair)
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, PLANNED)
        write.stage(submission, workspace.staging)
        write.load_staged(connection, workspace.staging)
    return workspace, submission


def assert_all_as_in_truth(workspace: Workspace, truth: Truth, with_cells: bool = True) -> None:
    with open_warehouse(workspace.database) as connection:
        facts, ratios, requirements, lines, cost, courses, own = (
            read.rows(connection, relation)
            for relation in (
                "out.fact", "out.ratio", "out.requirement", "out.budget_line", "raw.money", "out.course",
                "core.own_indicator",
            )
        )  # fmt: skip
        data = read.rows(connection, "raw.datum")
    assert_facts(facts, truth, with_cells)
    assert_ratios(ratios, data, truth, with_cells)
    final = {(row["university"], row["item"]): row["is_met"] for row in requirements if row["fiscal_year"] == 2029}
    assert {(one["scope"], one["item"]): one["met"] for one in truth["requirements"]}.items() <= final.items()
    assert_money(lines, cost, truth)
    assert_courses(courses, truth)
    words = ("label", "unit", "decimals", "basis_note", "definition")
    assert {row["row"]: [row[word] for word in words] for row in own} == {
        one["key"]: [one[word] for word in words] for one in truth["own_indicators"]
    }


def assert_facts(facts: list[read.Row], truth: Truth, with_cells: bool) -> None:
    found = {(row["university"], row["row"], row["fiscal_year"], row["kind"]): row for row in facts}
    wanted = truth["values"] + truth["totals"]
    assert len(found) == len(wanted)
    for one in wanted:
        row = found[one["institution"], one["key"], one["fiscal_year"], KINDS[one["kind"]]]
        assert row["value"] == Decimal(str(one["value"])), one
        if "cell" in one and with_cells:
            assert f"{row['sheet']}!{row['cell']}" == one["cell"]


def assert_ratios(ratios: list[read.Row], data: list[read.Row], truth: Truth, with_cells: bool) -> None:
    found = {(row["university"], row["row"], row["fiscal_year"]): row for row in ratios}
    cells = {(row["university"], row["row"], row["fiscal_year"]): row for row in data}
    for one in truth["ratios"] + truth["totals_ratios"]:
        key = (one["institution"], one["key"], one["fiscal_year"])
        tenths = found[key]["tenths"]
        assert f"{tenths // 10}.{tenths % 10}%" == one["pct_text"]
        if "cell" in one and with_cells:
            assert f"{cells[key]['sheet']}!{cells[key]['cell']}" == one["cell"]
        if "cell" in one:  # what stands in the cell is the same fraction, as far as it was typed
            assert abs(cells[key]["value"] - Decimal(one["numerator"]) / one["denominator"]) < Decimal("0.000001")


def assert_money(lines: list[read.Row], cost: list[read.Row], truth: Truth) -> None:
    columns = ("grant", "own", "scale", "remark")
    leaves = {(row["fiscal_year"], row["category"], row["line"]): row for row in lines}
    for one in truth["budget"]:
        row = leaves[one["fiscal_year"], one["category_key"], one["subcategory_key"] or ""]
        assert [row[column] for column in columns] == [one[column] for column in columns], one
    typed = {(row["fiscal_year"], row["category"], row["line"], row["column"]): row["value"] for row in cost}
    for one in truth["budget_categories"] + truth["budget_totals"]:
        for column in columns[:3]:
            assert typed[one["fiscal_year"], one.get("category_key", ""), "", column] == one[column]


def assert_courses(courses: list[read.Row], truth: Truth) -> None:
    found: dict[tuple[str, str, int], dict[str, Any]] = {}
    for row in courses:
        number = row["column"].startswith(("target", "credits", "foreign"))
        entry = found.setdefault((row["list"], row["university"], row["no"]), {})
        entry[row["column"]] = row["value"] if number else row["text"] or None
    wanted = {
        (name, one["institution"], one["no"]): {
            key: Decimal(str(value)) if isinstance(value, int | float) else value
            for key, value in one.items()
            if key not in ("institution", "slot", "no")
        }
        for name, courses in (("regular", truth["courses"]), ("extracurricular", truth["extracurricular"]))
        for one in courses
    }
    assert found == wanted


@pytest.mark.parametrize("with_cover", [True, False], ids=["cover", "no cover"])
@pytest.mark.parametrize(("sample", "name"), FILES)
def test_a_sample_gives_exactly_its_truth(
    shared: Path, tmp_path: Path, sample: str, name: str, with_cover: bool
) -> None:
    folder = shared / "samples" / sample
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    workspace, submission = imported(tmp_path, folder / name, truth, folder / "cover.docx" if with_cover else None)
    assert_all_as_in_truth(workspace, truth)
    assert {finding.severity for finding in submission.findings} <= {"note"}
    partners = [field.text for field in submission.cover if field.field == "partner"]
    assert partners == (truth["cover"]["partners"] if with_cover else [])


@pytest.mark.parametrize("sample", ["plan-seed1", "messy-seed3"])
def test_the_cover_gives_lead_partners_and_money(shared: Path, tmp_path: Path, sample: str) -> None:
    folder = shared / "samples" / sample
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    _, submission = imported(tmp_path, next(folder.glob("data-book.xls?")), truth, folder / "cover.docx")
    assert [field.text for field in submission.cover if field.field == "lead"] == [truth["cover"]["lead"]]
    amounts = {(field.fiscal_year, field.column): field.value for field in submission.cover if field.field == "amount"}
    assert amounts == {
        (one["fiscal_year"], column): one[column]
        for one in truth["cover"]["budget"]
        for column in ("grant", "own", "scale")
    }


def test_a_clean_sample_needs_no_word(shared: Path, tmp_path: Path) -> None:
    folder = shared / "samples" / "plan-seed1"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    _, submission = imported(tmp_path, folder / "data-book.xlsx", truth, folder / "cover.docx")
    assert submission.findings == ()


def test_the_messy_sample_is_read_with_notes_once_for_each_sheet(shared: Path, tmp_path: Path) -> None:
    folder = shared / "samples" / "messy-seed3"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    _, submission = imported(tmp_path, folder / "data-book.xlsm", truth, folder / "cover.docx")
    noted = [(finding.rule, finding.place.sheet) for finding in submission.findings]
    assert len(noted) == len(set(noted))
    assert {"form_full_width", "form_unit_in_cell", "form_sheet_renamed", "form_sheet_ignored"} <= {n[0] for n in noted}


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("sample", "name", "kind"), [(*FILES[0], "xlsx"), (*FILES[4], "xlsx"), (*FILES[0], "xls"), (*FILES[0], "ods")]
)
def test_a_sample_saved_by_libreoffice_gives_its_truth(
    shared: Path, tmp_path: Path, sample: str, name: str, kind: str
) -> None:
    folder = shared / "samples" / sample
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", tmp_path, folder / name], check=True, capture_output=True, timeout=180)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    workspace, submission = imported(tmp_path, tmp_path / f"data-book.{kind}", truth, folder / "cover.docx")
    assert_all_as_in_truth(workspace, truth)
    assert {finding.severity for finding in submission.findings} <= {"note"}
