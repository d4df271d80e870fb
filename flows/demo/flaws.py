"""The slips that the invented universities make: each declared once, planted, found, and corrected by a 差替え."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from flows.demo.answers import Answer, Line
from flows.demo.universe import CSV_PARTNER, LEAD, SQL_PARTNER, Invented

Kind = Literal[
    "unreadable", "old_form", "typed_over", "text", "added", "times", "swapped", "blank", "copied",
    "wrong_year", "unknown_row", "given_twice", "bad_query", "database_down",
]  # fmt: skip


@dataclass(frozen=True)
class Flaw:
    """A planted slip: the year it describes, who makes it, where, and the rule that must find it.

    `rule` is a rule's id. `row` is a row of the form or the beginning of several (`6.`); `text` what is written, added or multiplied by.
    It is corrected in the 差替え of the same year.
    """

    fiscal_year: int
    university: Invented
    kind: Kind
    rule: str
    ja: str
    en: str
    row: str = ""
    other: str = ""
    text: str = ""


FLAWS: tuple[Flaw, ...] = (
    Flaw(2024, LEAD, "unreadable", "unreadable_file", "調査票のファイルが途中で切れている", "the workbook is cut off"),
    Flaw(2024, CSV_PARTNER, "text", "channel_value_not_a_number", "件数を漢数字で記入", "a count in Chinese numerals",
         row="3.companies", text="十七"),
    Flaw(2024, SQL_PARTNER, "bad_query", "database_query_failed", "列名の変更が問合せに反映されていない",
         "a query names a column that was renamed", row="2.D"),
    Flaw(2025, LEAD, "typed_over", "return_formula_overwritten", "計算式のセルに内訳と異なる数を上書き", "a sum typed over", row="1.A", text="10"),
    Flaw(2025, CSV_PARTNER, "wrong_year", "channel_wrong_year", "就職の行が前年度のまま", "the rows on employment name the year before",
         row="6."),
    Flaw(2025, SQL_PARTNER, "text", "channel_value_question", "データベースの件数欄に「約」付きの文字", "“about” in a count",
         row="3.companies", text="約25"),
    Flaw(2026, LEAD, "added", "identity_international_students", "7) i) と 5) B の留学生数が一致しない",
         "7) i) and 5) B differ", row="7.i", text="30"),
    Flaw(2026, CSV_PARTNER, "times", "suspect_magnitude", "海外留学人数を一桁多く記入", "one digit too many", row="4.B", text="10"),
    Flaw(2026, SQL_PARTNER, "database_down", "database_unreachable", "データベースが停止している", "the database is down"),
    Flaw(2027, LEAD, "swapped", "part_exceeds_whole", "TA・SA の総数と内数が入れ替わっている", "whole and part swapped",
         row="2.C", other="2.D"),
    Flaw(2027, CSV_PARTNER, "unknown_row", "channel_row_unknown", "行の記号の誤記", "a misspelt row key", row="3.npo", text="3.nop"),
    Flaw(2027, SQL_PARTNER, "text", "identity_hired_and_sought", "国内就職者数が国内就職希望者数を超える",
         "more hires than seekers", row="6.u", text="97"),
    Flaw(2028, LEAD, "blank", "return_required_blank", "必須の件数が空欄", "a required count left blank", row="3.local"),
    Flaw(2028, CSV_PARTNER, "copied", "copied_from_last_year", "前年度の値をそのまま記入", "last year's values sent again", row="1."),
    Flaw(2028, SQL_PARTNER, "added", "identity_international_and_all_foreign", "外国人学生数から短期・家族滞在等が漏れている",
         "foreign students without a student visa were left out", row="1.F", text="-330"),
    Flaw(2029, LEAD, "old_form", "return_year_differs", "前年度の調査票に記入して提出", "last year's form was filled in"),
    Flaw(2029, CSV_PARTNER, "given_twice", "channel_given_twice", "同じ行に二つの異なる値", "two values for one row", row="2.B", text="3"),
    Flaw(2029, SQL_PARTNER, "text", "channel_value_question", "件数に「－」", "a dash for a count", row="3.local", text="－"),
)  # fmt: skip


def planted(fiscal_year: int, university: Invented) -> list[Flaw]:
    """Return the slips of one university's answer for one fiscal year."""
    return [flaw for flaw in FLAWS if flaw.fiscal_year == fiscal_year and flaw.university == university]


def distorted(
    values: Mapping[str, Decimal], last_year: Mapping[str, Decimal], flaws: Sequence[Flaw]
) -> dict[str, Answer]:
    """Return the values as the university reports them: the true ones but for its slips."""
    told: dict[str, Answer] = dict(values)
    for flaw in flaws:
        match flaw.kind:
            case "text":
                told[flaw.row] = Decimal(flaw.text) if flaw.text.isascii() else flaw.text
            case "added":
                told[flaw.row] = values[flaw.row] + Decimal(flaw.text)
            case "times":
                told[flaw.row] = values[flaw.row] * Decimal(flaw.text)
            case "swapped":
                told[flaw.row], told[flaw.other] = values[flaw.other], values[flaw.row]
            case "blank":
                told[flaw.row] = None
            case "copied":
                told |= {row: value for row, value in last_year.items() if row.startswith(flaw.row)}
            case _:
                pass
    return told


def misprinted(lines: Sequence[Line], flaws: Sequence[Flaw]) -> list[Line]:
    """Return the lines of a CSV as the university sends them: years, row keys and doubled lines as its slips have it."""
    told = list(lines)
    for flaw in flaws:
        if flaw.kind == "wrong_year":
            told = [
                replace(line, year=str(flaw.fiscal_year - 1)) if line.row.startswith(flaw.row) else line
                for line in told
            ]
        elif flaw.kind == "unknown_row":
            told = [replace(line, row=flaw.text) if line.row == flaw.row else line for line in told]
        elif flaw.kind == "given_twice":
            told += [
                replace(line, value=str(int(line.value) + int(flaw.text))) for line in told if line.row == flaw.row
            ]
    return told


def typed_over(values: Mapping[str, Decimal], flaws: Sequence[Flaw]) -> dict[str, Answer]:
    """Return the computed rows that somebody types over, with what is typed."""
    return {flaw.row: values[flaw.row] + Decimal(flaw.text) for flaw in flaws if flaw.kind == "typed_over"}


def broken_queries(queries: Mapping[str, str], flaws: Sequence[Flaw]) -> dict[str, str]:
    """Return the queries of a channel file, with a column's old name where a slip has left it."""
    broken = {flaw.row for flaw in flaws if flaw.kind == "bad_query"}
    return {row: query.replace("nobe_su", "nobesu") if row in broken else query for row, query in queries.items()}
