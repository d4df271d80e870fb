"""The status board: how far each return is, how late, what is open and what changed since it was signed."""

import json
from decimal import Decimal
from typing import Any

import pytest

from flows import screen
from tests.flows.conftest import Run
from tests.warehouse.desk import LEAD, OFFICE, PARTNER, Desk, a_block
from warehouse import read, write
from warehouse.database import open_warehouse
from warehouse.explanation import explain
from warehouse.finding import Finding, Place
from warehouse.workspace import Workspace

YEAR = ("--year", "2026")


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    """The partner answered 5.A on 2 June 2026, gave a reason, signed, and answered anew; the lead has not answered; it is 1 July."""
    settings = workspace.root / "rokunen.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'schedule: {today: "2026-07-01"}\n', encoding="utf-8")
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, Desk(connection, workspace).at)
        desk = Desk(connection, workspace)
        desk.answer({"5.A": 100, "2.A": 7})
        desk.check(a_question("5.A"), a_question("2.A"))
        [first, _] = read.rows(connection, "out.open_finding", '"row"')
        explain(connection, first["id"], "新設のため", OFFICE, desk.tomorrow())
        desk.sign()
        desk.answer({"5.A": 120})
    return Workspace(workspace.root)


def a_question(row: str) -> Finding:
    words = ("suspect_jump", "explain", f"{row}が大きく動いています", "a jump", "確かめる", "check")
    return Finding(*words, PARTNER, row[0], row, 2026, Place("回答.xlsx", "第1回", "E7"), Decimal(5))


def board(rokunen: Run, place: Workspace, *words: str) -> dict[tuple[str, int], Any]:
    done = rokunen("status", *YEAR, *words, "--json", "--workspace", place.root)
    assert done.returncode == 0, done.stderr
    return {(each["university"], each["round_number"]): each for each in json.loads(done.stdout)}


def test_status_tells_how_far_a_return_is_how_late_and_what_changed_since(office: Workspace, rokunen: Run) -> None:
    told = board(rokunen, office)
    partner, lead = told[PARTNER, 1], told[LEAD, 1]
    assert (partner["state"], partner["due"], partner["days_late"]) == ("signed", "2026-06-19", -17)
    assert (lead["state"], lead["first_received_at"], lead["days_late"]) == ("draft", None, 12)
    assert (told[PARTNER, 2]["state"], told[PARTNER, 2]["days_late"]) == ("draft", -352)
    assert partner["signatures"]["decided"]["decision"] == "国際第12号"
    assert (partner["open"], partner["changed_since_signing"]) == ({"block": 0, "explain": 1, "note": 0}, 1)
    [change] = partner["changed"]
    assert [change[key] for key in ("row", "signed_value", "value", "cell", "is_in_force")] == [
        "5.A",
        100,
        120,
        "E7",
        False,
    ]
    assert [(one["days"], one["approver"], one["is_overdue"]) for one in partner["waiting"]] == [
        (27, "事業責任者", True)
    ]
    before = board(rokunen, office, "--as-of", "2026-06-05")[PARTNER, 1]
    assert (before["state"], before["changed_since_signing"], before["waiting"][0]["days"]) == ("checked", 0, 1)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ja", ("連携大学  決裁済   2/3  06-02   17日前", "代表大学  未回答", "12日超過", "確定後の変更 1件（5.A 100→120 第1回 E7）",
                "了承待ちの理由 1件（事業責任者、最長27日）、うち1件は期限超過")),
        ("en", ("signed", "17d early", "12d overdue", "1 changed since sign-off (5.A 100→120 第1回 E7)", "1 overdue")),
    ],
)  # fmt: skip
def test_the_board_fits_into_80_columns_in_the_words_of_an_office(
    office: Workspace, rokunen: Run, lang: str, said: tuple[str, ...]
) -> None:
    done = rokunen("status", *YEAR, "--lang", lang, "--workspace", office.root)
    assert done.returncode == 0, done.stderr
    assert max(screen.width(line) for line in done.stdout.splitlines()) <= 80
    whole = done.stdout.replace("\n  ", "")
    assert not [words for words in said if words not in whole], done.stdout


def test_open_corrections_are_counted_and_those_let_out_by_decision_are_named(
    workspace: Workspace, rokunen: Run
) -> None:
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, Desk(connection, workspace).at)
        desk = Desk(connection, workspace)
        desk.answer({"5.A": 100})
        desk.check(a_block())
        desk.release()
        desk.sign("prepared")
    partner = board(rokunen, workspace)[PARTNER, 1]
    assert (partner["open"]["block"], partner["released"], list(partner["signatures"])) == (1, 1, ["prepared"])
    shown = rokunen("status", *YEAR, "--workspace", workspace.root).stdout
    assert "作成済" in shown and "要修正のうち1件は決裁により注記のうえ提出" in shown


def test_a_long_line_is_broken_between_words_and_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    screen.wrapped("変更 2件（5.A 1,200→1,300）", 14, "・")
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["・変更 2件（", "  5.A 1,200→", "  1,300）"]
