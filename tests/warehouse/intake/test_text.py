from decimal import Decimal

import pytest

from warehouse.intake.text import normal, read_number, read_year


@pytest.mark.parametrize(
    ("typed", "value", "unit", "remarks"),
    [
        ("１２３４", 1234, None, {"full_width", "text_number"}),
        ("1,234", 1234, None, {"comma", "text_number"}),
        ("１，２３４", 1234, None, {"full_width", "comma", "text_number"}),
        ("1234人", 1234, "人", {"unit", "text_number"}),
        ("12 科目", 12, "科目", {"unit", "spaces", "text_number"}),
        (" 2490 ", 2490, None, {"spaces", "text_number"}),
        ("\u30002490\n", 2490, None, {"spaces", "text_number"}),
        ("8,803千円", 8803, "千円", {"comma", "unit", "text_number"}),
        ("25%", 25, "%", {"unit", "text_number"}),
        ("20％", 20, "%", {"full_width", "unit", "text_number"}),
        ("33.3%", "33.3", "%", {"unit", "text_number"}),
        ("▲5", -5, None, {"text_number"}),
        ("△5", -5, None, {"text_number"}),
        ("-5", -5, None, {"text_number"}),
        ("－５", -5, None, {"full_width", "text_number"}),
        ("+5", 5, None, {"text_number"}),
    ],
)
def test_a_number_typed_as_text_is_read_as_meant(
    typed: str, value: int | str, unit: str | None, remarks: set[str]
) -> None:
    reading = read_number(typed)
    assert (reading.state, reading.value, reading.unit_text) == ("value", Decimal(value), unit)
    assert set(reading.remarks) == remarks


@pytest.mark.parametrize("typed", ["0", "０", "0人", " 0 科目", "0.0", "0%"])
def test_zero_is_zero_only_when_it_is_written(typed: str) -> None:
    assert read_number(typed).state == "zero"
    assert read_number(Decimal(0)).state == "zero"


@pytest.mark.parametrize("typed", [None, "", " ", "\u3000", "\n"])
def test_blank_is_not_zero(typed: str | None) -> None:
    assert (read_number(typed).state, read_number(typed).value) == ("blank", None)


@pytest.mark.parametrize(
    "typed", ["該当なし", "なし", "該当無し", " 該当 なし ", "（該当なし）", "N/A", "Ｎ／Ａ", "無し"]
)
def test_not_applicable_is_a_state_of_its_own(typed: str) -> None:
    assert read_number(typed).state == "not_applicable"


@pytest.mark.parametrize(
    "typed", ["集計中", "調整中", "未定", "6月確定予定", "６月 確定予定", "8月頃", "集計中（120人）"]
)
def test_a_value_to_come_is_pending_and_keeps_its_words(typed: str) -> None:
    assert read_number(typed).state == "pending" and read_number(typed).value is None
    assert "6月確定予定" in read_number("６月 確定予定").remarks


@pytest.mark.parametrize("typed", ["－", "―", "ー", "-", "—", "−", "--"])
def test_a_dash_is_a_question(typed: str) -> None:
    assert (read_number(typed).state, read_number(typed).remarks) == ("question", ("dash",))


@pytest.mark.parametrize(
    "typed", ["約120", "120程度", "120前後", "120以上", "約120人", "１２０人程度", "120余", "120（予定）"]
)
def test_about_a_number_is_a_question_that_keeps_the_number(typed: str) -> None:
    reading = read_number(typed)
    assert (reading.state, reading.value) == ("question", None) and "120" in reading.remarks


@pytest.mark.parametrize("typed", ["(5)", "（５）", "12 34", "ー5"])
def test_what_could_mean_two_numbers_is_a_question(typed: str) -> None:
    assert (read_number(typed).state, read_number(typed).value) == ("question", None)


@pytest.mark.parametrize("typed", ["#DIV/0!", "#REF!", "#N/A", "＃ＲＥＦ！", "Err:502", "#SPILL!"])
def test_an_error_of_a_cell_is_an_error(typed: str) -> None:
    assert read_number(typed).state == "error" and read_number(typed).remarks != ("not a number",)


