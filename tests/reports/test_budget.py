"""The money: plan, ceiling, granted, executed, remaining and own share, in Excel and in Word alike."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from reports.budget import write_budget
from reports.material import read_material
from tests.reports.conftest import AT, three_years
from tests.reports.test_data_book import recalculated
from warehouse.workspace import Workspace


@pytest.mark.office
def test_the_workbook_recalculated_shows_the_warehouses_position(workspace: Workspace, tmp_path: Path) -> None:
    three_years(workspace)
    paths = write_budget(workspace, AT)
    summary = recalculated(paths[0], tmp_path)["年度別"]
    years = read_material(workspace, AT, 2029, None).budget_years
    for row, year in enumerate(years, start=5):
        shown = [summary.cell(row, column).value or None for column in range(4, 11)]
        names = ("ceiling", "grant", "own", "scale", "granted", "executed", "remaining")
        assert shown == [year[name] for name in names], year["fiscal_year"]
        assert summary.cell(row, 12).value == year["own_share_tenths"] / 1000
    assert summary["D8"].value == years[0]["grant"] * 70 // 100
    assert summary["N9"].value in (None, ""), "the other reading sets years 5 and 6 after the evaluation"


def test_a_year_that_has_not_come_is_blank_and_an_overspent_line_has_its_mark(workspace: Workspace) -> None:
    three_years(workspace)
    paths = write_budget(workspace, AT)
    assert [path.name for path in paths if path.suffix != ".json"] == [
        "経費管理表_令和9年度.xlsx",
        "経費管理表_令和9年度.docx",
    ]
    text = [cell.text for table in docx.Document(str(paths[2])).tables for row in table.rows for cell in row.cells]
    assert "▲300" in text
    last = next(row for row in docx.Document(str(paths[2])).tables[0].rows if row.cells[0].text == "令和11年度")
    assert [cell.text for cell in last.cells][6:9] == ["", "", ""]


def test_each_amount_has_a_name_in_the_workbook(workspace: Workspace) -> None:
    three_years(workspace)
    book = openpyxl.load_workbook(write_budget(workspace, AT)[0])
    assert "money_goods_equipment_2026_granted" in book.defined_names
