"""The clock and the locale."""

from datetime import datetime

import pytest

from flows import settings


def test_a_day_means_its_end_in_japan() -> None:
    assert settings.as_moment("2027-06-30") == datetime(2027, 6, 30, 14, 59, 59, 999999)
    assert settings.as_moment("2027-06-30T09:00") == datetime(2027, 6, 30)
    assert settings.as_moment("2027-06-30T09:00+00:00") == datetime(2027, 6, 30, 9)


def test_the_fiscal_year_turns_on_the_first_of_april_in_japan() -> None:
    assert settings.fiscal_year(datetime(2027, 3, 31, 14, 59)) == 2026
    assert settings.fiscal_year(datetime(2027, 3, 31, 15)) == 2027


def test_the_language_is_that_of_the_locale_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert settings.language(None) == "ja"
    assert settings.language("en") == "en"
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert settings.language(None) == "en"
