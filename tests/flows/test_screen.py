"""What a person sees on the screen."""

import pytest

from flows import screen


def test_a_full_width_character_takes_two_columns() -> None:
    assert screen.width("大学ab") == 6
    assert screen.width("が") == 2
    assert screen.width("か\u3099") == 2


def test_a_text_is_cut_to_columns_and_not_to_characters() -> None:
    assert screen.cut("多文化共修科目", 7) == "多文化…"
    assert screen.cut("short", 7) == "short"


def test_columns_stand_under_each_other_also_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    screen.table(["大学", "n"], [["中央", 1], ["abc", 20]], right=[1])
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["大学   n", "----  --", "中央   1", "abc   20"]
    assert len({screen.width(each) for each in lines}) == 1


def test_json_on_the_screen_is_one_list_even_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    screen.as_json([])
    assert capsys.readouterr().out == "[]\n"
