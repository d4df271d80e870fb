import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from warehouse.intake.book.workbook import Unreadable, read_workbook
from warehouse.intake.spreadsheet import column_letters, position

SAMPLES = ("plan-seed1/data-book.xlsx", "plan-seed2/data-book.xlsx", "messy-seed3/data-book.xlsm")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Fill = Callable[[openpyxl.Workbook], None]


def saved(fill: Fill) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(content: bytes, **changed: bytes) -> bytes:
    """The package with parts replaced; a part is named by the end of its name, _ for the dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            key = name.rpartition("/")[2].replace(".", "_")
            new.writestr(name, changed.get(key, old.read(name)))
    return out.getvalue()


def with_rows(rows: str, before: str = "") -> bytes:
    sheet = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'
    return with_parts(saved(lambda _: None), sheet1_xml=sheet.encode())


def reason(content: bytes, name: str = "回答.xlsx") -> str:
    with pytest.raises(Unreadable) as raised:
        read_workbook(content, name)
    return raised.value.reason


@pytest.mark.parametrize("sample", SAMPLES)
def test_values_agree_with_openpyxl_on_the_samples(shared: Path, sample: str) -> None:
    path = shared / "samples" / sample
    ours = read_workbook(path)
    theirs = openpyxl.load_workbook(path, data_only=True)
    assert [sheet.title for sheet in ours.sheets] == theirs.sheetnames
    for sheet in ours.sheets:
        told = {place: cell.value for place, cell in sheet.cells.items() if cell.value not in (None, "")}
        expected = {
            (cell.row, cell.column): Decimal(repr(cell.value)) if isinstance(cell.value, int | float) else cell.value
            for row in theirs[sheet.title].iter_rows()
            for cell in row
            if cell.value not in (None, "")
        }
        assert told == expected


@pytest.mark.parametrize("sample", SAMPLES)
def test_formulas_formats_and_hidden_rows_agree_with_openpyxl_on_the_samples(shared: Path, sample: str) -> None:
    path = shared / "samples" / sample
    theirs = openpyxl.load_workbook(path)
    for sheet in read_workbook(path).sheets:
        other = theirs[sheet.title]
        for (row, column), cell in sheet.cells.items():
            same = other.cell(row, column)
            assert cell.formula == (same.value if same.data_type == "f" else None)
            assert cell.number_format == same.number_format
            assert cell.comment == (same.comment.text if same.comment else None)
        assert sheet.hidden_rows == {row for row, about in other.row_dimensions.items() if about.hidden}
        assert set(sheet.merged) == {
            (box.min_row, box.min_col, box.max_row, box.max_col) for box in other.merged_cells.ranges
        }


def test_a_formula_saved_without_a_result_says_so() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["E7"] = "=E5+E6"

    cell = read_workbook(saved(fill)).sheets[0].at("E7")
    assert cell is not None
    assert (cell.formula, cell.has_cached, cell.value, cell.address) == ("=E5+E6", False, None, "E7")


def test_a_percent_keeps_its_stored_value_and_tells_its_format() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A1"] = 0.333
        book.active["A1"].number_format = "0.0%"

    sheet = read_workbook(saved(fill)).sheets[0]
    cell = sheet.cells[1, 1]
    assert (cell.value, cell.number_format, cell.text) == (Decimal("0.333"), "0.0%", "0.333")


def test_seventeen_stored_digits_become_the_shortest_number_that_they_mean() -> None:
    cell = read_workbook(with_rows('<row r="1"><c r="A1"><v>0.33300000000000002</v></c></row>')).sheets[0].cells[1, 1]
    assert cell.value == Decimal("0.333")


def test_what_is_hidden_or_commented_is_told() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet["B2"], sheet["C3"] = 5, "x"
        sheet["D4"].comment = Comment("6月確定予定", "係")
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        book.create_sheet("控　").sheet_state = "veryHidden"

    shown, hidden = read_workbook(saved(fill)).sheets
    assert (shown.hidden_rows, shown.hidden_columns) == ({2}, {3})
    assert shown.cells[4, 4].comment == "6月確定予定" and shown.cells[4, 4].value is None
    assert (hidden.title, hidden.index, hidden.is_hidden, shown.is_hidden) == ("控　", 1, True, False)


def test_a_shared_formula_is_written_out_for_each_of_its_cells() -> None:
    rows = (
        '<row r="7"><c r="E7"><f t="shared" ref="E7:G8" si="0">E5+$D6+Z$1+\'代 表\'!E5</f><v>3</v></c>'
        '<c r="F7"><f t="shared" si="0"/><v>4</v></c></row><row r="8"><c r="G8"><f t="shared" si="0"/></c></row>'
    )
    cells = read_workbook(with_rows(rows)).sheets[0].cells
    assert cells[7, 6].formula == "=F5+$D6+AA$1+'代 表'!F5"
    assert cells[8, 7].formula == "=G6+$D7+AB$1+'代 表'!G6"
    assert (cells[7, 6].value, cells[8, 7].has_cached) == (Decimal(4), False)


def test_array_formulas_errors_truth_values_and_cells_without_address_are_read() -> None:
    rows = (
        '<row><c t="b"><v>1</v></c><c/><c t="e"><f t="array" ref="C1">A1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="3"><c t="str"><f>"x"</f><v></v></c></row>'
    )
    cells = read_workbook(with_rows(rows)).sheets[0].cells
    assert cells[1, 1].value is True and cells[1, 1].text == "TRUE"
    assert cells[1, 3].is_error and cells[1, 3].text == "#DIV/0!" and cells[1, 3].formula == "=A1/0"
    assert cells[3, 1].value == "" and cells[3, 1].has_cached


def test_readings_beside_the_text_are_left_out_and_escapes_put_back() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>東</t></r><r><t>京_x000D_</t></r>'
        "<rPh><t>トウキョウ</t></rPh></is></c></row>"
    )
    assert read_workbook(with_rows(rows)).sheets[0].cells[1, 1].value == "東京\r"


def test_a_number_struck_out_beside_another_is_not_run_together() -> None:
    runs = "<r><rPr><strike/></rPr><t>123</t></r><r><t>125</t></r>"
    kept = '<r><rPr><strike val="0"/></rPr><t>12</t></r><r><t>5</t></r>'
    cells = "".join(f'<c t="inlineStr"><is>{each}</is></c>' for each in (runs, kept))
    [sheet] = read_workbook(with_rows(f"<row>{cells}</row>")).sheets
    assert [cell.value for cell in sheet.cells.values()] == ["〔取消線：123〕125", "125"]


def test_what_arithmetic_leaves_of_a_whole_number_is_that_number() -> None:
    [sheet] = read_workbook(
        with_rows("<row><c><v>1233.9999999999998</v></c><c><v>0.3333333333333333</v></c></row>")
    ).sheets
    assert [cell.value for cell in sheet.cells.values()] == [Decimal(1234), Decimal("0.333333333333333")]


def test_what_a_package_carries_beside_its_cells_is_told_and_never_used() -> None:
    out = io.BytesIO(saved(lambda _: None))
    with zipfile.ZipFile(out, "a") as package:
        for name in ("xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "../../evil.txt"):
            package.writestr(name, b"x")
    assert read_workbook(out.getvalue()).notes == ("macros", "external_links", "outside_names")


def test_a_claimed_million_rows_costs_only_the_cells_that_are_there() -> None:
    content = with_rows(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        before='<dimension ref="A1:XFD1048576"/>',
    )
    sheet = read_workbook(content).sheets[0]
    assert len(sheet.cells) == 2 and (sheet.row_count, sheet.column_count) == (1_048_576, 16_384)


def test_a_large_sheet_is_read_in_passing_and_tells_the_same() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 40_001))
    sheet = read_workbook(with_rows(rows, before='<cols><col min="2" max="3" hidden="1"/></cols>')).sheets[0]
    assert len(sheet.cells) == 40_000 and sheet.cells[40_000, 1].value == 40_000
    assert sheet.hidden_columns == {2, 3}


def test_what_is_no_workbook_is_refused_with_its_reason() -> None:
    book = saved(lambda _: None)
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert reason(b"") == "empty"
    assert reason("大学,値\n東京,1\n".encode("cp932")) == "not_a_workbook"
    assert reason(b"%PDF-1.7 ...") == "not_a_workbook"
    assert reason(word.getvalue()) == "not_a_workbook"
    assert reason(book[: len(book) // 2]) == "truncated"
    assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "not_a_workbook"


def test_an_encrypted_file_is_told_as_such() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    locked = bytearray(saved(lambda _: None))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = locked.find(mark)
        while place >= 0:
            locked[place + flags] |= 1
            place = locked.find(mark, place + 4)
    assert reason(ole) == "encrypted"
    assert reason(bytes(locked)) == "encrypted"


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    assert reason(with_parts(saved(lambda _: None), sheet1_xml=b"<a>" + b" " * 90_000_000)) == "too_large"
    wide = f'<worksheet xmlns="{MAIN}">'.encode() + b"<x/>" * 3_000_000
    assert reason(with_parts(saved(lambda _: None), sheet1_xml=wide)) == "too_large"


def test_xml_that_declares_entities_is_refused() -> None:
    evil = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'
    assert reason(with_parts(saved(lambda _: None), sheet1_xml=evil)) == "malformed"
    assert reason(with_parts(saved(lambda _: None), workbook_xml=evil.decode().encode("utf-16"))) == "malformed"


def test_a_name_that_promises_another_format_is_noted() -> None:
    book = saved(lambda _: None)
    assert read_workbook(book, "回答.xlsx").notes == ()
    assert read_workbook(book, "回答.XLSM").notes == ()
    assert read_workbook(book, "回答.xls").notes == ("content_is_xlsx",)
    assert read_workbook(book).notes == ()


def test_addresses_are_read_and_written_alike() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 702, 703, 16_384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert position("$XFD$12") == (12, 16_384)
    with pytest.raises(ValueError, match="E"):
        position("E")
