"""The 部局別内訳: it adds up into the answer, is kept as a record, and what does not fit is asked with both values."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from flows.command import app
from tests.builders import FIRST, NAMES, a_workspace
from tests.officer import cell_of, opened
from warehouse.workspace import Workspace

SHEET = "部局別内訳"
Entry = dict[str, Any]


class Office:
    """An office of a lead and a partner with two 部局, which knows nothing but the command."""

    def __init__(self, folder: Path) -> None:
        self.place = a_workspace(folder, partners=1)
        file = self.place.root / "rokunen.yaml"
        file.write_text(
            file.read_text(encoding="utf-8").rstrip() + "\n  faculties: [文学部, 理学部]\n", encoding="utf-8"
        )
        self.place = Workspace(self.place.root)

    def run(self, *words: str | Path) -> str:
        where = [] if words[0] == "precheck" else ["--workspace", str(self.place.root)]
        year = [] if words[0] == "report" else ["--year", "2026"]
        done = CliRunner().invoke(app, [*map(str, words), *year, *where], catch_exceptions=False)
        assert done.exit_code in (0, 1), done.output
        return done.stdout

    def listed(self, *words: str | Path) -> list[Entry]:
        found: list[Entry] = json.loads(self.run(*words, "--json"))
        return found

    def form(self, code: str = FIRST, *options: str) -> openpyxl.Workbook:
        self.run("form", *options)
        return opened(self.place.outbox(2026) / f"{NAMES[code]}_調査票_2026.xlsx")

    def send(self, book: openpyxl.Workbook, name: str = "", code: str = FIRST) -> Path:
        inbox = self.place.inbox(2026)
        inbox.mkdir(parents=True, exist_ok=True)
        path = inbox / f"{NAMES[code]}_調査票_2026{name}.xlsx"
        book.save(path)
        return path

    def values(self, code: str = FIRST) -> dict[str, Entry]:
        found = self.listed("facts")
        return {each["row"]: each for each in found if (each["kind"], each["university"]) == ("actual", code)}

    def said(self, rule: str) -> list[Entry]:
        return [each for each in self.listed("check") if each["rule"] == rule]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def heads(book: openpyxl.Workbook) -> Iterator[Any]:
    sheet = book[SHEET]
    number = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == "項番")
    yield from sheet[number]


def cell(book: openpyxl.Workbook, row: str, column: str) -> Any:
    """The cell of a row below a head; a head of the form 文学部, 重複控除, 差引計."""
    number = next(each.row for (each,) in book[SHEET].iter_rows(max_col=1) if each.value == row)
    return book[SHEET].cell(number, next(each.column for each in heads(book) if each.value == column))


def count(book: openpyxl.Workbook, row: str, *numbers: object, less: object = None) -> None:
    for name, number in zip(("文学部", "理学部"), numbers, strict=True):
        cell(book, row, name).value = number
    cell(book, row, "重複控除").value = less


def test_the_faculties_add_up_into_the_answer_less_what_two_count_and_a_trace_shows_them(office: Office) -> None:
    book = office.form()
    count(book, "1.B", 120, 30, less=4)
    count(book, "2.C", 70, 7, less="－")
    office.send(book)  # no program has worked out a formula: what they make is worked out while reading
    office.listed("collect")
    values = office.values()
    assert (values["1.B"]["value"], values["2.C"]["value"]) == (146, 77)
    assert values["1.B"]["source"]["sheet"].startswith("第2回")
    office.run("report", "data-book")
    words = ("trace", "--row", "1.B", "--university", FIRST, "--kind", "actual")
    [fact] = office.listed(*words)[0]["facts"]
    [received] = fact["cells"]
    told = [(part["part"], part["faculty"], part["value"]) for part in received["breakdown"]]
    assert told == [("faculty", "文学部", 120), ("faculty", "理学部", 30), ("deduction", "重複控除", 4)]
    place = cell(book, "1.B", "理学部").coordinate
    assert f"理学部 30（{place}）" in office.run(*words, "--lang", "ja")


def test_the_sheet_stands_where_faculties_are_named_and_where_it_is_asked_for(office: Office) -> None:
    assert SHEET not in office.form("F113310103224").sheetnames
    book = office.form("F113310103224", "--by-faculty")
    assert SHEET in book.sheetnames
    assert [each.value for each in heads(book)][3] is None
    assert [each.value for each in heads(office.form())][3:6] == ["文学部", "理学部", None]


def test_an_answer_typed_over_that_differs_is_asked_with_both_values_and_every_cell(office: Office) -> None:
    book = office.form()
    count(book, "1.B", 120, 30, less=4)
    cell_of(book, "1.B").value = 150
    count(book, "1.C", 5, 6)  # fits
    count(book, "1.E", 900, None)  # waits for the other part
    count(book, "1.F", 90, "集計中")
    cell_of(book, "1.E").value = 1000
    office.send(book)
    office.listed("collect")
    values = office.values()
    assert [values[row]["value"] for row in ("1.B", "1.C", "1.E")] == [150, 11, 1000]
    assert values["1.F"]["value"] is None
    [finding] = office.said("breakdown_differs")
    assert (finding["severity"], finding["row"], finding["university"]) == ("explain", "1.B", FIRST)
    assert finding["source"]["cell"] == cell_of(book, "1.B").coordinate
    places = [cell(book, "1.B", name).coordinate for name in ("文学部", "理学部", "重複控除")]
    assert (
        f"文学部120（{places[0]}）＋理学部30（{places[1]}）－重複控除4（{places[2]}）＝146人" in finding["message_ja"]
    )
    assert "150人" in finding["message_ja"]


def test_a_later_answer_without_a_breakdown_is_held_against_the_one_that_was_kept(office: Office) -> None:
    book = office.form()
    count(book, "1.B", 120, 30)
    office.send(book)
    office.listed("collect")
    again = office.form()
    assert cell(again, "1.B", "文学部").value == 120  # what was counted stands on the next form
    assert "150" in cell_of(again, "1.B").value
    del again[SHEET]
    cell_of(again, "1.B").value = 155
    office.send(again, "_2")
    office.listed("collect")
    assert [each["row"] for each in office.said("breakdown_differs")] == ["1.B"]


def test_a_deduction_from_cases_and_words_for_numbers_are_asked(office: Office) -> None:
    book = office.form()
    count(book, "2.C", 70, 7, less=5)
    count(book, "1.B", "約120", 30)
    sheet = book[SHEET]
    sheet.cell(cell(book, "1.C", "文学部").row, cell(book, "1.C", "理学部").column + 1).value = 3
    office.send(book)
    said = {each["rule"]: each for each in office.listed("collect") if each["rule"].startswith("breakdown")}
    assert set(said) == {"breakdown_deduction_of_cumulative", "breakdown_unclear", "breakdown_unnamed"}
    assert {each["severity"] for each in said.values()} == {"explain"}
    assert "約120" in said["breakdown_unclear"]["message_ja"]


@pytest.mark.slow
def test_the_university_is_told_before_it_sends(office: Office) -> None:
    book = office.form()
    count(book, "1.B", 120, 30)
    cell_of(book, "1.B").value = 160
    path = office.send(book)
    assert "breakdown_differs" in {each["rule"] for each in office.listed("precheck", path)}
