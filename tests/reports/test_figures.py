"""A number becomes text in one place, by the rules of the form."""

from __future__ import annotations

import re
from decimal import Decimal

from reports.figures import amount_text, fact_text, of_fact, of_points, of_ratio, percent


def fact(**changes: object) -> dict[str, object]:
    return {"university": "TOTAL", "row": "4.B", "fiscal_year": 2026, "kind": "actual", "value": Decimal("1955"),
            "state": "value", "unit": "人", "decimals": 0, **changes}  # fmt: skip


def ratio(**changes: object) -> dict[str, object]:
    return {"university": "TOTAL", "row": "4.ratio", "fiscal_year": 2026, "kind": "actual", "of_row": "4.B", "to_row": "4.A",
            "to_fiscal_year": 2026, "to_kind": "actual", "tenths": 1213, "state": "value", **changes}  # fmt: skip


def test_a_count_has_separators_and_its_unit() -> None:
    assert of_fact(fact(), "total").text == "1,955人"


def test_zero_is_printed_and_a_blank_is_not() -> None:
    assert fact_text(Decimal(0), "zero", "人", 0) == "0人"
    assert fact_text(None, "blank", "人", 0) == ""


def test_what_does_not_apply_and_what_is_still_counted_are_said_in_words() -> None:
    assert fact_text(None, "not_applicable", "人", 0) == "該当なし"
    assert fact_text(None, "pending", "人", 0) == "集計中"


def test_an_undefined_ratio_is_a_dash_and_a_pending_one_is_blank() -> None:
    assert of_ratio(ratio(tenths=None, state="undefined"), "total").text == "－"
    assert of_ratio(ratio(tenths=None, state="pending"), "total").text == ""


def test_tenths_and_negative_numbers_are_printed_as_the_office_writes_them() -> None:
    assert percent(1213) == "121.3%"
    assert percent(-5) == "▲0.5%"
    assert amount_text(Decimal(-1234567)) == "▲1,234,567"
    assert of_points(-987, "total", "4.B", 2026, "margin", ()).text == "▲98.7ポイント"


def test_decimals_are_rounded_half_up_and_a_rounded_nothing_has_no_sign() -> None:
    assert amount_text(Decimal("180.25"), 1) == "180.3"
    assert amount_text(Decimal("0.5")) == "1"
    assert amount_text(Decimal("-0.4")) == "0"


def test_a_figure_knows_its_facts_and_has_an_id_that_word_and_excel_take() -> None:
    figure = of_ratio(ratio(), "total")
    assert figure.facts == ("TOTAL/4.B/2026/actual", "TOTAL/4.A/2026/actual")
    assert figure.id == "total_4_ratio_2026_actual"
    long = of_fact(fact(row="1.courses_co_bachelor_of_a_very_long_name"), "p1")
    for each in (figure, long):
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", each.id)


def test_ids_differ_for_each_university_row_year_and_kind() -> None:
    ids = {of_fact(fact(row=row, fiscal_year=year, kind=kind), scope).id
           for scope in ("total", "lead", "p1") for row in ("4.B", "4.A", "名前の長い行") for year in (2023, 2026)
           for kind in ("target", "actual")}  # fmt: skip
    assert len(ids) == 3 * 3 * 2 * 2
