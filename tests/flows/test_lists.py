"""Behind a count: 内訳一覧 from the form that goes out to the page that an auditor opens."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import openpyxl
import pytest

from flows.audit import write_sample
from flows.check import check
from flows.collect import collect
from flows.plan import import_plan
from flows.trace import telling
from reports.collection.form import write_forms
from reports.data_book.write import write_data_book
from tests.builders import FIRST, LEAD, NAMES, a_workspace
from tests.officer import cell_of, fill, list_lines, opened, rounds, saved
from tests.official_workbook import OfficialWorkbook
from warehouse.workspace import Workspace

Run = Callable[..., "CompletedProcess[str]"]
PLANNED, AT, LATER = datetime(2024, 7, 1), datetime(2027, 5, 20), datetime(2027, 6, 20)
YEAR = 2026
COUNTS = {"3.companies": 3, "3.local": 1, "3.npo": 0, "4.short": 2, "4.mid": 0, "4.long": 1, "2.D": 3}
COMPANIES = ["株式会社架空", "㈱架空商会", "共通産業"]


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with its plan, whose forms went out with three indicators' lists; each test works on a copy."""
    folder = tmp_path_factory.mktemp("lists")
    place = a_workspace(folder, partners=1)
    path = folder / "データ集.xlsx"
    path.write_bytes(OfficialWorkbook(place.programme, place.universities).content)
    import_plan(place, [path], PLANNED)
    write_forms(place, YEAR, AT, with_lists=["2", "3", "4.C"])
    return place.root


@pytest.fixture
def place(handed_out: Path, tmp_path: Path) -> Workspace:
    return Workspace(shutil.copytree(handed_out, tmp_path / "workspace"))


def answer(place: Workspace, code: str, companies: list[str], counts: dict[str, int] | None = None) -> Path:
    """Fill in a university's form with its lists, and send it."""
    path = place.outbox(YEAR) / f"{NAMES[code]}_調査票_{YEAR}.xlsx"
    book = opened(path)
    fill(book)
    for key, value in (COUNTS | (counts or {})).items():
        _open_cell(book, key).value = value
    partners = [
        {"区分": "企業等", "連携先の名称": name, "協定番号等": f"協-{no}"} for no, name in enumerate(companies, 1)
    ]
    list_lines(book["内訳（3 連携先）"], [*partners, {"区分": "地方公共団体", "連携先の名称": f"{NAMES[code]}市"}])
    students = [("短期", 1), ("短期", 2), ("長期", 3)]
    list_lines(book["内訳（4 共修による留学）"], [{"区分": stay, "仮名番号": number} for stay, number in students])
    list_lines(book["内訳（2 TA・SA）"], [{"仮名番号": "A-1", "TA・SAの別": "TA"} for _ in range(3)])
    return send(place, path.name, saved(book))


def send(place: Workspace, name: str, content: bytes) -> Path:
    place.inbox(YEAR).mkdir(parents=True, exist_ok=True)
    (place.inbox(YEAR) / name).write_bytes(content)
    return place.inbox(YEAR) / name


def about_lists(place: Workspace, at: datetime = AT) -> list[dict[str, Any]]:
    collect(place, YEAR, at, {})
    return [each for each in check(place, [YEAR], at).findings if each["rule"].startswith("list_")]


def traced(place: Workspace, row: str, university: str) -> dict[str, Any]:
    entry = next(each for each in telling(place, row, university, YEAR, "actual", None))
    return dict(entry["facts"][0])


def _open_cell(book: openpyxl.Workbook, key: str) -> Any:
    return cell_of(book, key, sheet=rounds(book)[-1])


def test_a_form_has_lists_only_where_somebody_asks_for_them(place: Workspace, rokunen: Run) -> None:
    sheets = [
        name for name in opened(place.outbox(YEAR) / f"{NAMES[LEAD]}_調査票_2026.xlsx").sheetnames if "内訳" in name
    ]
    assert sheets == ["内訳（2 TA・SA）", "内訳（3 連携先）", "内訳（4 共修による留学）"]
    assert rokunen("form", "--year", YEAR, "--list", "3.npo", folder=place.root).returncode == 0
    path = place.outbox(YEAR) / f"{NAMES[FIRST]}_調査票_2026.xlsx"
    assert [name for name in opened(path).sheetnames if "内訳" in name] == ["内訳（3 連携先）"]
    wrong = rokunen("form", "--year", YEAR, "--list", "5.B", folder=place.root)
    assert wrong.returncode == 2 and "「5.B」" in wrong.stderr
    write_forms(place, YEAR, AT)
    assert not [name for name in opened(path).sheetnames if "内訳" in name]


