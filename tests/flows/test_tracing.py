"""`trace` and `diff` as people type them."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from reports.budget import write_budget
from reports.data_book.write import write_data_book
from tests.flows.conftest import LEAD, a_plan, load
from warehouse.workspace import Workspace

Run = Callable[..., "CompletedProcess[str]"]
AT = datetime(2024, 8, 1)


@pytest.fixture
def book(planned: Workspace) -> Path:
    return write_data_book(planned, AT)[0]


def test_a_number_is_told_in_four_steps_and_as_json(planned: Workspace, book: Path, rokunen: Run) -> None:
    said = rokunen("trace", f"{book}#total_5_A_2026_target", "--workspace", planned.root, "--lang", "ja")
    assert said.returncode == 0, said.stderr
    lines = said.stdout.splitlines()
    assert lines[0].startswith("4,800人") and [line[0] for line in lines if line[:1].isdigit()][1:] == list("1234")
    assert "indicators.yaml:" in said.stdout and "データ集.xlsx" in said.stdout and "✓" in said.stdout
    done = rokunen("trace", "--row", "5.A", "--year", "2026", "--kind", "target", "--json", folder=planned.root)
    (entry,) = json.loads(done.stdout)
    assert entry["figure"]["text"] == "4,800人" and len(entry["facts"][0]["cells"]) == 2


def test_the_bare_name_of_a_document_finds_it_and_a_file_that_was_changed_is_said_to_be(
    planned: Workspace, book: Path, rokunen: Run
) -> None:
    asked = ("trace", f"{book.name}#total_5_A_2026_target")
    found = rokunen(*asked, folder=planned.root)
    assert (found.returncode, found.stderr) == (0, "")
    book.write_bytes(book.read_bytes() + b" ")
    assert "作成後に変わったか" in rokunen(*asked, folder=planned.root).stderr


def test_a_received_cell_leads_to_the_documents_that_printed_it(planned: Workspace, book: Path, rokunen: Run) -> None:
    done = rokunen("trace", "--cell", "データ集.xlsx", f"⑨{LEAD}!E5", "--json", folder=planned.root)
    entries = json.loads(done.stdout)
    assert {"lead_5_A_2026_target", "total_5_A_2026_target"} <= {entry["figure"] for entry in entries}
    assert {entry["file"] for entry in entries} == {book.relative_to(planned.root).as_posix()}


def test_two_moments_without_an_act_between_them_do_not_differ(planned: Workspace, rokunen: Run) -> None:
    done = rokunen("diff", "data-book@2024-08-01", "data-book@2024-08-02", "--lang", "ja", folder=planned.root)
    assert done.returncode == 0 and "変わった数値はありません" in done.stdout
    assert "data-book@2024-08-01 → data-book@2024-08-02" in done.stdout
    since = rokunen("diff", "data-book@2024-06-01", "data-book@2024-08-02", "--json", folder=planned.root)
    assert {entry["cause"] for entry in json.loads(since.stdout)} == {"received"}


@pytest.mark.parametrize(
    ("file", "place", "hint"),
    [
        ("データ.xlsx", f"⑨{LEAD}!E5", "受け取っていません（もしかして データ集.xlsx）"),
        ("データ集.xlsx", f"⑨{LEAD}!ZZ5", "値を読み取っていません。近くの値: "),
        ("データ集.xlsx", "表紙!A1", "値のあるシート: ⑨"),
    ],
)
def test_a_cell_that_gave_nothing_is_said_to_be_and_not_that_no_document_printed_it(
    planned: Workspace, rokunen: Run, file: str, place: str, hint: str
) -> None:
    done = rokunen("trace", "--cell", file, place, folder=planned.root)
    assert (done.returncode, done.stdout) == (2, "") and hint in done.stderr
    assert rokunen("trace", "--cell", "データ集.xlsx", f"⑨{LEAD}!E5", folder=planned.root).returncode == 0


def test_a_cell_of_a_file_without_sheets_is_found_by_its_address_alone(workspace: Workspace, rokunen: Run) -> None:
    plan = a_plan(workspace)
    load(workspace, replace(plan, data=tuple(replace(datum, sheet=None) for datum in plan.data)))
    write_data_book(workspace, AT)
    done = rokunen("trace", "--cell", "データ集.xlsx", "E5", "--json", folder=workspace.root)
    assert "total_5_A_2026_target" in {entry["figure"] for entry in json.loads(done.stdout)}
    told = rokunen("trace", "--row", "5.A", "--year", "2026", "--kind", "target", "--lang", "ja", folder=workspace.root)
    assert "データ集.xlsx E5 「1200」" in told.stdout


def test_an_amount_that_is_no_universitys_is_told_without_blanks_for_one(planned: Workspace, rokunen: Run) -> None:
    book = next(path for path in write_budget(planned, AT) if path.suffix == ".xlsx")
    listed = json.loads(rokunen("trace", book, "--json", folder=planned.root).stdout)
    place = next(entry["place"] for entry in listed if entry["formula"] == "sum" or entry["formula"] == "value")
    said = rokunen("trace", book, place, "--lang", "ja", folder=planned.root).stdout.splitlines()
    facts = said[said.index("2 値") + 1 : said.index("3 根拠")]
    assert facts and all(line.startswith("  ") and "  " not in line.strip() and line[2] != " " for line in facts)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("x.docx", "--row", "5.A"),
        ("--row", "5.A"),
        ("x.docx#y",),
        ("データ集_令和6年度.xlsx#total_5_A_2026_target", "--as-of", "2027-06-15"),
        ("--cell", "データ集.xlsx", f"⑨{LEAD}!E5", "--as-of", "2027-06-15"),
    ],
)
def test_what_cannot_be_traced_is_wrong_use_in_one_sentence(
    planned: Workspace, book: Path, rokunen: Run, words: tuple[str, ...]
) -> None:
    done = rokunen("trace", *words, "--json", folder=planned.root)
    assert (done.returncode, done.stdout) == (2, "[]\n") and len(done.stderr.splitlines()) == 1
