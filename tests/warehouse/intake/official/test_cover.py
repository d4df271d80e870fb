"""The Word cover, made with python-docx as an office would fill it in."""

from __future__ import annotations

import io
from decimal import Decimal

import docx
import pytest

from tests.builders import a_programme
from warehouse.intake.findings import Findings
from warehouse.intake.official.cover import read_cover
from warehouse.intake.submission import CoverField

Rows = list[list[str]]
NAMES: Rows = [["大学名", "架空中央大学", "機関番号", ""], ["プログラム名", "【和文】", "", ""]]
PARTNERS: Rows = [["", "大学等名"], ["1", "架空秋田大学"], ["2", "架空文理大学"], ["3", "該当なし"], ["4", ""]]
OVERSEAS: Rows = [
    ["", "国名", "大学名（日本語）", "大学名（英語）"],
    ["1", "架空国", "海外大学", "Overseas University"],
]
MONEY: Rows = [
    ["年度（令和）", "", "6年度", "７年度"],
    ["プログラム規模", "", "160,000", "１６１０００"],
    ["内訳", "補助金申請額", "137,000", "137,000千円"],
    ["", "大学負担額", "23,000", "24,000"],
]


def a_cover(*tables: Rows) -> bytes:
    document = docx.Document()
    for rows in tables:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        if rows[0][0].startswith("年度"):  # the form merges the first two cells of these rows
            for number in (0, 1):
                table.cell(number, 0).merge(table.cell(number, 1))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read(content: bytes) -> tuple[tuple[CoverField, ...], list[str]]:
    findings = Findings(a_programme(), "表紙.docx")
    fields = read_cover(content, a_programme(), findings)
    return fields, [finding.rule for finding in findings.all()]


def test_lead_and_partners_come_in_the_covers_order() -> None:
    fields, said = read(a_cover(NAMES, PARTNERS, OVERSEAS, MONEY))
    names = [(field.field, field.position, field.text) for field in fields if field.field != "amount"]
    assert names == [("lead", 0, "架空中央大学"), ("partner", 1, "架空秋田大学"), ("partner", 2, "架空文理大学")]
    assert said == []


def test_money_is_read_by_year_below_merged_heads() -> None:
    fields, _ = read(a_cover(NAMES, MONEY))
    amounts = {(field.fiscal_year, field.column): field.value for field in fields if field.field == "amount"}
    assert amounts == {
        (2024, "scale"): Decimal(160000), (2025, "scale"): Decimal(161000), (2024, "grant"): Decimal(137000),
        (2025, "grant"): Decimal(137000), (2024, "own"): Decimal(23000), (2025, "own"): Decimal(24000),
    }  # fmt: skip


def test_an_amount_that_is_no_number_is_said() -> None:
    _, said = read(a_cover(NAMES, [MONEY[0], ["プログラム規模", "", "別紙のとおり", "1"], *MONEY[2:]]))
    assert said == ["form_cover_amount"]


@pytest.mark.parametrize("content", [b"", b"text", a_cover(OVERSEAS)])
def test_what_is_no_cover_is_said(content: bytes) -> None:
    fields, said = read(content)
    assert fields == () and set(said) <= {"form_cover_unreadable", "form_cover_part_missing"} and said
