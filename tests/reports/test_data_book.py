"""The data book: the official layout, live formulas that give what the warehouse gives, inert text."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from reports.data_book.write import write_data_book, write_official_form
from reports.material import read_material
from tests.reports.conftest import AT, FIRST, LEAD, OWN, SECOND, load, plan, received, returns, three_years
from warehouse import read
from warehouse.database import open_warehouse
from warehouse.intake.official.form import read_official_form
from warehouse.workspace import Workspace


def recalculated(path: Path, folder: Path) -> openpyxl.Workbook:
    """The workbook as LibreOffice computes it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(path)]
    subprocess.run([office, profile, "--headless", *target], check=True, capture_output=True, timeout=180)
    return openpyxl.load_workbook(folder / "out" / path.name, data_only=True)


def awkward(university: str, row: str, year: int, kind: str) -> int | str | None:
    """A zero denominator, a 該当なし, a 集計中, and 17/80 (a tie at the second place)."""
    if university == SECOND and row in ("6.a", "6.i", "6.u"):
        return 0
    if university == SECOND and row == "3.npo" and kind == "actual":
        return "not_applicable"
    if university == FIRST and row == "3.local" and year == 2026 and kind == "actual":
        return "pending"
    return {"2.B": 17, "2.A": 80}.get(row) if university == LEAD else None


@pytest.mark.office
def test_recalculated_by_libreoffice_it_shows_the_warehouses_totals_and_ratios(
    workspace: Workspace, tmp_path: Path
) -> None:
    three_years(workspace, awkward)
    path = write_data_book(workspace, AT, None, "interim")[0]
    book = recalculated(path, tmp_path)
    shown = {figure["figure"]: figure for figure in _figures(workspace)}
    material = read_material(workspace, AT, 2026, None)
    assert len(shown) > 900
    assert _cell(book, shown["lead_2_ratio_2026_actual"]["place"]) == 0.213, "17/80 is 21.3 %, not 21.2 %"
    for (university, row, year, kind), ratio in material.ratios.items():
        if row.endswith("growth") and (year, kind) != (2029, "target"):
            continue  # the sheet has the 令和5年度比 of the last target alone
        party = material.party(university)
        assert party is not None
        place = shown[f"{party.short}_{row.replace('.', '_')}_{year}_{kind}"]["place"]
        want = (
            ratio["tenths"] / 1000 if ratio["tenths"] is not None else "－" if ratio["state"] == "undefined" else None
        )
        assert (_cell(book, place) or None) == (want or None), (university, row, year, kind)
    for (university, row, year, kind), fact in material.facts.items():
        if university == "TOTAL":
            place = shown.get(f"total_{row.replace('.', '_')}_{year}_{kind}", {}).get("place")
            if place:
                words = {"pending": "集計中", "not_applicable": "該当なし"}
                assert _cell(book, place) == words.get(fact["state"], fact["value"]), (row, year, kind)
    texts = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)]
    assert not [text for text in texts if text.startswith("#") or text.startswith("Err:")]


def _figures(workspace: Workspace) -> list[dict[str, str]]:
    with open_warehouse(workspace.database) as connection:
        return read.rows(connection, "raw.figure")


def _cell(book: openpyxl.Workbook, place: str) -> object:
    sheet, _, cell = place.rpartition("!")
    return book[sheet][cell].value


def test_the_columns_are_the_plans_and_the_actuals_up_to_the_judged_year(workspace: Workspace) -> None:
    three_years(workspace)
    sheet = openpyxl.load_workbook(write_data_book(workspace, AT, None, "interim")[0])["審査項目⑨（代表校）"]
    heads = [sheet.cell(6, column).value for column in range(5, sheet.max_column + 1)]
    assert heads == ["令和5年度\n(実績値)", "令和8年度\n(目標値)", "令和11年度\n(目標値)", None,
                     "令和6年度\n(実績値)", "令和7年度\n(実績値)", "令和8年度\n(実績値)"]  # fmt: skip
    everything = openpyxl.load_workbook(write_data_book(workspace, AT)[0])["審査項目⑨（代表校）"]
    assert everything.cell(6, 12).value == "令和9年度\n(実績値)"


