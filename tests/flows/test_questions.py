"""A 質問票: its questions are listed and answered for all; a ruling becomes a dated note and names what was answered before."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from flows.command import app
from tests.builders import FIRST, LEAD, NAMES, a_workspace
from tests.officer import cell_of, opened
from warehouse.workspace import Workspace

Entry = dict[str, Any]
ASKED = "SAの範囲を教えてください"
RULED = "授業を補助する学生に限る。寮の相談員は含めない"


class Office:
    """An office of a lead and a partner, which knows nothing but the command; the day is written in rokunen.yaml."""

    def __init__(self, root: Path) -> None:
        self.place = Workspace(root)
        self.file = root / "rokunen.yaml"
        self.text = self.file.read_text(encoding="utf-8").partition("schedule:")[0]
        self.on("2027-06-01")

    def on(self, day: str) -> None:
        self.file.write_text(self.text + f"schedule: {{today: '{day}'}}\n", encoding="utf-8")

    def run(self, *words: str, code: int | None = None) -> str:
        done = CliRunner().invoke(app, [*words, "--workspace", str(self.place.root)], catch_exceptions=False)
        assert done.exit_code in ((0, 1) if code is None else (code,)), done.output
        return done.stdout

    def listed(self, *words: str) -> list[Entry]:
        found: list[Entry] = json.loads(self.run(*words, "--json"))
        return found

    def form(self, code: str = FIRST) -> openpyxl.Workbook:
        self.run("form", "--year", "2026")
        return opened(self.place.outbox(2026) / f"{NAMES[code]}_調査票_2026.xlsx")

    def send(self, book: openpyxl.Workbook, name: str = "", code: str = FIRST) -> list[Entry]:
        inbox = self.place.inbox(2026)
        inbox.mkdir(parents=True, exist_ok=True)
        book.save(inbox / f"{NAMES[code]}_調査票_2026{name}.xlsx")
        return self.listed("collect", "--year", "2026")


def ask(book: openpyxl.Workbook, place: str, text: str, line: int = 1) -> str:
    """Write a question and return its cell."""
    sheet = book["質問票"]
    row = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == line)
    for column, said in ((2, place), (3, text), (4, "留学生課 田中")):
        sheet.cell(row, column).value = said
        sheet.cell(row, column).data_type = "s"  # as somebody types it who begins a text with =
    return f"C{row}"


def texts(book: openpyxl.Workbook, sheet: str) -> str:
    return "\n".join(str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None)


@pytest.fixture
def asked(once: Path, tmp_path: Path) -> Office:
    """An office in which one university answered 2.D and asked about it; the lead answered it too."""
    return Office(Path(shutil.copytree(once, tmp_path / "workspace")))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every test starts from, made once."""
    office = Office(a_workspace(tmp_path_factory.mktemp("asked"), partners=1).root)
    for code in (FIRST, LEAD):
        book = office.form(code)
        cell_of(book, "2.D").value = 77
        if code == FIRST:
            ask(book, "2.D", ASKED)
            ask(book, "その他", "=1+1 は提出先ですか", 2)
        office.send(book, code=code)
    return office.place.root


def one(office: Office, words: str = ASKED) -> Entry:
    return next(each for each in office.listed("questions") if each["question"] == words)


def test_each_question_is_listed_once_with_who_asked_when_and_about_which_row(asked: Office) -> None:
    entry = one(asked)
    assert (entry["university"], entry["asker"], entry["row"], entry["answered"]) == (
        FIRST,
        "留学生課 田中",
        "2.D",
        False,
    )
    assert entry["asked_at"].startswith("2027-06-0")
    assert (entry["source"]["sheet"], entry["source"]["cell"][0]) == ("質問票", "C")
    asked.on("2027-06-02")
    book = asked.form()
    assert ASKED in texts(book, "質問票")  # what was asked stands on the next form and is the same question
    cell_of(book, "2.C").value = 80
    asked.send(book, "_2")
    assert [each["id"] for each in asked.listed("questions")].count(entry["id"]) == 1
    assert one(asked, "=1+1 は提出先ですか")["row"] is None
    assert asked.listed("questions", "--year", "2025") == []


