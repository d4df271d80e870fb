import io
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from warehouse.intake.book.workbook import Workbook, read_workbook
from warehouse.intake.formula.results import Calculator, ErrorValue, evaluate, is_stale

DIVISION = ErrorValue("#DIV/0!")


def a_workbook(sheets: dict[str, dict[str, object]]) -> Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, cells in sheets.items():
        sheet = book.create_sheet(title)
        for address, value in cells.items():
            sheet[address] = value
    out = io.BytesIO()
    book.save(out)
    return read_workbook(out.getvalue())


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=A1+A2", Decimal(15)),
        ("=A1", Decimal(12)),
        ("=A1/A2", Decimal(4)),
        ("=A2/A1", Decimal("0.25")),
        ("=A2/7", Fraction(3, 7)),
        ("=A1/A9", DIVISION),
        ("=A1/0+1", DIVISION),
        ("=SUM(A1:A3)", Decimal(15)),
        ("=SUM(A1:A2,10,A2)", Decimal(28)),
        ("=COUNT(A1:A9)", Decimal(3)),  # a text that means a number is one, here and in sums
        ("=COUNTA(A1:A9)", Decimal(4)),
        ("=IF(COUNT(A1:A9)<COUNTA(A1:A4),0,1)", Decimal(0)),
        ("=-A1+2*(A2-1)", Decimal(-8)),
        ("=-2^2", Decimal(4)),
        ("=2-3-4", Decimal(-5)),
        ("=A1*25%", Decimal(3)),
        ("=A9", Decimal(0)),
        ("=A9+1", Decimal(1)),
        ("=A3+1", ErrorValue("#VALUE!")),
        ("=A4+1", Decimal(8)),
        ('="(大学名 : "&A3&")"', "(大学名 : 東京大学)"),
        ('="(大学名 : "&A9&")"', "(大学名 : )"),
        ('=A1&"人"', "12人"),
        ('="a""b"', 'a"b'),
        ("=ROUND(2.25,1)", Decimal("2.3")),
        ("=ROUND(-2.5,0)", Decimal(-3)),
        ("=ROUNDDOWN(1999/1000,2)", Decimal("1.99")),
        ("=IFERROR(A1/A9,0)", Decimal(0)),
        ('=IF(A9=0,"－",A1/A9)', "－"),
        ("=IF(A2>=3,A1/A2,A1/A9)", Decimal(4)),
        ("=IF(ISERROR(A1/0),1,2)", Decimal(1)),
        ("=$A$1+表!A1", ErrorValue("#REF!")),
        ("=#REF!+1", ErrorValue("#REF!")),
        ('=IF(A1="",1,2)', Decimal(2)),
        ('=IF(A9="",1,2)', Decimal(1)),
        ("=A3>A1", True),
        ('=(A9="")+(A1="")', Decimal(1)),
        ("=VLOOKUP(A1,A1:A3,1)", None),
        ("=[1]表!A1", None),
        ("=A1:A3", None),
        ("=A1+", None),
        ("=名前", None),
        ("=" + "(" * 2000 + "1" + ")" * 2000, None),
        ("=" + "+".join(["1"] * 3000), None),
        ("=" + "-" * 5000 + "1", None),
        ("=9^64^64^64", None),
    ],
)
def test_a_formula_has_the_value_that_a_spreadsheet_gives(formula: str, expected: object) -> None:
    book = a_workbook({"表　": {"A1": 12, "A2": 3, "A3": "東京大学", "A4": "7", "B1": formula}})
    value = evaluate(book, "表　", "B1")
    assert value == expected and type(value) is type(expected)


def test_a_total_adds_the_sheets_that_it_names() -> None:
    lead, partner = "審査項目⑨（代表校）", "審査項目⑨（連携校1）"
    formula = f"='{lead}'!E7+'{partner}'!G8"
    book = a_workbook({"合計": {"E7": formula}, lead: {"E5": 4, "E7": "=E5*2"}, partner: {"G8": 1.1}})
    assert evaluate(book, "合計", "E7") == Decimal("9.1")


def test_a_formula_that_leads_back_to_itself_has_no_value() -> None:
    book = a_workbook({"A": {"A1": "=A2+1", "A2": "=A3", "A3": "=A1", "B1": "=SUM(B1:B3)", "C1": "=A1+1", "D1": "=1"}})
    assert [evaluate(book, "A", address) for address in ("A1", "A3", "B1", "C1")] == [None] * 4
    assert evaluate(book, "A", "D1") == 1


def test_a_long_chain_of_cells_is_followed_to_its_end() -> None:
    cells: dict[str, object] = {f"A{row}": f"=A{row - 1}+1" for row in range(2, 5001)}
    assert evaluate(a_workbook({"A": {"A1": 1, **cells}}), "A", "A5000") == 5000


@pytest.mark.parametrize("grow", ["=A{0}*A{0}", "=A{0}&A{0}"])
def test_formulas_made_to_grow_without_end_are_given_up(grow: str) -> None:
    cells: dict[str, object] = {f"A{row}": grow.format(row - 1) for row in range(2, 60)}
    start = time.perf_counter()
    assert evaluate(a_workbook({"A": {"A1": 12345, **cells}}), "A", "A59") is None
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    "sample", ["plan-seed1/data-book.xlsx", "plan-seed2/data-book.xlsx", "messy-seed3/data-book.xlsm"]
)
def test_every_formula_of_the_samples_gives_what_the_office_suite_stored(shared: Path, sample: str) -> None:
    stored = read_workbook(shared / "samples" / sample)
    name, suffix = sample.rsplit(".", 1)
    bare = read_workbook(shared / "samples" / f"{name}.nocache.{suffix}")
    from_stored, from_bare = Calculator(stored), Calculator(bare)
    count = 0
    for sheet in bare.sheets:
        for cell in sheet.cells.values():
            if cell.formula is None:
                continue
            count += 1
            assert not cell.has_cached
            assert from_stored.is_stale(sheet.title, cell.address) is False, (sheet.title, cell.address)
            assert from_bare.value(sheet.title, cell.address) == from_stored.value(sheet.title, cell.address)
    assert count > 150


def test_a_stored_result_that_no_longer_fits_is_stale(shared: Path) -> None:
    from dataclasses import replace

    book = read_workbook(shared / "samples/plan-seed1/data-book.xlsx")
    sheet = book.sheets[0]
    cell = next(cell for cell in sheet.cells.values() if cell.formula and isinstance(cell.value, Decimal))
    cells = {**sheet.cells, (cell.row, cell.column): replace(cell, value=cell.value + 1)}  # type: ignore[operator]
    altered = replace(book, sheets=(replace(sheet, cells=cells), *book.sheets[1:]))
    assert is_stale(book, sheet.title, cell.address) is False
    assert is_stale(altered, sheet.title, cell.address) is True


def test_staleness_of_what_has_no_formula_or_no_result_cannot_be_told() -> None:
    book = a_workbook({"A": {"A1": 1, "A2": "=A1"}})
    assert is_stale(book, "A", "A1") is None and is_stale(book, "A", "A2") is None