def test_a_difference_names_the_number_the_lines_and_the_duplicates(place: Workspace) -> None:
    answer(place, LEAD, [*COMPANIES, "(株)架空商会"], {"3.companies": 4, "2.D": 2})
    differs = {each["row"]: each for each in about_lists(place)}
    assert set(differs) == {"3.companies", "2.D"}
    said = differs["3.companies"]
    assert (said["severity"], said["rule"], said["university"]) == ("explain", "list_differs", LEAD)
    assert "4件と回答" in said["message_ja"] and "重複を除いて3件" in said["message_ja"]
    assert "㈱架空商会（C9・C11）" in said["message_ja"]
    assert said["source"]["cell"] and said["source"]["sheet"].startswith("第2回")
    assert "のべ3人" in differs["2.D"]["message_ja"]


def test_an_overlap_of_two_universities_is_a_note_beside_the_total(place: Workspace) -> None:
    answer(place, LEAD, COMPANIES)
    answer(place, FIRST, ["共通 産業", "㈱ﾍﾞﾂ", "秋田商事"])
    (note,) = about_lists(place)
    assert (note["rule"], note["severity"], note["university"]) == ("list_overlaps", "note", "TOTAL")
    assert "共通産業" in note["message_ja"] and "合計6件" in note["message_ja"] and "除くと5件" in note["message_ja"]


def test_a_replacement_replaces_the_whole_list_and_an_answer_without_it_takes_nothing_away(place: Workspace) -> None:
    answer(place, LEAD, COMPANIES)
    assert about_lists(place) == []
    verdicts = {one.rule: one.verdict for _, one in check(place, [YEAR], AT).outcomes}
    assert (verdicts["list_differs"], verdicts["list_without_value"], verdicts["list_overlaps"]) == (
        "met",
        "met",
        "nothing_to_check",
    )
    send(place, f"{LEAD}.csv", "区分,連携先の名称,協定番号等\n企業等,新商事,協-9\n3.local,架空町,\n".encode())
    assert [each["row"] for each in about_lists(place, LATER)] == ["3.companies"]
    assert any("内訳一覧 2行" in path.read_text(encoding="utf-8") for path in place.outbox(YEAR).glob("*受領確認*"))
    send(place, f"{LEAD}_値.csv", "行,年度,値,状態\n3.companies,2026,1,確定\n".encode())
    assert about_lists(place, datetime(2027, 7, 1)) == []


def test_what_was_said_of_a_list_stays_until_that_list_comes_anew(place: Workspace) -> None:
    send(place, f"1_{LEAD}.csv", "区分,連携先の名称,協定番号等\n財団,架空財団,\n3.local,架空町,\n".encode())
    send(place, f"2_{LEAD}.csv", b"no heads")
    rules = {each["rule"] for each in collect(place, YEAR, AT, {}).findings}
    assert rules == {"list_row_unknown", "channel_head_unknown"}
    send(place, f"3_{LEAD}.csv", "項番,仮名番号,渡航先（国・地域）,年月日・期間\n4.short,A-1,韓国,2026-08\n".encode())
    assert {each["rule"] for each in collect(place, YEAR, LATER, {}).findings} == rules
    send(place, f"4_{LEAD}.csv", "区分,連携先の名称,協定番号等\n3.local,架空町,\n".encode())
    left = {each["rule"] for each in collect(place, YEAR, datetime(2027, 7, 1), {}).findings}
    assert left == rules - {"list_row_unknown"}


def test_a_list_without_its_number_is_asked_about(place: Workspace) -> None:
    send(place, f"{FIRST}.csv", "区分,連携先の名称,協定番号等\n企業等,秋田商事,\n".encode())
    (said,) = about_lists(place)
    assert (said["rule"], said["row"], said["university"]) == ("list_without_value", "3.companies", FIRST)


