"""The 調査票 as CSV: filled in and collected it says what the workbook says, whatever saved it."""

import csv
import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from flows.collect import collect
from flows.facts import facts
from flows.precheck import precheck
from reports.collection.form import write_forms
from tests.flows.conftest import Run
from tests.officer import fill, opened, saved
from tests.reports.conftest import FIRST, LEAD, load, plan
from warehouse.workspace import Workspace, create_workspace

AT = datetime(2027, 5, 20)
ROSTER = [("lead", LEAD, "北都大学"), ("partner", FIRST, "南西大学")]
SAVED_AS = [("utf-8-sig", ","), ("cp932", ","), ("utf-16", "\t"), ("utf-8", "\t")]
Line = dict[str, str]


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A workspace with a plan that has own indicators."""
    workspace = create_workspace(tmp_path / "office", "social-impact-type2", ROSTER)
    load(workspace, plan(workspace))
    return workspace


def form(place: Workspace, code: str, ending: str) -> Path:
    write_forms(place, 2026, AT, format="csv" if ending == "csv" else "xlsx")
    return place.outbox(2026) / f"{place.university(code).name}_調査票_2026.{ending}"


def lines_of(path: Path) -> list[Line]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def as_saved(lines: list[Line], encoding: str = "utf-8-sig", separator: str = ",") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, lines[0].keys(), delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode(encoding)


def sent(place: Workspace, name: str, content: bytes) -> list[dict[str, object]]:
    place.inbox(2026).mkdir(parents=True, exist_ok=True)
    (place.inbox(2026) / name).write_bytes(content)
    return list(collect(place, 2026, AT, {}).findings)


def answers(place: Workspace, code: str) -> dict[str, tuple[object, ...]]:
    found = [each for each in facts(place, year=2026) if each["kind"] == "actual" and each["university"] == code]
    names = ("state", "value", "status", "note")
    return {each["row"]: tuple(each.get(name) for name in names) for each in found if each["state"] != "blank"}


@pytest.fixture(scope="module")
def by_workbook(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, Decimal], dict[str, object]]]:
    """What was typed into the workbooks, and the facts that came of it, by university."""
    workspace = create_workspace(tmp_path_factory.mktemp("book") / "office", "social-impact-type2", ROSTER)
    load(workspace, plan(workspace))
    typed = {}
    for code in (LEAD, FIRST):
        path = form(workspace, code, "xlsx")
        book = opened(path)
        typed[code] = fill(book)
        sent(workspace, path.name, saved(book))
    return {code: (typed[code], dict(answers(workspace, code))) for code in (LEAD, FIRST)}


@pytest.mark.parametrize(("encoding", "separator"), SAVED_AS)
@pytest.mark.parametrize("code", [LEAD, FIRST])
def test_the_same_answers_make_the_same_facts_as_the_workbook(
    place: Workspace, by_workbook: dict[str, tuple[dict[str, Decimal], dict[str, object]]], code: str, encoding: str,
    separator: str,
) -> None:  # fmt: skip
    typed, expected = by_workbook[code]
    path = form(place, code, "csv")
    lines = lines_of(path)
    assert {line["項番"] for line in lines} == set(typed)
    for line in lines:
        line |= {"値": str(typed[line["項番"]]), "状態": "確定"}
    assert sent(place, path.name, as_saved(lines, encoding, separator)) == []
    assert answers(place, code) == expected
    assert "8.1" in typed


def test_a_line_that_is_not_filled_in_is_blank_and_a_zero_is_zero(place: Workspace) -> None:
    path = form(place, FIRST, "csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = lines_of(path)
    assert {(line["値"], line["状態"], line["年度"], line["学校コード"]) for line in lines} == {("", "", "2026", FIRST)}
    lines[0]["値"] = "0"
    assert sent(place, path.name, as_saved(lines)) == []
    said, asked = answers(place, FIRST), {line["項番"] for line in lines}
    assert {row: each[:2] for row, each in said.items() if row in asked} == {lines[0]["項番"]: ("zero", 0)}


def test_a_value_leads_back_to_its_file_and_cell(place: Workspace) -> None:
    path = form(place, FIRST, "csv")
    lines = lines_of(path)
    number = next(number for number, line in enumerate(lines, 2) if line["項番"] == "5.A")
    lines[number - 2] |= {"値": "1234", "状態": "確定"}
    sent(place, path.name, as_saved(lines))
    [fact] = [
        each
        for each in facts(place, year=2026)
        if (each["row"], each["university"], each["value"]) == ("5.A", FIRST, 1234)
    ]
    assert (fact["source"]["file"], fact["source"]["cell"]) == (path.name, f"G{number}")


def test_a_replacement_says_why_in_its_own_column(place: Workspace) -> None:
    path = form(place, FIRST, "csv")
    lines = lines_of(path)
    lines[0] |= {"値": "10", "状態": "確定"}
    sent(place, path.name, as_saved(lines))
    lines[0] |= {"値": "12", "差替え理由": "数え直しました"}
    assert sent(place, "差替え_" + path.name, as_saved(lines)) == []
    assert answers(place, FIRST)[lines[0]["項番"]][1] == 12


def test_the_desks_files_together_ask_what_the_whole_asks(place: Workspace) -> None:
    whole = {line["項番"] for line in lines_of(form(place, FIRST, "csv"))}
    parts = [path for path in write_forms(place, 2026, AT, by_desk=True, format="csv") if "南西大学" in path.name]
    asked = [line["項番"] for path in parts for line in lines_of(path)]
    assert len(parts) > 2 and sorted(asked) == sorted(whole)


def test_a_first_round_asks_its_own_rows_alone(place: Workspace) -> None:
    [path] = [
        path for path in write_forms(place, 2026, AT, 1, format="csv") if path.name == "南西大学_調査票_2026_第1回.csv"
    ]
    rows = {line["項番"] for line in lines_of(path)}
    assert "5.A" in rows and "6.a" not in rows


@pytest.mark.parametrize("code", [LEAD, FIRST])
def test_it_can_be_looked_at_before_it_is_sent(place: Workspace, tmp_path: Path, code: str) -> None:
    lines = lines_of(form(place, code, "csv"))
    for line in lines:
        line |= {"値": "10", "状態": "確定"}
    path = tmp_path / "回答.csv"
    path.write_bytes(as_saved(lines))
    done = precheck(path, "social-impact-type2", AT)
    assert done.values == len(lines)
    assert {each["rule"] for each in done.findings} & {"channel_row_of_lead", "channel_university_unknown"} == set()


def test_the_command_writes_them_and_refuses_what_a_csv_cannot_hold(place: Workspace, rokunen: Run) -> None:
    done = rokunen("form", "--year", "2026", "--format", "csv", folder=place.root)
    assert done.returncode == 0 and "南西大学_調査票_2026.csv" in done.stdout
    refused = rokunen("form", "--year", "2026", "--format", "csv", "--with-lists", folder=place.root)
    assert refused.returncode == 2 and "内訳一覧" in refused.stderr
