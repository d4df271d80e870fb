"""What a file is, by its content."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from reports.collection.form import write_forms
from tests.builders import FIRST, LEAD, NAMES, a_workspace
from tests.officer import fill, opened, read, rules, saved, values
from warehouse.workspace import Workspace

NAME = f"{NAMES[FIRST]}_調査票_2026.xlsx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return a_workspace(tmp_path_factory.mktemp("recognise"))


def a_zip(locked: bool) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("調査票.xlsx", b"x")
    content = bytearray(out.getvalue())
    if locked:
        content[6] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "0バイト"),
        (saved(openpyxl.Workbook())[:900], "切れて"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "パスワードを外して再送"),
        (a_zip(locked=True), "パスワードを外して再送"),
        (a_zip(locked=False), "表計算のファイルでも"),
        (b"%PDF-1.7 ...", "表計算のファイルでも"),
        (b"\x00\x01\x02\x03", "表計算のファイルでも"),
    ],
)
def test_an_unreadable_file_is_named_with_what_to_do(workspace: Workspace, content: bytes, words: str) -> None:
    submission = read(workspace, content, NAME, 2026)
    assert (submission.university, submission.data, rules(submission)) == (FIRST, (), ["unreadable_file"])
    finding = submission.findings[0]
    assert finding.severity == "block" and finding.place.file == NAME
    assert words in finding.message_ja + finding.remedy_ja
    assert "…" not in finding.message_ja + finding.message_en + finding.remedy_ja + finding.remedy_en


def test_nobody_is_guessed_where_the_name_names_nobody(workspace: Workspace) -> None:
    assert read(workspace, b"", "回答.xlsx", 2026).university is None


def test_the_plans_workbook_is_no_answer(workspace: Workspace, shared: Path) -> None:
    content = (shared / "samples" / "plan-seed1" / "data-book.xlsx").read_bytes()
    submission = read(workspace, content, NAME, 2026)
    assert (submission.data, rules(submission)) == ((), ["return_is_plan"])


def test_another_workbook_is_no_answer(workspace: Workspace) -> None:
    assert rules(read(workspace, saved(openpyxl.Workbook()), NAME, 2026)) == ["return_unknown_form"]


def test_a_csv_under_a_workbooks_name_is_read_as_what_it_is(workspace: Workspace) -> None:
    content = "行,年度,値,状態\n5.A,2026,1200,確定\n".encode("cp932")
    submission = read(workspace, content, NAME, 2026)
    assert submission.channel == "csv" and values(submission) == {"5.A": 1200}


def test_a_workbook_under_a_csvs_name_is_read_and_noted(workspace: Workspace) -> None:
    write_forms(workspace, 2026, datetime(2026, 5, 1))
    book = opened(workspace.outbox(2026) / f"{NAMES[LEAD]}_調査票_2026.xlsx")
    typed = fill(book)
    submission = read(workspace, saved(book), f"{NAMES[LEAD]}.csv", 2026)
    assert rules(submission) == ["return_content_differs"]
    assert typed.items() <= values(submission).items()
