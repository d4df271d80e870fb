"""Why a number changed, and that a report rebuilt as of its date does not."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from reports.data_book.write import write_data_book
from reports.evaluation import write_evaluation
from reports.preview import preview
from tests.reports.conftest import AT, FIRST, LEAD, SECOND, load, plan, received, returns
from warehouse import write
from warehouse.database import open_warehouse
from warehouse.difference import difference
from warehouse.intake.submission import Datum, Submission
from warehouse.programme.load import DEFINITIONS
from warehouse.workspace import FILE, Workspace, create_workspace

LATER = datetime(2027, 9, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A lead and two partners with a definition of their own, a plan and two years; the last partner's 6.u is missing."""
    shutil.copytree(DEFINITIONS / "social-impact-type2", tmp_path / "mine")
    universities = [("lead", LEAD, "北都大学"), ("partner", FIRST, "南西大学"), ("partner", SECOND, "湖東大学")]
    workspace = create_workspace(tmp_path / "ws", str(tmp_path / "mine"), universities, synthetic=True)
    load(workspace, plan(workspace))
    for year in (2025, 2026):
        load(
            workspace,
            *returns(workspace, year, lambda code, row, *_: "blank" if (code, row) == (SECOND, "6.u") else None),
        )
    return workspace


def revise(workspace: Workspace, row: str, value: int, at: datetime, status: str = "final", code: str = FIRST) -> None:
    """One more return that says another value of FY2026."""
    datum = Datum(code, row, 2026, "actual", "value", Decimal(value), str(value), "訂正", "C3", status)  # type: ignore[arg-type]
    file = received(f"差替え_{code}_{row}_{at:%m%d}.csv", at)
    load(
        workspace,
        Submission(file, "return", "csv", 2026, code, workspace.programme.hash, (datum,), reason="転記の誤り"),
    )


def causes(workspace: Workspace, before: datetime, after: datetime) -> dict[str, str]:
    found = difference(workspace, preview(workspace, "interim", before), preview(workspace, "interim", after))
    return {each["figure"]: each["cause"] for each in found}


def redefine(workspace: Workspace, at: datetime, file: str, old: str, new: str) -> Workspace:
    path = Path(workspace.programme.folder) / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    changed = Workspace(workspace.root)
    with open_warehouse(changed.database) as connection:
        write.register(connection, changed, at)
    return changed


def texts(path: Path) -> Iterator[str]:
    """What stands in a document, without anything of the file format."""
    if path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(path).worksheets:
            yield from (f"{sheet.title}!{cell.coordinate} {cell.value}" for row in sheet.iter_rows() for cell in row)
        return
    document = docx.Document(str(path))
    for part in (document.element.body, document.sections[0].header._element):
        yield from (node.text or "" for node in part.iter() if str(node.tag).endswith("}t"))


def test_each_changed_figure_has_the_cause_that_changed_it(workspace: Workspace) -> None:
    revise(workspace, "5.A", 4321, LATER)
    revise(workspace, "2.A", 987, LATER, "corrected")
    revise(workspace, "6.u", 5, LATER, code=SECOND)
    found = causes(workspace, AT, LATER)
    assert (found["p1_5_A_2026_actual"], found["total_5_A_2026_actual"]) == ("restatement", "restatement")
    assert (found["p1_2_A_2026_actual"], found["p1_2_ratio_2026_actual"]) == ("correction", "correction")
    assert (found["p2_6_u_2026_actual"], found["total_6_u_2026_actual"]) == ("received", "received")
    assert set(Counter(found.values())) == {"restatement", "correction", "received"}
    assert not [figure for figure in found if "_1_" in figure or "_3_" in figure]


def test_a_changed_figure_shows_the_cell_before_and_after(workspace: Workspace) -> None:
    revise(workspace, "5.A", 4321, LATER)
    found = difference(workspace, preview(workspace, "data-book", AT), preview(workspace, "data-book", LATER))
    entry = next(each for each in found if each["figure"] == "p1_5_A_2026_actual")
    (fact,) = entry["facts"]
    assert fact["before"]["file_name"] == f"回答_{FIRST}_2026.xlsx" and fact["after"]["text"] == "4321"
    assert fact["after"]["reason"] == "転記の誤り" and entry["after"] == "4,321人"


def test_a_changed_threshold_is_a_change_of_the_definition(workspace: Workspace) -> None:
    changed = redefine(workspace, LATER, "requirements.yaml", 'at_least: "6/10"', 'at_least: "7/10"')
    found = causes(changed, AT, LATER)
    assert found and set(found.values()) == {"definition"}
    assert all("employment" in figure or figure.startswith("f_") for figure in found)


def test_what_neither_facts_nor_definition_explain_is_another_release(workspace: Workspace) -> None:
    before = preview(workspace, "interim", AT)
    figures = {**before.figures, "p1_5_A_2026_actual": {**before.figures["p1_5_A_2026_actual"], "text": "1人"}}
    (entry,) = difference(workspace, replace(before, figures=figures, code="0.0"), before)
    assert entry["cause"] == "code"


def test_nothing_changes_between_two_moments_without_an_act(workspace: Workspace) -> None:
    assert causes(workspace, AT, LATER) == {}


def test_a_report_rebuilt_as_of_its_date_equals_the_first_whatever_came_later(workspace: Workspace) -> None:
    analysis = workspace.narrative / "interim" / "indicator_4_analysis.md"
    analysis.parent.mkdir(parents=True)
    analysis.write_text("派遣は伸びた。", encoding="utf-8")
    published = written(workspace, AT)
    first = [list(texts(path)) for path in published]
    analysis.write_text("派遣は伸び悩んだ。", encoding="utf-8")
    for number in range(10):
        status = "corrected" if number % 3 else "final"
        revise(
            workspace,
            ["5.A", "2.B", "6.a", "1.B", "3.local"][number % 5],
            5000 + number,
            LATER + timedelta(days=number),
            status,
        )
    changed = redefine(
        workspace, LATER + timedelta(days=20), "indicators.yaml", "label: 教員総数 (A)", "label: 専任教員 (A)"
    )
    changed = redefine(changed, LATER + timedelta(days=21), "requirements.yaml", 'at_least: "6/10"', 'at_least: "7/10"')
    path = changed.root / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("南西大学", "改名大学"), encoding="utf-8")
    changed = Workspace(changed.root)
    with open_warehouse(changed.database) as connection:
        write.register(connection, changed, LATER + timedelta(days=22))
    now = [list(texts(path)) for path in written(changed, LATER + timedelta(days=30))]
    assert now != first and all(
        any(word in text for text in now[0]) for word in ("改名大学", "専任教員 (A)", "伸び悩んだ")
    )
    rebuilt = written(changed, LATER + timedelta(days=31), AT)
    assert [list(texts(path)) for path in rebuilt] == first
    assert any("派遣は伸びた。" in text for text in first[0]) and set(rebuilt).isdisjoint(published)
    manifest = json.loads(Path(f"{rebuilt[0]}.manifest.json").read_text(encoding="utf-8"))
    assert (manifest["definition"], manifest["as_of"]) == (workspace.programme.hash, AT.isoformat())


def written(workspace: Workspace, at: datetime, as_of: datetime | None = None) -> list[Path]:
    return [
        write_evaluation(workspace, "interim", at, as_of)[0],
        write_data_book(workspace, at, as_of, evaluation="interim")[0],
    ]