def test_sheets_have_the_official_titles_and_each_value_a_name(workspace: Workspace) -> None:
    three_years(workspace)
    book = openpyxl.load_workbook(write_data_book(workspace, AT, None, "interim")[0])
    assert book.sheetnames[:5] == ["審査項目⑨（合計）", "審査項目⑨（代表校）", "審査項目⑨（連携校1）", "審査項目⑨（連携校2）",
                                   "審査項目⑨7)（代表校）"]  # fmt: skip
    assert {"審査項目⑩（正課科目）", "審査項目⑩（正課科目）【連携校1】", "審査項目⑫（R6）", "審査項目⑫（R11）"} <= set(
        book.sheetnames
    )
    assert book.defined_names["total_4_B_2026_actual"].attr_text.startswith("'審査項目⑨（合計）'!$")


def test_text_that_begins_with_an_equals_sign_stays_text(workspace: Workspace) -> None:
    three_years(workspace)
    sheet = openpyxl.load_workbook(write_data_book(workspace, AT, None, "interim")[0])["審査項目⑩（正課科目）"]
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value == "=異文化共修演習"]
    assert len(cells) == 2 and all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


def test_a_reported_total_that_is_not_the_sum_of_its_parts_stands_with_a_remark(workspace: Workspace) -> None:
    three_years(workspace)

    odd = returns(workspace, 2026)[0]
    total = replace(odd.data[0], row="1.A", value=Decimal(999), text="999", status="final")
    load(workspace, replace(odd, received=received("差替え.xlsx", datetime(2027, 6, 1)), data=(total,), money=()))
    sheet = openpyxl.load_workbook(write_data_book(workspace, AT, None, "interim")[0])["審査項目⑨（代表校）"]
    cell = next(cell for line in sheet.iter_rows() for cell in line if cell.value == 999)
    assert cell.comment is not None and "一致していません" in cell.comment.text


def test_a_plan_is_written_with_the_forms_formulas_and_its_unused_partner_sheets(
    workspace: Workspace, tmp_path: Path
) -> None:
    values = {
        (LEAD, "1.B", 2023, "baseline"): 10,
        (LEAD, "1.C", 2023, "baseline"): 5,
        (LEAD, "8.1", 2023, "baseline"): 7,
    }
    path = write_official_form(
        workspace.programme,
        workspace.universities,
        values,
        {},
        {(2024, "travel", "", "grant"): 100},
        tmp_path / "plan.xlsx",
        [OWN],
    )
    book = openpyxl.load_workbook(path)
    assert [title for title in book.sheetnames if "連携校" in title and "⑨" in title] == [
        f"審査項目⑨（連携校{number}）" for number in (1, 2, 3, 4)
    ]
    lead, total = book["審査項目⑨（代表校）"], book["審査項目⑨（合計）"]
    at = {str(line[0].value or line[1].value or line[2].value): line[0].row for line in lead.iter_rows(min_col=2)}
    assert (
        lead.cell(at["①の参加学生数 (A : B + C)"], 5).value
        == f"=E{at['うち日本人学生数 (B)']}+E{at['うち外国人学生数 (C)']}"
    )
    assert total.cell(at["うち日本人学生数 (B)"], 5).value.count("連携校") == 4
    assert lead.cell(at["(指標1) 満足度調査の回答者数（人）"], 5).value == 7
    assert book["審査項目⑨（連携校3）"]["D3"].value is None and lead["D3"].value == "北都大学"


def test_a_single_applicant_has_only_its_own_sheet(workspace: Workspace, tmp_path: Path) -> None:
    path = write_official_form(workspace.programme, workspace.universities[:1], {}, {}, {}, tmp_path / "plan.xlsx")
    titles = openpyxl.load_workbook(path).sheetnames
    assert [title for title in titles if title.startswith("審査項目⑨（")] == ["審査項目⑨（代表校）"]


def test_a_plan_that_we_write_is_read_back_as_it_was_given(workspace: Workspace, tmp_path: Path) -> None:
    given = plan(workspace)
    values = {(one.university, one.row, one.fiscal_year, one.kind): one.value for one in given.data}
    budget = {(one.fiscal_year, one.category, one.line, one.column): one.value for one in given.money}
    path = write_official_form(
        workspace.programme, workspace.universities, values, {}, budget, tmp_path / "p.xlsx", [OWN]
    )
    content = path.read_bytes()
    read_back = read_official_form(received("p.xlsx", AT), content, workspace.programme, workspace.universities)
    found = {(one.university, one.row, one.fiscal_year, one.kind): one.value for one in read_back.data}
    assert {key: found.get(key) for key in values} == values
    amounts = {(one.fiscal_year, one.category, one.line, one.column): one.value for one in read_back.money}
    assert {key: amounts.get(key) for key in budget} == budget
    assert not [finding for finding in read_back.findings if finding.severity == "block"]
