"""The clock and the locale."""

from datetime import datetime

import pytest

from flows import settings
from flows.collect import inboxes_of_no_year, years_with_an_inbox
from flows.problem import WrongUse
from tests.flows.conftest import Run
from warehouse.workspace import Workspace


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


@pytest.mark.parametrize(("year", "near"), [(2035, None), (26, 2026), (8, 2026), (2023, None), (0, None), (-1, None)])
def test_a_year_outside_the_programme_is_wrong_use_with_the_nearest_meaning(
    workspace: Workspace, year: int, near: int | None
) -> None:
    with pytest.raises(WrongUse) as said:
        settings.asked_year(workspace, year)
    assert f"{year}年度はこの事業の年度（2024～2029年度）ではありません" in str(said.value)
    assert ("もしかして" in str(said.value)) == (near is not None) and (
        near is None or f"--year {near}）" in str(said.value)
    )


def test_a_year_of_the_programme_is_taken_as_it_is(workspace: Workspace) -> None:
    assert [settings.asked_year(workspace, year) for year in (None, 2024, 2029)] == [None, 2024, 2029]


def test_an_inbox_of_another_year_is_on_no_list_and_is_named(workspace: Workspace) -> None:
    for year in (2026, 2035, 26):
        workspace.inbox(year).mkdir()
    (workspace.inbox(2035) / "回答.csv").write_text("x")
    assert years_with_an_inbox(workspace) == [2026]
    assert inboxes_of_no_year(workspace) == [2035]


SIGNING = ("--round", "1", "--who", "甲", "--post", "長")


@pytest.mark.parametrize(
    "words",
    [
        ("form",),
        ("collect",),
        ("check",),
        ("status",),
        ("annotate",),
        ("run",),
        ("sign", "--as", "prepared", *SIGNING, "--all"),
    ],
)
def test_each_command_that_writes_or_checks_a_year_refuses_one_outside(
    workspace: Workspace, rokunen: Run, words: tuple[str, ...]
) -> None:
    before = sorted(workspace.root.rglob("*"))
    done = rokunen(*words, "--year", "2035", folder=workspace.root)
    assert done.returncode == 2 and "2035年度はこの事業の年度" in done.stderr, done.stderr
    assert sorted(workspace.root.rglob("*")) == before