def test_an_answer_is_seen_by_all_and_closes_the_question(asked: Office) -> None:
    number = one(asked, "=1+1 は提出先ですか")["id"]
    asked.run("questions", "answer", number[:5], "--text", "いいえ", "--by", "佐藤")
    assert [each["question"] for each in asked.listed("questions", "--open")] == [ASKED]
    lead = asked.form(LEAD)
    assert "いいえ" in texts(lead, "質問と回答")
    assert NAMES[FIRST] not in texts(lead, "質問と回答")  # who asked is not told to the others
    assert "いいえ" in texts(asked.form(), "質問票")
    open_now = [each for each in asked.listed("collect", "--year", "2026") if each["rule"] == "question_asked"]
    assert ["SA" in each["message_ja"] for each in open_now] == [True]
    [file] = [path for path in asked.listed("annotate", "--year", "2026") if NAMES[FIRST] in path["file"]]
    assert "いいえ" in texts(opened(Path(file["file"])), "確認事項")


def test_a_ruling_is_a_dated_note_of_its_row_and_names_what_was_answered_before(asked: Office) -> None:
    asked.on("2027-06-10")
    [done] = asked.listed("questions", "answer", one(asked)["id"], "--text", RULED, "--who", "佐藤", "--row", "2.D")
    assert [(each["university"], each["value"]) for each in done["answered_before"]] == [(LEAD, 77), (FIRST, 77)]
    assert done["valid_from"] == str(date(2027, 6, 10))
    asked.on("2027-06-11")
    book = asked.form()
    assert RULED in texts(book, "第2回（通年）")
    row = cell_of(book, "2.D").row
    number = book["第2回（通年）"].cell(row, 3).value
    assert f"{number.rpartition('※')[2]} 【裁定 2027-06-10から】{RULED}" in texts(book, "第2回（通年）")
    cell_of(book, "2.D").value = 70
    asked.send(book, "_2")
    told = [each for each in asked.listed("check", "--year", "2026") if each["rule"] == "answered_before_ruling"]
    assert [(each["university"], each["severity"]) for each in told] == [(LEAD, "note")]
    assert RULED in told[0]["message_ja"]


def test_a_trace_shows_the_ruling_with_the_definition(asked: Office) -> None:
    asked.run("questions", "answer", "--row", "2.D", "--text", RULED, "--who", "佐藤", "--post", "係長")
    asked.run("report", "data-book")
    words = ("trace", "--row", "2.D", "--university", FIRST, "--kind", "actual", "--year", "2026")
    lines = asked.listed(*words)[0]["formula"]["lines"]
    [ruling] = [line for line in lines if line["file"] == "log.jsonl"]
    entry = (asked.place.root / "log.jsonl").read_text(encoding="utf-8").splitlines()[ruling["line"] - 1]
    assert RULED in ruling["text"]
    assert RULED in json.loads(entry)[-2]
    assert RULED in asked.run(*words, "--lang", "ja")


def test_a_later_answer_takes_the_place_of_the_first_which_stays_as_of_its_day(asked: Office) -> None:
    number = one(asked)["id"]
    for day, text in (("2027-06-10", "含める"), ("2027-06-20", RULED)):
        asked.on(day)
        asked.run("questions", "answer", number, "--text", text, "--who", "佐藤", "--row", "2.D")
    assert (one(asked)["answer"], one(asked)["version"]) == (RULED, 2)
    before = asked.listed("questions", "--as-of", "2027-06-15")
    assert [each["answer"] for each in before if each["id"] == number] == ["含める"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ffff0000", "--text", "x", "--who", "y"), "質問「ffff0000」はありません"),
        (("--row", "2.Z", "--text", "x", "--who", "y"), "項目「2.Z」はありません"),
        (("--text", "x", "--who", "y"), "--row"),
        (("--row", "2.D", "--who", "y"), "--text"),
    ],
)
def test_what_cannot_be_answered_is_said(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    from flows.problem import explain

    office = Office(a_workspace(tmp_path, partners=1).root)
    with pytest.raises(Exception) as problem:
        office.run("questions", "answer", *words)
    sentence, code = explain(problem.value)
    assert (code, told in sentence) == (2, True), sentence


def test_a_value_that_is_still_counted_is_told_in_the_words_of_an_office(asked: Office) -> None:
    book = asked.form()
    cell_of(book, "2.D").value = None
    cell_of(book, "2.D", "状態").value = "集計中"
    asked.send(book, "_2")
    told = asked.run("questions", "answer", "--row", "2.D", "--text", RULED, "--who", "佐藤", "--lang", "ja")
    assert "集計中" in told and "pending" not in told
