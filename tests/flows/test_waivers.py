"""A waiver (理由了承) on the command line: its approver, its bound, its last day, and the next year's review."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows import screen
from tests.flows.conftest import Run
from tests.flows.test_status import a_question
from tests.warehouse.desk import LEAD, PARTNER, START, Desk
from warehouse import read, write
from warehouse.database import open_warehouse
from warehouse.programme import load_programme
from warehouse.workspace import Workspace, create_workspace

APPROVER = "国際担当理事"


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A question about FY2026 is open, of a rule whose reasons the definition lets 国際担当理事 accept; it is 3 June 2026."""
    folder = tmp_path / "definition"
    shutil.copytree(load_programme("social-impact-type2").folder, folder)
    rules = folder / "rules" / "check_suspicion.yaml"
    entries = yaml.safe_load(rules.read_text(encoding="utf-8"))
    next(each for each in entries if each["id"] == "suspect_jump")["parameters"]["approver"] = APPROVER
    rules.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    universities = [("lead", LEAD, "代表大学"), ("partner", PARTNER, "連携大学")]
    workspace = create_workspace(tmp_path / "ws", str(folder), universities)
    settings = workspace.root / "rokunen.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'schedule: {today: "2026-06-03"}\n', encoding="utf-8")
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, START)
        desk = Desk(connection, workspace)
        desk.answer({"5.A": 100})
        check(connection, workspace, 1)
    return Workspace(workspace.root)


def check(connection: Any, workspace: Workspace, days: int, excess: int = 5, year: int = 2026) -> None:
    from dataclasses import replace
    from decimal import Decimal

    run = write.next_run(connection, str(year))
    found = replace(a_question("5.A"), excess=Decimal(excess), fiscal_year=year)
    at = START + timedelta(days=days)
    write.add_check_run(connection, run, at, str(year), workspace.programme.hash, [], [found])


def checked(workspace: Workspace, days: int, excess: int = 5, year: int = 2026) -> dict[str, Any]:
    with open_warehouse(workspace.database) as connection:
        check(connection, workspace, days, excess, year)
        [found] = read.rows(connection, "out.open_finding", scope=str(year))
        return found


def test_a_waiver_holds_for_its_approver_bound_and_time_and_is_reviewed_next_year(
    place: Workspace, rokunen: Run
) -> None:
    at = ("--workspace", place.root)
    number = a_question("5.A").id_in("2026")
    words = (
        "waive",
        number,
        "--reason",
        "改組のため",
        "--who",
        "山田",
        "--until",
        "2026-12-31",
        "--bound",
        "7",
        "--carry-over",
    )
    done = rokunen(*words, "--post", "事業責任者", *at)
    assert done.returncode == 2 and f"理由了承は{APPROVER}が行います" in done.stderr
    done = rokunen(*words, "--until", "2026-06-02", *at)
    assert done.returncode == 2 and "期限 2026-06-02 は過ぎています" in done.stderr
    [given] = json.loads(rokunen(*words, "--json", *at).stdout)
    assert (given["state"], given["bound"], given["expires_on"]) == ("waived", 7, "2026-12-31")
    found = checked(place, 10, excess=7)
    assert (found["state"], found["explained_as"], found["explanation"]) == ("waived", APPROVER, "改組のため")
    assert checked(place, 11, excess=8)["reopened"] == "exceeded"
    assert checked(place, 12, excess=6)["state"] == "waived"
    assert checked(place, (date(2027, 1, 1) - START.date()).days)["reopened"] == "expired"
    later = checked(place, 400, year=2027)
    assert (later["state"], later["proposed_reason"], later["proposed_by"]) == ("open", "改組のため", "山田")
    [anew] = json.loads(rokunen("waive", later["id"], "--who", "山田", "--until", "2027", "--json", *at).stdout)
    assert (anew["state"], anew["explanation"], anew["bound"]) == ("waived", "改組のため", 5)


def test_what_was_accepted_last_year_is_shown_for_review(capsys: pytest.CaptureFixture[str]) -> None:
    entry = screen.finding_entry(a_question("5.A")) | {
        "id": "0a1b2c3d4e",
        "state": "open",
        "proposed_reason": "双子の学生",
    }
    screen.findings([entry], "ja")
    assert "今年度も当てはまるか確かめ、rokunen waive で改めて了承）: 双子の学生" in capsys.readouterr().out
