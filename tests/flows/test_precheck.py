"""Before sending: the same findings as in the lead's workspace, with no workspace."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flows.check import check
from flows.collect import collect
from flows.precheck import Prechecked, precheck
from flows.problem import WrongUse
from reports.collection.form import write_forms
from tests.flows.conftest import Run
from tests.officer import columns, opened, rounds, saved
from tests.reports.conftest import FIRST, LEAD, load, number, plan, returns
from warehouse.workspace import Workspace, create_workspace

AT = datetime(2027, 5, 20)
PROGRAMME = "social-impact-type2"


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """The lead's workspace: the plan, and last year's answers."""
    roster = [("lead", LEAD, "北都大学"), ("partner", FIRST, "南西大学")]
    place = create_workspace(tmp_path / "office", PROGRAMME, roster)
    load(place, plan(place), *returns(place, 2025))
    return place


def an_answer(office: Workspace, code: str, slips: Mapping[str, Any]) -> Path:
    """Return the 調査票 of a university filled with what was to be expected, but for the slips (None: left blank)."""
    write_forms(office, 2026, AT)
    name = office.university(code).name
    form = next(path for path in office.outbox(2026).glob("*.xlsx") if name in path.name)
    book = opened(form)
    keys = [row.row for indicator, _, row in office.programme.rows() if row.is_input
            and (indicator.reported_by == "every" or code == LEAD)] + ["8.1"]  # fmt: skip
    filled: set[str] = set()
    for sheet in rounds(book):
        head, names = columns(sheet)
        for row in range(head + 1, sheet.max_row + 1):
            key, cell = str(sheet.cell(row, names["項番"]).value), sheet.cell(row, names["回答"])
            if key not in keys or cell.value is not None or key in filled:
                continue
            filled.add(key)
            expected = number(code, key, 2026, "actual", keys.index(key))
            cell.value = slips.get(key, expected)
            sheet.cell(row, names["状態"]).value = "確定"
    path = office.root.parent / f"{name}_調査票_2026.xlsx"
    path.write_bytes(saved(book))
    return path


def in_the_office(office: Workspace, path: Path) -> set[tuple[str, str, str]]:
    """Return (rule, sheet, cell) of everything that collecting and checking says about the file."""
    inbox = office.inbox(2026)
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / path.name).write_bytes(path.read_bytes())
    collect(office, 2026, AT, {})
    return places(check(office, [2026], AT).findings, path.name)


def places(entries, name: str) -> set[tuple[str, str, str]]:  # type: ignore[no-untyped-def]
    return {
        (each["rule"], each["source"]["sheet"], each["source"]["cell"])
        for each in entries
        if each["source"]["file"] == name
    }


SLIPS = {"1.B": "約300", "2.A": "１，２３４", "5.A": None, "6.a": 9_999_999, "3.npo": -4, "8.1": "未定"}


@pytest.mark.parametrize("code", [LEAD, FIRST])
def test_a_university_is_told_what_the_office_would_tell_it(office: Workspace, code: str) -> None:
    path = an_answer(office, code, SLIPS)
    done = precheck(path, PROGRAMME, AT)
    told = in_the_office(office, path)
    assert places(done.findings, path.name) == told
    assert {"return_value_unclear", "suspect_jump", "return_required_blank"} <= {rule for rule, _, _ in told}


def test_university_and_year_are_what_the_file_says(office: Workspace) -> None:
    done = precheck(an_answer(office, FIRST, {}), PROGRAMME, AT)
    assert "return_required_blank" not in {each["rule"] for each in done.findings}
    assert (done.university, done.fiscal_year) == ("南西大学", 2026)


def by_csv(folder: Path, name: str, **more: object) -> Prechecked:
    path = folder / name
    path.write_text("行,年度,値,状態\n5.A,2026,千三百,確定\n2.A,2026,80,確定\n", encoding="cp932")
    return precheck(path, PROGRAMME, AT, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["回答.csv", f"{FIRST}.csv"])
def test_a_csv_is_told_by_its_own_name_even_where_it_names_nobody(tmp_path: Path, name: str) -> None:
    done = by_csv(tmp_path, name)
    [finding] = [each for each in done.findings if each["rule"] == "channel_value_not_a_number"]
    assert (finding["source"]["file"], finding["source"]["cell"]) == (name, "C2")
    assert done.values == 1


def test_who_answers_may_be_said_where_the_file_does_not(tmp_path: Path) -> None:
    assert by_csv(tmp_path, "回答.csv", university="南西大学").university == "南西大学"


@pytest.mark.parametrize("said", ["南西大学", FIRST, None])
def test_a_code_in_the_name_of_the_file_and_a_name_said_beside_it_are_one_university(
    tmp_path: Path, said: str | None
) -> None:
    done = by_csv(tmp_path, f"{FIRST}_任意指標.csv", university=said, year=2026)
    assert (done.university, done.values) == (said or FIRST, 1)
    assert "channel_university_unknown" not in {each["rule"] for each in done.findings}


def test_a_column_of_another_university_than_the_one_that_is_said_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "回答.csv"
    path.write_text(f"大学,行,年度,値\n{FIRST},5.A,2026,10\n", encoding="utf-8")
    done = precheck(path, PROGRAMME, AT, university=LEAD)
    assert done.values == 0 and {each["rule"] for each in done.findings} >= {"channel_university_unknown"}


def test_who_looks_before_sending_is_not_told_that_nothing_came(tmp_path: Path) -> None:
    path = tmp_path / f"{FIRST}.csv"
    path.write_text("行,年度,値,状態\n5.A,2026,,\n", encoding="utf-8")
    done = precheck(path, PROGRAMME, datetime(2028, 1, 1))
    assert done.values == 0 or done.findings
    assert not [each for each in done.findings if "届いていません" in each["message_ja"]]


def test_a_file_that_nobody_can_read_is_named_with_its_remedy(tmp_path: Path) -> None:
    path = tmp_path / "回答.xlsx"
    path.write_bytes(b"PK\3\4 broken")
    with pytest.raises(WrongUse, match="--year"):
        precheck(path, PROGRAMME, AT)
    done = precheck(path, PROGRAMME, AT, year=2026)
    assert "unreadable_file" in {each["rule"] for each in done.findings}


def test_the_command_needs_no_workspace_and_leaves_nothing_behind(
    office: Workspace, rokunen: Run, tmp_path: Path
) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    path = an_answer(office, FIRST, SLIPS).rename(alone / "南西大学.xlsx")
    done = rokunen("precheck", path, "--json", folder=alone, TMPDIR=str(alone))
    assert done.returncode == 1, done.stderr
    assert "return_value_unclear" in {each["rule"] for each in json.loads(done.stdout)}
    assert list(alone.iterdir()) == [path]
