"""The benchmark of the checks: its slips are made where it says, and a finding elsewhere is no catch."""

import sys
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[1] / "infra" / "bench"


@pytest.fixture(scope="module", autouse=True)
def bench():
    """The folder of the benchmark among the places to import from."""
    sys.path.insert(0, str(BENCH))
    yield
    sys.path.remove(str(BENCH))


def a_finding(**about: Any) -> dict[str, Any]:
    place = {"file": None, "sheet": about.pop("sheet", None), "cell": about.pop("cell", None)}
    sound = {"rule": "r", "severity": "block", "university": "A", "row": "1.A", "fiscal_year": 2026, "message_ja": ""}
    return {**sound, **about, "source": place}


@pytest.mark.parametrize(
    ("about", "is_caught"),
    [
        ({}, True),
        ({"university": "B"}, False),
        ({"fiscal_year": 2029}, False),
        ({"row": "1.B"}, False),
        ({"row": None, "sheet": "S", "cell": "F9"}, True),
        ({"university": "B", "row": None, "sheet": "S", "cell": "F9"}, False),
        ({"row": "1.B", "message_ja": "①の参加学生数 1,234人"}, True),
        ({"severity": "note"}, False),
    ],
)
def test_a_catch_names_university_year_and_place(about, is_caught):
    from quality_slip import Spot, caught

    spot = Spot("A", 2026, rows=("1.A",), cells=(("S", "F9"),), quotes=(("参加学生数", "1,234人"),))
    severity, _ = caught(spot, [a_finding(**about)], set())
    assert (severity == "block") == is_caught


def test_what_is_said_of_the_sound_file_too_is_no_catch():
    from quality_slip import Spot, caught, key

    said = a_finding()
    assert caught(Spot("A", 2026, rows=("1.A",)), [said], {key(said)}) == ("missed", "")


def test_an_invented_consortium_keeps_the_forms_arithmetic_in_every_size_and_year():
    from quality_world import a_world

    world = a_world(3, 0, 6)
    for school in world.schools:
        for year in range(2023, 2030):
            values = world.counted(school, year)
            assert values["1.A"] == values["1.B"] + values["1.C"] and values["4.A"] == values["1.E"]
            assert values["6.u"] <= values["6.a"] and min(values.values()) >= 0
    assert min(school.students for school in world.schools) < 1200 < max(school.students for school in world.schools)


def test_there_are_forty_classes_and_more_and_each_says_what_must_be_said():
    from quality import PLAN_SLIPS, YEAR_SLIPS

    for slips in (PLAN_SLIPS, YEAR_SLIPS):
        assert len({one.id for one in slips}) == len(slips)
        assert len([one for one in slips if not one.is_harmless]) >= 40


@pytest.mark.slow
def test_slips_of_a_seed_are_made_read_and_checked(tmp_path):
    from quality import PLAN_SLIPS, YEAR_SLIPS
    from quality_plan import plan_outcomes
    from quality_world import a_world
    from quality_year import year_outcomes

    plan = [one for one in PLAN_SLIPS if one.id in ("sum_typed", "cost_subtotal", "course_name", "sgu_unset")]
    year = [one for one in YEAR_SLIPS if one.id in ("5A_7A", "blank")]
    outcomes = [
        *plan_outcomes(a_world(1, 0, 1), plan, tmp_path / "plan"),
        *year_outcomes(a_world(1, 1, 1), 2026, year, tmp_path / "year", 0),
    ]
    caught = {outcome.slip: outcome.caught for outcome in outcomes if not outcome.slip.endswith(":clean")}
    assert caught == dict.fromkeys(
        ["plan:sum_typed", "plan:cost_subtotal", "plan:course_name", "plan:sgu_unset", "year:5A_7A", "year:blank"],
        "block",
    )