def test_a_trace_ends_in_the_lines_with_their_cells(place: Workspace, rokunen: Run) -> None:
    answer(place, LEAD, COMPANIES)
    answer(place, FIRST, ["共通産業", "東商事", "西商事"])
    collect(place, YEAR, AT, {})
    write_data_book(place, LATER)
    (one,) = traced(place, "3.companies", LEAD)["listed"]
    assert (one["lines"], one["different"], one["counted"], one["agrees"]) == (3, 3, 3, True)
    assert one["file"] == "lists.yaml" and one["line"] and one["source"] == "type2-form-guide lines 767-775"
    last = one["rows"][-1]
    assert (last["label"], last["cell"], last["also_at"]) == ("共通産業", "C10", [NAMES[FIRST]])
    assert last["fields"]["協定番号等"] == "協-3" and (place.evidence / last["kept"]).is_file()
    assert len(traced(place, "3.companies", "TOTAL")["listed"]) == 2
    abroad = traced(place, "4.C", LEAD)["listed"][0]  # 4.C holds the short, middle and long stays
    assert (abroad["counted"], abroad["agrees"], [line["category"] for line in abroad["rows"]]) == (
        3,
        True,
        ["短期", "短期", "長期"],
    )
    shown = rokunen("trace", "--row", "3.companies", "--year", YEAR, "--lang", "ja", folder=place.root)
    assert "5 内訳一覧" in shown.stdout and f"※{NAMES[FIRST]}にもあり" in shown.stdout


def test_the_audit_pack_ends_in_the_lines_as_well(place: Workspace) -> None:
    answer(place, LEAD, COMPANIES)
    collect(place, YEAR, AT, {})
    write_data_book(place, LATER)
    path, traces = write_sample(place, 10_000, 1)
    with zipfile.ZipFile(path) as archive:
        page, names = archive.read("index.html").decode(), set(archive.namelist())
        listed = [
            one for each in json.loads(archive.read("traces.json")) for fact in each["facts"] for one in fact["listed"]
        ]
    assert page.count("5　内訳一覧") == sum(any(fact["listed"] for fact in each["facts"]) for each in traces) > 3
    assert all(name in page for name in COMPANIES) and "✓ 一致" in page
    assert {f"evidence/{line['kept']}" for one in listed for line in one["rows"]} <= names


def test_what_was_listed_at_a_moment_is_seen_as_of_it(place: Workspace) -> None:
    answer(place, LEAD, COMPANIES)
    collect(place, YEAR, AT, {})
    write_data_book(place, LATER)
    send(place, f"{LEAD}.csv", "区分,連携先の名称,協定番号等\n企業等,新商事,協-9\n".encode())
    collect(place, YEAR, datetime(2027, 7, 1), {})
    entry = next(each for each in telling(place, "3.companies", LEAD, YEAR, "actual", None))
    assert [line["label"] for line in entry["facts"][0]["listed"][0]["rows"]] == COMPANIES


def test_the_faculties_that_take_part_are_listed(place: Workspace, rokunen: Run) -> None:
    text = "区分,科目名,開講部局,シラバス番号\n学士,異文化演習,国際学部,S-1\n学士,地域協働,文学部,\n博士前期,異文化論,国際学部,\n"
    send(place, f"{FIRST}.csv", text.encode("cp932"))
    collect(place, YEAR, AT, {})
    found = json.loads(rokunen("courses", "--faculties", "--json", folder=place.root).stdout)
    of_year = {each["faculty"]: each["courses"] for each in found if each["fiscal_year"] == YEAR}
    assert of_year == {"国際学部": 2, "文学部": 1}
    assert {each["fiscal_year"] for each in found} == {None, YEAR}
    assert "国際学部" in rokunen("courses", "--faculties", "--lang", "ja", folder=place.root).stdout


def test_a_second_form_shows_the_lines_that_came(place: Workspace) -> None:
    answer(place, LEAD, COMPANIES)
    collect(place, YEAR, AT, {})
    path = write_forms(place, YEAR, LATER, round=2, with_lists=["all"])[0]
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))["内訳（3 連携先）"]
    assert [sheet.cell(row, 3).value for row in range(8, 12)] == [*COMPANIES, f"{NAMES[LEAD]}市"]
    assert sheet["B8"].value == "企業等"
