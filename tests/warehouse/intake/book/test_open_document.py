"""Spreadsheets in the OpenDocument format: the same cells as of .xlsx, and nothing that grows without end."""

import io
import zipfile
from decimal import Decimal

import pytest

from warehouse.intake.book.open_formula import plain_formula
from warehouse.intake.book.workbook import read_workbook
from warehouse.intake.formula.results import Calculator
from warehouse.intake.spreadsheet import Sheet, Unreadable

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)
STYLES = (
    '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="line" style:family="text">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
)


def open_document(tables: str) -> bytes:
    """A spreadsheet whose sheets are written as given."""
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return file.getvalue()


def sheet_of(rows: str, attributes: str = "") -> Sheet:
    return read_workbook(open_document(f'<table:table table:name="代表校" {attributes}>{rows}</table:table>')).sheets[0]


def cell(text: str, value: str = "", more: str = "", kind: str = "string") -> str:
    number = f'office:value="{value}"' if value else ""
    return f'<table:table-cell office:value-type="{kind}" {number} {more}><text:p>{text}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def test_a_sum_of_numbers_typed_as_text_is_worked_out_anew() -> None:
    total = cell("10", "10", 'table:formula="of:=SUM([.A1:.A2])"', "float")
    rows = row(cell("１，２３４人")) + row(cell("10", "10", kind="float")) + row(total)
    book = read_workbook(open_document(f'<table:table table:name="代表校">{rows}</table:table>'))
    found = book.sheets[0].cells[3, 1]
    assert (found.value, found.formula) == (Decimal(10), "=SUM(A1:A2)")
    assert Calculator(book).value("代表校", "A3") == Decimal(1244)


def test_hidden_rows_columns_and_sheets_are_told() -> None:
    sheet = sheet_of(
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        + row(cell("1"))
        + row(cell("2"), more='table:visibility="filter"'),
        'table:style-name="gone"',
    )
    assert (sheet.is_hidden, sheet.hidden_rows, sheet.hidden_columns) == (True, {2}, {3})


def test_errors_comments_and_struck_numbers_are_told() -> None:
    note = "<office:annotation><text:p>確認中</text:p><text:p>留学生課</text:p></office:annotation>"
    sheet = sheet_of(
        row(cell("#DIV/0!", more='table:formula="of:=[.B1]/0"'), f"<table:table-cell>{note}</table:table-cell>")
        + row(cell('<text:span text:style-name="line">123</text:span>125'), cell("#DIV/0!"))
        + row(cell("Err:502", "0", 'table:formula="of:=X([.B1])"', "float"), cell(f"{note}<text:s text:c='2'/>12"))
    )
    assert (sheet.cells[1, 1].is_error, sheet.cells[1, 2].comment) == (True, "確認中\n留学生課")
    assert (sheet.cells[2, 1].value, sheet.cells[2, 2].is_error) == ("〔取消線：123〕125", False)
    assert (sheet.cells[3, 1].is_error, sheet.cells[3, 2].value) == (True, "  12")


def test_a_formula_saved_without_a_result_has_none() -> None:
    found = sheet_of(row('<table:table-cell table:formula="of:=1+1"/>')).cells[1, 1]
    assert (found.value, found.has_cached, found.formula) == (None, False, "=1+1")


@pytest.mark.parametrize(("typed", "stored", "meant"), [("TRUE", "TRUE()", True), ("#REF!", "#REF!", "#REF!")])
def test_what_was_typed_is_a_value_also_where_it_is_saved_as_a_formula(typed: str, stored: str, meant: object) -> None:
    found = sheet_of(row(cell(typed, more=f'table:formula="of:={stored}"'))).cells[1, 1]
    assert (found.value, found.formula, found.is_error) == (meant, None, meant == "#REF!")


def test_a_percentage_is_told_by_its_format_and_a_day_as_it_is_shown() -> None:
    sheet = sheet_of(row(cell("25%", "0.25", kind="percentage"), cell("2026/3/4", kind="date")))
    assert (sheet.cells[1, 1].number_format, sheet.cells[1, 2].value) == ("0%", "2026/3/4")


def test_repeated_rows_and_columns_keep_their_addresses() -> None:
    sheet = sheet_of(
        row('<table:table-cell table:number-columns-repeated="3"/>', cell("x", more='table:number-columns-repeated="2"'))
        + row("<table:table-cell/>", more='table:number-rows-repeated="1000"')
        + row(cell("y", more='table:number-columns-spanned="2" table:number-rows-spanned="2"'), "<table:covered-table-cell/>")
    )  # fmt: skip
    assert sorted(sheet.cells) == [(1, 4), (1, 5), (1002, 1)]
    assert sheet.merged == ((1002, 1, 1003, 2),)


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("1"), more='table:number-rows-repeated="1048576"'),
        row(cell("1", more='table:number-columns-repeated="16384"')) * 20,
    ],
)
def test_a_cell_that_is_said_to_repeat_without_end_is_refused(rows: str) -> None:
    with pytest.raises(Unreadable, match="too_large"):
        sheet_of(rows)


def test_the_copy_of_another_file_is_no_sheet() -> None:
    linked = "<table:table table:name=\"'file:///tmp/x.ods'#表\"><table:table-row/></table:table>"
    book = read_workbook(open_document(linked + f'<table:table table:name="a">{row(cell("1"))}</table:table>'))
    assert [sheet.title for sheet in book.sheets] == ["a"]


@pytest.mark.parametrize(
    ("stored", "plain"),
    [
        ("of:=SUM([.B3:.B5];[.$C$1])", "=SUM(B3:B5,$C$1)"),
        ("of:=[$'審査項目⑨（代表校）'.E7]+[$表.E8]", "='審査項目⑨（代表校）'!E7+'表'!E8"),
        ("of:=[$'a''s'.A1:$'a''s'.B2]", "='a''s'!A1:B2"),
        ('of:=IF([.A1]=1;"[.B1];";2)', '=IF(A1=1,"[.B1];",2)'),
        ("of:=[.#REF!]+1", "=#REF!+1"),
        ("of:=['file:///x/y.xlsx'#$表.A1]", "='[file:///x/y.xlsx]表'!A1"),
        ("1+1", "=1+1"),
    ],
)
def test_a_formula_reads_as_in_the_other_formats(stored: str, plain: str) -> None:
    assert plain_formula(stored) == plain
