"""From any printed number to the received cells, in four steps, and back; recomputed to the same digits by other means."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reports.budget import write_budget
from reports.data_book.write import write_data_book
from reports.evaluation import write_evaluation
from tests.reports.conftest import AT, FIRST, LEAD, SECOND, load, plan, returns
from warehouse import read
from warehouse.database import open_warehouse
from warehouse.decision import Refused
from warehouse.printed import at_place, document_named, figures, of_cell, telling
from warehouse.recompute import agrees
from warehouse.trace import trace
from warehouse.workspace import Workspace, create_workspace

STEPS = ["document", "figure", "formula", "facts", "checks"]
WORDS = {"該当なし", "集計中", "－"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A lead and two partners with a plan, three years of returns, and the three kinds of documents."""
    root = tmp_path_factory.mktemp("trace") / "ws"
    universities = [("lead", LEAD, "北都大学"), ("partner", FIRST, "南西大学"), ("partner", SECOND, "湖東大学")]
    workspace = create_workspace(root, "social-impact-type2", universities, synthetic=True)
    load(workspace, plan(workspace, odd))
    for year in (2024, 2025, 2026):
        load(workspace, *returns(workspace, year, odd))
    write_evaluation(workspace, "interim", AT)
    write_data_book(workspace, AT, evaluation="interim")
    write_budget(workspace, AT, last_fy=2026)
    return workspace


def odd(university: str, row: str, year: int, kind: str) -> Any:
    """A zero, a 該当なし and a blank among the values."""
    words = {("3.npo", FIRST): "not_applicable", ("4.long", SECOND): 0, ("6.u", SECOND): "blank"}
    return words.get((row, university)) if year == 2026 else None


def all_figures(workspace: Workspace) -> list[read.Row]:
    with open_warehouse(workspace.database) as connection:
        ids = [row["document"] for row in read.rows(connection, "raw.document", "file")]
        return figures(connection, ids)


def pointed_at(workspace: Workspace, document: str, place: str) -> list[read.Row]:
    with open_warehouse(workspace.database) as connection:
        return at_place(connection, document_named(connection, workspace, document)[0], place)


def one(workspace: Workspace, document: str, place: str) -> dict[str, Any]:
    (entry,) = trace(workspace, pointed_at(workspace, document, place))
    return entry


def received(entry: dict[str, Any], programme: Any) -> Callable[[str], Fraction | None]:
    """Values of facts from nothing but the texts of the received cells: a total adds up, so does a sum of the form."""
    texts: dict[str, str] = {}
    for fact in entry["facts"]:
        for cell in fact["cells"]:
            texts[cell["leaf"]] = cell["text"] if re.fullmatch(r"-?[\d.]+", cell["text"]) else ""
            assert cell["sha256"] and cell["file_name"]

    def value(key: str) -> Fraction | None:
        university, row, year, kind = key.split("/")
        if university == "TOTAL":
            parts = [value(f"{code}/{row}/{year}/{kind}") for code in (LEAD, FIRST, SECOND)]
            known = [part for part in parts if part is not None]
            return sum(known, Fraction(0)) if known else None
        form_row = programme.rows_by_key.get(row)
        if key not in texts and form_row is not None and form_row.parts:
            parts = [value(f"{university}/{part}/{year}/{kind}") for part in form_row.parts]
            known = [part for part in parts if part is not None]
            return sum(known, Fraction(0)) if len(known) == len(parts) else None
        if university == "MONEY":  # the cells of this fixture's plan quote amounts before the taper: read as loaded
            return next(
                Fraction(cell["value"]) for fact in entry["facts"] for cell in fact["cells"] if cell["leaf"] == key
            )
        return Fraction(texts[key]) if texts.get(key) else None

    return value


