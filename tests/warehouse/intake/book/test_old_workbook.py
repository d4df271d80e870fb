"""An .xls or .ods says the same as the .xlsx that it was saved from: formulas, errors, comments, what is hidden."""

import struct
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from tests.warehouse.intake.book.test_workbook import saved
from warehouse.intake.book.biff import read_biff
from warehouse.intake.book.biff_formula import UNKNOWN, Names, formula_of
from warehouse.intake.book.biff_texts import SharedTexts
from warehouse.intake.book.workbook import read_workbook
from warehouse.intake.formula.results import Calculator
from warehouse.intake.spreadsheet import Workbook


def _fill(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.title = "代表校"
    struck = CellRichText(TextBlock(InlineFont(strike=True), "123"), TextBlock(InlineFont(), "125"))
    rows = [["10"], [20], ["=SUM(A1:A2)"], ["=IF(A2>0,A2*2,\"－\")"], ["='第2回 表'!B2-ROUND(A2/3,1)"], ["=A2/0"], [struck]]  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet["A8"], sheet["A8"].number_format = 0.25, "0.0%"
    sheet["B1"].comment = Comment("確認中", "留学生課")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    other = book.create_sheet("第2回 表")
    other["B2"], other.sheet_state = 7, "hidden"


@pytest.fixture(scope="module", params=["xls", "ods"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, Workbook]:
    """The workbook, and the same as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "book.xlsx").write_bytes(saved(_fill))
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", request.param]
    try:
        subprocess.run([*command, "book.xlsx"], cwd=folder, timeout=120, check=True, capture_output=True)
    except (OSError, subprocess.SubprocessError):
        pytest.skip("LibreOffice is not here")
    return read_workbook(folder / "book.xlsx"), read_workbook(Path(folder / f"book.{request.param}"))


@pytest.mark.office
def test_another_format_tells_what_is_hidden_and_commented(pair: tuple[Workbook, Workbook]) -> None:
    first, second = pair
    for one, other in zip(first.sheets, second.sheets, strict=True):
        assert (one.title, one.is_hidden, one.hidden_rows) == (other.title, other.is_hidden, other.hidden_rows)
        assert 3 in other.hidden_columns or one.index
        comments = [
            {place: cell.comment for place, cell in sheet.cells.items() if cell.comment} for sheet in (one, other)
        ]
        assert comments[0] == comments[1]
    assert second.notes == ()


@pytest.mark.office
def test_another_format_tells_formulas_errors_and_struck_numbers(pair: tuple[Workbook, Workbook]) -> None:
    first, second = pair
    cells = second.sheets[0].cells
    plain = {
        place: (cell.formula or "").replace("'", "").replace("$", "")
        for place, cell in first.sheets[0].cells.items() if cell.formula
    }  # fmt: skip
    assert plain == {
        place: (cell.formula or "").replace("'", "").replace("$", "") for place, cell in cells.items() if cell.formula
    }
    assert (cells[6, 1].is_error, cells[6, 1].value) == (True, "#DIV/0!")
    assert (cells[7, 1].value, cells[8, 1].number_format) == (
        "〔取消線：123〕125",
        "0.0%" if second.kind == "xls" else "0%",
    )


@pytest.mark.office
def test_a_sum_that_left_out_numbers_typed_as_text_is_worked_out_anew(pair: tuple[Workbook, Workbook]) -> None:
    book = pair[1]
    assert (book.sheets[0].at("A3"), Calculator(book).value("代表校", "A3")) == (book.sheets[0].cells[3, 1], 30)
    assert book.sheets[0].cells[3, 1].value == 20  # what LibreOffice made of it


NAMES = Names(["'第2回'!", None], ["合計"], [["_xlfn.IFERROR"], []])
A1, B2_FIXED = struct.pack("<BHH", 0x44, 0, 0xC000), struct.pack("<BHH", 0x44, 1, 1)


@pytest.mark.parametrize(
    ("tokens", "formula"),
    [
        (A1 + B2_FIXED + b"\x03", "=A1+$B$2"),
        (struct.pack("<BHHHH", 0x25, 0, 2, 0xC000, 0xC000) + b"\x19\x10\x00\x00", "=SUM(A1:A3)"),
        (A1 + b"\x1e\x03\x00\x06\x15\x1f" + struct.pack("<d", 0.5) + b"\x05", "=(A1/3)*0.5"),
        (A1 + b'\x17\x02\x00a"\x08', '=A1&"a"""'),
        (struct.pack("<BHHH", 0x5A, 0, 0, 0xC000), "='第2回'!A1"),
        (struct.pack("<BHHH", 0x5A, 1, 0, 0xC000), "=#REF!"),
        (struct.pack("<BHHH", 0x39, 0, 1, 0) + A1 + b"\x1e\x00\x00\x42\x03\xff\x00", "=IFERROR(A1,0)"),
        (A1 + b"\x1e\x01\x00\x21\x1b\x00", "=ROUND(A1,1)"),
        (struct.pack("<BHH", 0x4C, 0xFFFF, 0xC000), "=C4"),
        (b"\x03", UNKNOWN),
        (b"\x1f\x00", UNKNOWN),
        (b"\x60" + bytes(7), UNKNOWN),
    ],
)
def test_tokens_read_as_the_formula_that_was_typed(tokens: bytes, formula: str) -> None:
    assert formula_of(tokens, NAMES, row=4, column=2) == formula


def test_a_number_struck_out_beside_another_is_marked_also_where_a_text_runs_over_two_records() -> None:
    head = struct.pack("<IIHB", 2, 2, 2, 0) + b"ab" + struct.pack("<HBH", 6, 8, 2) + b"123"
    rest = b"\x01" + "125".encode("utf-16-le") + struct.pack("<HHHH", 0, 5, 3, 0)
    assert SharedTexts([head, rest], [0, 0, 0, 0, 8]).struck() == {1: "〔取消線：123〕125"}


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0" + bytes(600), b"\xff" * 5000])
def test_what_is_no_such_file_tells_nothing(content: bytes) -> None:
    assert read_biff(content) is None