@pytest.mark.parametrize("typed", ["百二十", "1,23,4", "12.3.4", "abc", "①", "1234¹", "5㎡", "3月末の値", True])
def test_anything_else_is_no_number(typed: object) -> None:
    assert (read_number(typed).state, read_number(typed).remarks) == ("error", ("not a number",))


def test_a_percent_format_is_told_as_shown_and_a_quoted_unit_is_not_one() -> None:
    shown = read_number(Decimal("0.333"), "0.0%")
    assert (shown.value, shown.unit_text, shown.remarks) == (Decimal("33.3"), "%", ("percent_format",))
    assert read_number(Decimal("0.25"), '0.0"%"').value == Decimal("0.25")
    assert read_number(Decimal(1200), '0"科目"').value == 1200
    assert str(read_number(Decimal("0.25"), "0%").value) == "25"


@pytest.mark.parametrize("number_format", ["m/d/yyyy", "mm-dd-yy", 'm"月"d"日"', "[$-411]ggge", "h:mm"])
def test_a_number_that_became_a_day_is_a_question(number_format: str) -> None:
    assert read_number(Decimal(46085), number_format).state == "question"


@pytest.mark.parametrize("number_format", ["General", "0", "#,##0;[Red]-#,##0", '0"days"', "0\\人", "0.00E+00", None])
def test_a_number_under_a_plain_format_stays_a_number(number_format: str | None) -> None:
    assert read_number(Decimal(46085), number_format).state == "value"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("審査項目⑨（代表校）", "審査項目⑨(代表校)　"),
        ("８） その他\u3000任意指標", "8)その他任意指標"),
        ("令和5年度\n（実績値）", "令和５年度 (実績値)"),
        ("【①の内訳】", "[①の内訳]"),
        ("ＴＡ･ＳＡ", "TA・SA"),
        ("大学名：", "大学名:"),
        ("1～2年次", "1〜2年次"),
        ("割合－B/A", "割合―B/A"),
    ],
)
def test_labels_that_look_alike_are_one(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("heading", "year", "kind"),
    [
        ("令和5年度\n(実績値)", 2023, "actual"),
        ("令和５年度（目標値）", 2023, "target"),
        ("R8 目標", 2026, "target"),
        ("R8年度(目標値)", 2026, "target"),
        ("Ｒ１１年度（目標値）", 2029, "target"),
        ("2026年度(目標)", 2026, "target"),
        ("2029年度（目標）", 2029, "target"),
        ("令和元年度", 2019, None),
        ("平成31年度", 2019, None),
        ("H30年度実績", 2018, "actual"),
        ("FY2026 target", 2026, "target"),
        ("FY2023 (actual)", 2023, "actual"),
        ("令和8年度", 2026, None),
        ("令和 8 年度", 2026, None),
        ("2026年度（令和8年度）", 2026, None),
        ("令和5年度～令和8年度", None, None),
        ("令和5年度比", 2023, None),
        ("実績・目標", None, None),
        ("12345", None, None),
        ("YEAR8", None, None),
        ("", None, None),
    ],
)
def test_a_heading_tells_its_year_and_kind(heading: str, year: int | None, kind: str | None) -> None:
    assert read_year(heading) == (year, kind)


@pytest.mark.parametrize(
    ("heading", "year", "kind"),
    [
        ("令和五年度（実績値）", 2023, "actual"),
        ("令和十一年度目標値", 2029, "target"),
        ("平成三十一年度", 2019, None),
        ("㋿8年度 目標値", 2026, "target"),
        ("令8 目標", 2026, "target"),
    ],
)
def test_years_in_kanji_are_read(heading: str, year: int, kind: str | None) -> None:
    assert read_year(heading) == (year, kind)


@pytest.mark.parametrize("typed", ["123（人）", "\u200b123", "123\ufeff", "\u200e１２３ 人"])
def test_a_unit_in_brackets_and_unseen_signs_around_a_number_change_nothing(typed: str) -> None:
    assert read_number(typed).value == 123


@pytest.mark.parametrize("typed", ["12\u200b3", "123()", "123(人", "(123人)"])
def test_unseen_signs_inside_a_number_and_odd_brackets_are_no_number(typed: str) -> None:
    assert read_number(typed).value is None


def test_unseen_signs_do_not_change_a_label() -> None:
    assert normal("全\u00ad学生数\u200b (A)") == normal("全学生数 (A)")
