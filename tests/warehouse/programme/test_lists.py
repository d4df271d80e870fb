"""The definition of the lists behind counts: what may carry one, and what does not fit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from warehouse.programme import Programme, load_programme
from warehouse.programme.load import DEFINITIONS, DefinitionProblems

TYPE2 = "social-impact-type2"


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme(TYPE2)


def test_the_counts_that_auditors_ask_about_carry_a_list(programme: Programme) -> None:
    assert programme.lists is not None
    assert [one.counted[0].partition(".")[0] for one in programme.lists.lists] == ["1", "2", "3", "4", "4", "6"]
    assert all(one.source for one in programme.lists.lists)


def test_a_list_is_named_by_indicator_row_or_id(programme: Programme) -> None:
    lists = programme.lists
    assert lists is not None
    assert [[one.id for one in lists.named(text)] for text in ("3", "4.C", "hires", "9", "4")] == [
        ["organisations"], ["abroad_co_learning"], ["hires"], [], ["abroad", "abroad_co_learning"],
    ]  # fmt: skip
    assert lists.named("all") == lists.lists


def test_a_programme_needs_no_lists(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DEFINITIONS / TYPE2, tmp_path / "mine"))
    (folder / "lists.yaml").unlink()
    assert load_programme(folder).lists is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- {row: 3.npo,", "- {row: 3.npos,", "もしかして 3.npo"),
        ("- {row: 4.B,", "- {row: 4.ratio,", "「4.ratio」は定義にありません"),
        ("- {row: 4.B,", "- {row: 4.C,", "「4.C」が2つの一覧に"),
        ("columns: [organisation, ", "columns: [organization, ", "もしかして organisation"),
        ("group: faculty", "group: desks", "もしかして desk"),
        ("  cumulative: の", "  cumulated: の", "「cumulative」は定義にありません"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = Path(shutil.copytree(DEFINITIONS / TYPE2, tmp_path / "mine"))
    text = (folder / "lists.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "lists.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionProblems) as caught:
        load_programme(folder)
    assert any(problem.file == "lists.yaml" and said in problem.message for problem in caught.value.problems)
