"""Findings with state and history, as a workbook, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from flows.findings import history, history_entry, write
from flows.problem import WrongUse
from reports.findings_list import COLUMNS, finding_list, table
from tests.warehouse.desk import LEAD, PARTNER
from warehouse import write as writing
from warehouse.database import open_warehouse
from warehouse.decision import Actor
from warehouse.explanation import explain, waive
from warehouse.finding import Finding, Place
from warehouse.workspace import Workspace, create_workspace

FIRST = datetime(2027, 5, 10)
NAMES = {LEAD: "=代表大学", PARTNER: "+連携大学"}


def a_finding(row: str, severity: str = "explain", university: str = PARTNER) -> Finding:
    said = ("@値が動いています", "it moved", "-確かめてください", "check it")
    return Finding(
        "suspect_jump", severity, *said, university, "5", row, 2026, Place("回答.xlsx", "第1回", "E7"), Decimal(5)
    )


def check(workspace: Workspace, day: int, *findings: Finding) -> None:
    with open_warehouse(workspace.database) as connection:
        at = FIRST + timedelta(days=day)
        run = writing.next_run(connection, "2026")
        outcomes = [("suspect_jump", "not_met", 9, len(findings), "", "0a1b2c3d")]
        writing.add_check_run(connection, run, at, "2026", "definition", outcomes, findings)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Four findings of which one is mended, one explained, one waived and one left alone."""
    pairs = [("lead", LEAD, NAMES[LEAD]), ("partner", PARTNER, NAMES[PARTNER])]
    workspace = create_workspace(tmp_path / "ws", "social-impact-type2", pairs)
    with open_warehouse(workspace.database) as connection:
        writing.register(connection, workspace, FIRST)
    rows = [a_finding(row) for row in ("5.A", "5.B_long", "5.B_short", "2.A")]
    check(workspace, 0, *rows)
    with open_warehouse(workspace.database) as connection:
        ids = [row.id_in("2026") for row in rows]
        explain(connection, ids[1], "=1+1", Actor("鈴木"), FIRST + timedelta(hours=1))
        who, until = Actor("山田"), date(2028, 3, 31)
        waive(connection, workspace, ids[2], "新制度のため", who, FIRST + timedelta(hours=2), until)
    check(workspace, 1, *rows[:3])
    check(workspace, 2, *rows[:3], replace(a_finding("4.B"), severity="block", university=LEAD))
    return workspace


def test_each_finding_has_its_state_and_when_it_was_seen_first_and_last(workspace: Workspace) -> None:
    told = {row["row"]: row for row in finding_list(workspace)}
    states = {row: (each["state"], (each["first_seen"] - FIRST).days, (each["last_seen"] - FIRST).days) for row, each in told.items()}  # fmt: skip
    assert states == {
        "4.B": ("open", 2, 2), "5.A": ("open", 0, 2), "5.B_long": ("explained", 0, 2), "5.B_short": ("waived", 0, 2),
        "2.A": ("closed", 0, 0),
    }  # fmt: skip
    assert told["2.A"]["closed_at"] == FIRST + timedelta(days=1)
    assert {each["rule_version"] for each in told.values()} == {"0a1b2c3d"}
    assert [each["row"] for each in finding_list(workspace)] == ["4.B", "5.A", "5.B_long", "5.B_short", "2.A"]


def test_an_earlier_moment_does_not_know_what_came_later(workspace: Workspace) -> None:
    then = {row["row"]: row["state"] for row in finding_list(workspace, FIRST + timedelta(minutes=1))}
    assert then == dict.fromkeys(["5.A", "5.B_long", "5.B_short", "2.A"], "open")


def test_a_finding_that_comes_back_is_open_again_with_its_first_day(workspace: Workspace) -> None:
    check(workspace, 3, a_finding("2.A"))
    told = {row["row"]: row for row in finding_list(workspace)}
    assert (told["2.A"]["state"], told["2.A"]["first_seen"], told["4.B"]["state"]) == ("open", FIRST, "closed")


def test_the_workbook_is_filtered_frozen_printed_on_a4_and_holds_no_formula(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "確認事項.xlsx"
    write(workspace, history(workspace), path, "2027-05-13 09:00")
    sheet = openpyxl.load_workbook(path)["確認事項"]
    heads = [str(cell.value).partition("\n")[0] for cell in sheet[1]]
    assert heads == [column.ja for column in COLUMNS] and heads[:3] == ["番号", "区分", "状態"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D2", f"A1:{sheet.cell(1, len(COLUMNS)).column_letter}6")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.print_title_rows) == (
        9,
        "landscape",
        "$1:$1",
    )
    told = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert [(row["区分"].value, row["状態"].value) for row in told] == [
        ("要修正", "未対応"), ("要理由", "未対応"), ("要理由", "理由あり"), ("要理由", "理由了承"), ("要理由", "解消"),
    ]  # fmt: skip
    assert {cell.data_type for row in told for cell in row.values()} <= {"s", "n"}
    names = [told[0]["大学"], told[1]["大学"], told[2]["理由"], told[0]["対応"], told[0]["確認事項"]]
    assert [cell.value for cell in names] == [
        "=代表大学",
        "+連携大学",
        "=1+1",
        "-確かめてください",
        "@値が動いています",
    ]
    assert all(cell.quotePrefix for cell in names)


def test_the_csv_opens_in_japanese_and_holds_no_formula(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "確認事項.csv"
    write(workspace, history(workspace, state="open"), path, "")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert [row["大学"] for row in rows] == ["'=代表大学", "'+連携大学"]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]


def test_the_json_says_the_same_and_another_ending_is_named(workspace: Workspace, tmp_path: Path) -> None:
    entries = [history_entry(row) for row in history(workspace, severity="block")]
    assert [(each["row"], each["state"], each["university_name"]) for each in entries] == [("4.B", "open", "=代表大学")]
    with pytest.raises(WrongUse, match=r"\.xlsx、\.csv、\.json"):
        write(workspace, [], tmp_path / "x.pdf", "")


def test_a_table_without_findings_is_a_head(workspace: Workspace, tmp_path: Path) -> None:
    write(workspace, [], tmp_path / "none.xlsx", "")
    assert openpyxl.load_workbook(tmp_path / "none.xlsx")["確認事項"].max_row == 1 and table([]) == []
