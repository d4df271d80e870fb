"""The definition says everything that is wrong with it, with file, line and the nearest known name."""

import shutil
from pathlib import Path

import pytest

from warehouse.programme import DefinitionProblems, Programme, load_programme
from warehouse.programme.load import DEFINITIONS, known_programmes

TYPE2 = "social-impact-type2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFINITIONS / TYPE2, tmp_path / "mine"))


def problems(folder: Path) -> list[str]:
    with pytest.raises(DefinitionProblems) as caught:
        load_programme(folder)
    return [str(problem) for problem in caught.value.problems]


def line_of(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_definition_that_ships_is_sound() -> None:
    for name in known_programmes():
        assert isinstance(load_programme(name), Programme)


def test_the_type_two_form_has_its_eight_indicators_and_its_rows() -> None:
    programme = load_programme(TYPE2)
    assert [indicator.item for indicator in programme.indicators] == list("12345678")
    inputs = [row.row for _, _, row in programme.rows() if row.is_input]
    assert "1.courses_total" in inputs and "6.u" in inputs
    assert "1.A" not in inputs and "4.A" not in inputs  # the form computes them


def test_a_row_key_stays_text_even_where_it_looks_like_a_number() -> None:
    assert load_programme(TYPE2).rows_by_key["6.1"].row == "6.1"


def test_each_entry_knows_its_line() -> None:
    programme = load_programme(TYPE2)
    path = DEFINITIONS / TYPE2 / "indicators.yaml"
    assert programme.lines["indicators.yaml:5.B"] == line_of(path, "row: 5.B,")


def test_the_hash_changes_with_any_word_of_the_definition(folder: Path) -> None:
    before = load_programme(folder).hash
    change(folder / "years.yaml", "share_pct: 70", "share_pct: 71")
    assert load_programme(folder).hash != before


def test_an_unknown_key_is_named_with_file_line_and_the_nearest_key(folder: Path) -> None:
    change(folder / "indicators.yaml", "population: japanese", "populaton: japanese")
    [said] = problems(folder)
    assert said.startswith(f"indicators.yaml:{line_of(folder / 'indicators.yaml', 'populaton')}:")
    assert "population" in said and "populaton" in said


def test_an_unknown_row_is_named_with_the_nearest_row(folder: Path) -> None:
    change(folder / "identities.yaml", "left: 5.A,", "left: 5.AA,")
    [said] = problems(folder)
    assert "5.AA" in said and "5.A）" in said and said.startswith("identities.yaml:")


def test_an_undeclared_mix_of_base_dates_is_refused(folder: Path) -> None:
    change(folder / "indicators.yaml", "to: 5.A, mixes_bases: true", "to: 5.A")
    [said] = problems(folder)
    assert "5.ratio" in said and "mixes_bases" in said


def test_a_key_written_twice_is_refused(folder: Path) -> None:
    change(folder / "budget.yaml", "unit: 千円\n", "unit: 千円\nunit: 円\n")
    assert any("budget.yaml:4" in said and "unit" in said for said in problems(folder))


def test_a_row_written_twice_is_refused(folder: Path) -> None:
    change(folder / "indicators.yaml", "row: 3.npo,", "row: 3.local,")
    assert any("3.local" in said for said in problems(folder))


def test_all_problems_are_said_at_once(folder: Path) -> None:
    change(folder / "identities.yaml", "left: 5.A,", "left: 9.Z,")
    change(folder / "requirements.yaml", "tested_on: 4.B", "tested_on: 4.BB")
    assert {said.split(":")[0] for said in problems(folder)} == {"identities.yaml", "requirements.yaml"}


def test_text_that_is_no_yaml_is_named_with_its_line(folder: Path) -> None:
    (folder / "calendar.yaml").write_text("- {id: a\n- b: [", encoding="utf-8")
    assert any(said.startswith("calendar.yaml:") for said in problems(folder))


def test_an_unknown_programme_gets_the_nearest_one() -> None:
    with pytest.raises(DefinitionProblems) as caught:
        load_programme("social-impact-typ2")
    assert TYPE2 in str(caught.value)


def test_the_name_follows_the_fiscal_year() -> None:
    programme = load_programme(TYPE2)
    assert programme.name_in(2024).ja == "大学の国際化によるソーシャルインパクト創出支援事業"
    assert programme.name_in(2027).ja == "ソーシャルインパクト創出のための多文化共修キャンパス形成支援事業"


def test_the_taper_is_truncated_to_the_unit() -> None:
    programme = load_programme(TYPE2)
    assert [programme.ceiling(137_096, year) for year in (2026, 2027, 2028, 2029)] == [137_096, 95_967, 68_548, 41_128]


def test_years_out_of_order_are_named(folder: Path) -> None:
    path = folder / "years.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "- {fy: 2031, share_pct: 30}\n", encoding="utf-8")
    [said] = problems(folder)
    assert said.startswith("years.yaml:") and "2031" in said