def worked_out(entry: dict[str, Any], programme: Any) -> Fraction | None:
    """The number that should be printed, worked out here and not by Rokunen."""
    value = received(entry, programme)
    name, _, of = entry["formula"]["formula"].partition(":")
    keys = [fact["fact"] for fact in entry["facts"]]
    if name in ("value", "sum"):
        values = [value(key) for key in keys]
        return values[0] if name == "value" else sum((each or Fraction(0) for each in values), Fraction(0))
    if name == "remaining":
        signs = {"granted": 1, "executed": -1}
        return sum((signs[key.split("/")[3]] * (value(key) or 0) for key in keys), Fraction(0))
    if name == "ceiling":
        initial = sum((value(key) or 0 for key in keys), Fraction(0))
        return Fraction(initial * programme.year(int(of)).share_pct // 100)
    if name == "own_share":
        own = sum((value(key) or 0 for key in keys if key.endswith("/own")), Fraction(0))
        return 100 * own / sum((value(key) or 0 for key in keys), Fraction(0))
    numerator, denominator = (value(key) for key in keys)
    if numerator is None or not denominator:
        return None
    if name in ("ratio", "share", "achievement", "growth"):
        return 100 * numerator / denominator
    requirement, _, alternative = of.partition(".")
    ways = next(each for each in programme.requirements if each.id == requirement).alternatives
    threshold = Fraction(*next(way for way in ways if way.id == alternative).threshold)
    if name == "margin":
        return half_up(100 * numerator / denominator, 1) - 100 * threshold
    assert name == "missing"
    needed = denominator * threshold
    return Fraction(max(0, -(-needed.numerator // needed.denominator) - int(numerator)))


def half_up(value: Fraction, places: int) -> Fraction:
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(decimal.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def digits(text: str) -> str:
    return re.sub(r"[^\d.▲]", "", text)


def printed(value: Fraction, text: str) -> str:
    places = len(digits(text).partition(".")[2])
    shown = half_up(abs(value), places)
    sign = "▲" if value < 0 and shown else ""
    return f"{sign}{Decimal(shown.numerator) / Decimal(shown.denominator):.{places}f}"


def test_a_hundred_random_numbers_resolve_and_recompute_to_the_same_digits(workspace: Workspace) -> None:
    every = all_figures(workspace)
    kinds = {row["formula"].partition(":")[0] for row in every}
    chosen = random.Random(20270630).sample([row for row in every if row["text"]], 100)
    chosen += [next(row for row in every if row["formula"].startswith(kind)) for kind in sorted(kinds)]
    entries = trace(workspace, chosen)
    for row, entry in zip(chosen, entries, strict=True):
        said = f"{row['place']} {row['text']} {row['formula']}"
        assert list(entry) == STEPS and entry["figure"]["text"] == row["text"]
        assert entry["formula"]["lines"] or not row["facts"], said
        value = worked_out(entry, workspace.programme)
        if row["text"] in WORDS:
            assert value is None or row["text"] == "集計中", said
        else:
            assert value is not None and printed(value, row["text"]) == digits(row["text"]), said
            assert entry["formula"]["agrees"], said


def test_every_number_of_every_document_agrees_with_its_facts(workspace: Workspace) -> None:
    every = all_figures(workspace)
    assert len(every) > 1000
    assert [row["place"] for row, entry in zip(every, trace(workspace, every), strict=True)
            if not entry["formula"]["agrees"] and row["text"] not in WORDS] == []  # fmt: skip


def test_a_number_in_word_leads_to_its_definition_its_cells_and_back(workspace: Workspace) -> None:
    entry = one(workspace, "中間評価調書_令和8年度.docx", "p1_5_ratio_2026_actual")
    assert [(line["of"], line["file"]) for line in entry["formula"]["lines"]] == [
        ("5.ratio", "indicators.yaml"), ("5.B", "indicators.yaml"), ("5.A", "indicators.yaml")]  # fmt: skip
    line = entry["formula"]["lines"][0]
    assert "row: 5.ratio" in line["text"] and line["source"] == "type2-form-guide lines 797-811"
    lines = Path(workspace.programme.folder, line["file"]).read_text(encoding="utf-8").splitlines()
    assert lines[line["line"] - 1].strip() == line["text"]
    cells = [cell for fact in entry["facts"] for cell in fact["cells"]]
    assert {cell["leaf"].split("/")[1] for cell in cells} == {"5.A", "5.B_long", "5.B_short"}
    assert all(cell["file_name"] == f"回答_{FIRST}_2026.xlsx" and len(cell["sha256"]) == 64 for cell in cells)
    cell = cells[0]
    with open_warehouse(workspace.database) as connection:
        by_name = of_cell(connection, cell["file_name"], cell["sheet"], cell["cell"])
        by_hash = of_cell(connection, cell["sha256"], cell["sheet"], cell["cell"])
    assert [row["figure"] for row in by_name] == [row["figure"] for row in by_hash]
    places = {(row["kind"], row["figure"]) for row in by_name}
    row = cell["leaf"].split("/")[1].replace(".", "_")
    assert {
        ("interim", "p1_5_ratio_2026_actual"),
        ("data-book", f"p1_{row}_2026_actual"),
        ("interim", f"total_{row}_2026_actual"),
    } <= places


def test_a_number_is_found_by_cell_by_name_and_by_what_it_tells(workspace: Workspace) -> None:
    book = "データ集_中間評価_令和8年度.xlsx"
    (figure,) = pointed_at(workspace, book, "total_5_B_2026_target")
    assert pointed_at(workspace, book, figure["place"])[0]["text"] == figure["text"]
    sheet, _, cell = figure["place"].rpartition("!")
    assert pointed_at(workspace, book, f"'{sheet}'!${cell[0]}${cell[1:]}")[0]["place"] == figure["place"]
    with open_warehouse(workspace.database) as connection:
        told = telling(connection, "5.B", "TOTAL", 2026, "target", None)
        assert {row["kind"] for row in told} == {"interim", "data-book"} and {row["text"] for row in told} == {
            figure["text"]
        }
        assert telling(connection, "4.ratio", FIRST, 2026, "actual", None)


def test_an_unknown_document_or_place_is_answered_with_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(Refused, match=r"中間評価調書_令和8年度\.docx"):
        pointed_at(workspace, "中間評価調書_令和9年度.docx", "total_5_B_2026_target")
    with pytest.raises(Refused, match="total_5_B_2026_target"):
        pointed_at(workspace, "中間評価調書_令和8年度.docx", "total_5_B_2026_targt")
    with pytest.raises(Refused, match="審査項目⑨（合計）"):
        pointed_at(workspace, "データ集_中間評価_令和8年度.xlsx", "E70")


def test_a_file_that_somebody_changed_is_told_apart(workspace: Workspace, tmp_path: Path) -> None:
    path = next(workspace.reports.rglob("中間評価調書*.docx"))
    changed = tmp_path / path.name
    changed.write_bytes(path.read_bytes() + b"\n")
    with open_warehouse(workspace.database) as connection:
        assert document_named(connection, workspace, str(path))[1]
        assert not document_named(connection, workspace, str(changed))[1]


@pytest.mark.parametrize(
    ("text", "value", "is_shown"),
    [("121.3%", Fraction(97, 80) * 100, True), ("121.2%", Fraction(97, 80) * 100, False), ("▲1.2ポイント", Fraction(-6, 5), True),
     ("1,955人", Fraction(1955), True), ("1,955人", None, False), ("－", None, True), ("集計中", Fraction(3), False)],
)  # fmt: skip
def test_digits_agree_only_with_their_value_rounded_half_up(text: str, value: Fraction | None, is_shown: bool) -> None:
    assert agrees(text, value) is is_shown


def test_every_number_of_a_workbook_is_a_figure_but_for_numbering_and_shares_of_the_taper(workspace: Workspace) -> None:
    named = {(Path(row["file"]).name, row["place"]) for row in all_figures(workspace)}
    missing: list[str] = []
    for path in sorted(workspace.reports.rglob("*.xlsx")):
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row in sheet.iter_rows():
                missing += [f"{sheet.title}!{cell.coordinate}" for cell in row if isinstance(cell.value, int | float)
                            and (path.name, f"{sheet.title}!{cell.coordinate}") not in named]  # fmt: skip
    assert [each for each in missing if not re.search(r"審査項目⑩.*!B\d+$|年度別![CM]\d+$", each)] == []
    assert {("経費管理表_令和8年度.xlsx", place) for place in ("年度別!D6", "年度別!L6", "令和8年度!D5")} <= named
