"""The 調査票 cut by desk: the parts are united, two values for one cell become a question, and it is seen who owes what."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from flows.check import check
from flows.collect import collect
from flows.facts import facts
from flows.status import status
from reports.collection.form import write_forms
from tests.builders import FIRST, LEAD, NAMES, a_workspace
from tests.officer import cell_of, fill, opened, rounds, saved
from warehouse.workspace import Workspace

AT, LATER = datetime(2027, 5, 20), datetime(2027, 5, 21)
DESKS = ["教務課", "人事課", "留学生課", "部局", "キャリア支援課"]


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return a_workspace(tmp_path, partners=1)


def forms(place: Workspace, code: str = FIRST) -> dict[str, Path]:
    written = write_forms(place, 2026, AT, by_desk=True)
    mine = [path for path in written if path.name.startswith(NAMES[code])]
    return {path.stem.rpartition("_")[2]: path for path in mine}


def send(place: Workspace, path: Path, book: openpyxl.Workbook) -> None:
    inbox = place.inbox(2026)
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / path.name).write_bytes(saved(book))


def actuals(place: Workspace, code: str = FIRST) -> dict[str, object]:
    found = [each for each in facts(place, year=2026) if each["kind"] == "actual" and each["university"] == code]
    return {each["row"]: each["value"] for each in found if each["value"] is not None}


def test_each_desk_gets_its_own_rows_and_every_row_is_somebodys(place: Workspace) -> None:
    typed: list[str] = []
    for path in forms(place).values():
        typed += list(fill(opened(path)))
    rows = [
        row.row for indicator, _, row in place.programme.rows() if row.is_input and indicator.reported_by == "every"
    ]
    assert sorted(typed) == sorted(rows)
    assert set(forms(place)) == set(DESKS)
    assert "財務課" in forms(place, LEAD)


def test_the_workspace_says_who_owns_a_row(place: Workspace) -> None:
    text = (place.root / "rokunen.yaml").read_text(encoding="utf-8")
    (place.root / "rokunen.yaml").write_text(text + "desks: {5.A: 学生支援課}\n", encoding="utf-8")
    assert set(fill(opened(forms(Workspace(place.root))["学生支援課"]))) == {"5.A"}


def test_the_parts_together_say_what_the_whole_would(place: Workspace) -> None:
    typed: dict[str, int] = {}
    for number, path in enumerate(forms(place).values()):
        book = opened(path)
        fill(book)
        typed |= raised(book, number)
        send(place, path, book)
    done = collect(place, 2026, AT, {})
    assert {each["rule"] for each in done.findings} <= {"return_key_differs"}, done.findings
    values = actuals(place)
    assert {row: values.get(row) for row in typed} == typed
    assert values["1.A"] == typed["1.B"] + typed["1.C"]


def raised(book: openpyxl.Workbook, number: int) -> dict[str, int]:
    """Raise what was filled in by a number, so that no two parts look alike, and return the values by row."""
    changed = {}
    for row in keys(book):
        cell = cell_of(book, row)
        if isinstance(cell.value, int):
            cell.value += number
            changed[row] = cell.value
    return changed


def keys(book: openpyxl.Workbook) -> set[str]:
    return {
        str(cell.value) for sheet in rounds(book) for (cell,) in sheet.iter_rows(max_col=1) if "." in str(cell.value)
    }


def test_two_values_for_one_cell_become_a_question_that_names_both_files(place: Workspace) -> None:
    some = forms(place)
    book = opened(some["人事課"])
    fill(book)
    send(place, some["人事課"], book)
    collect(place, 2026, AT, {})
    other = opened(some["人事課"])
    fill(other)
    cell_of(other, "2.A").value = 4321
    for sheet in rounds(other):
        [desk] = [cell for row in sheet.iter_rows(max_row=8) for cell in row if cell.value == "人事課"]
        desk.value = "教務課"
    send(place, some["教務課"], other)
    collect(place, 2026, LATER, {})
    [finding] = [each for each in check(place, [2026], LATER).findings if each["rule"] == "desks_differ"]
    assert (finding["severity"], finding["row"]) == ("explain", "2.A")
    assert finding["source"]["file"] == some["教務課"].name
    assert some["人事課"].name in finding["message_ja"]
    assert actuals(place)["2.A"] == 4321


def test_a_replacement_by_the_same_desk_is_no_question(place: Workspace) -> None:
    form = forms(place)["人事課"]
    for moment, value in ((AT, 100), (LATER, 101)):
        book = opened(form)
        fill(book)
        cell_of(book, "2.A").value = value
        send(place, form.with_stem(f"{form.stem}_{value}"), book)
        collect(place, 2026, moment, {})
    assert "desks_differ" not in {each["rule"] for each in check(place, [2026], LATER).findings}
    assert actuals(place)["2.A"] == 101


def test_status_shows_what_each_desk_owes(place: Workspace) -> None:
    form = forms(place)["人事課"]
    book = opened(form)
    fill(book)
    send(place, form, book)
    collect(place, 2026, AT, {})
    [first] = [
        each for each in status(place, [2026]) if each["university"] == FIRST and each["asked"] - each["answered"] == 1
    ]
    assert first["owes"] == {"教務課": 1}
