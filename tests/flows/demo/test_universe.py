"""The invented consortium keeps every identity and requirement of the form, in every year."""

from decimal import Decimal
from fractions import Fraction

import pytest

from flows.demo import universe
from flows.demo.plan import budget, courses, grant, plan_values
from warehouse.programme import Programme, load_programme

YEARS = range(2024, 2030)


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme("social-impact-type2")


def every_answer() -> list[tuple[universe.Invented, int, universe.Values]]:
    told = [(each, year, universe.reported(each, year)) for each in universe.UNIVERSITIES for year in YEARS]
    plan = [(each, year, universe.planned(each, year)) for each in universe.UNIVERSITIES for year in (2023, 2026, 2029)]
    return told + plan


def test_every_input_and_sum_of_the_form_has_a_value(programme: Programme) -> None:
    for university, year, values in every_answer():
        asked = {
            row.row
            for indicator, _, row in programme.rows()
            if not row.is_ratio and (indicator.reported_by == "every" or university.is_lead)
        }
        assert set(values) == asked | {"8.1", "8.2"}, (university.name, year)


def test_sums_parts_and_identities_hold(programme: Programme) -> None:
    for university, year, values in every_answer():
        where = (university.name, year)
        for row in programme.rows_by_key.values():
            if row.row not in values:
                continue
            if row.parts:
                assert values[row.row] == sum(values[part] for part in row.parts), (*where, row.row)
            if row.within in values:
                assert values[row.row] <= values[row.within], (*where, row.row)
        for identity in programme.identities:
            if identity.for_ == "lead" and not university.is_lead:
                continue
            right = sum(values[row] for row in identity.right)
            holds = values[identity.left] == right if identity.is_ == "equal_to" else values[identity.left] <= right
            assert holds, (*where, identity.id)


def test_every_requirement_is_met_by_each_planned_final_year(programme: Programme) -> None:
    for university in universe.UNIVERSITIES:
        first, last = universe.planned(university, 2023), universe.planned(university, 2029)
        for requirement in programme.requirements:
            if not requirement.verified or (requirement.applies_to == "lead" and not university.is_lead):
                continue
            met = []
            for way in requirement.alternatives:
                assert way.threshold is not None
                if way.share:
                    reached = Fraction(last[way.share.of]) / Fraction(last[way.share.to])
                else:
                    reached = Fraction(last[way.growth_of or ""]) / Fraction(first[way.growth_of or ""])
                met.append(reached >= Fraction(*way.threshold))
            assert any(met), (university.name, requirement.id)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    assert universe.reported(universe.LEAD, 2027) == universe.reported(universe.LEAD, 2027)
    assert universe.reported(universe.LEAD, 2027, seed=1) != universe.reported(universe.LEAD, 2027, seed=2)


def test_the_money_adds_up_and_stays_below_the_taper(programme: Programme) -> None:
    table = budget(programme)
    for year in programme.fiscal_years:
        asked = sum(value for (fy, _, _, column), value in table.items() if fy == year and column == "grant")
        assert asked == grant(programme, year)
        assert asked * 100 <= 120_000 * programme.year(year).share_pct
        assert table[year, "goods", "equipment", "grant"] * 100 <= asked * 30


def test_courses_stand_in_the_guides_order_with_short_descriptions(programme: Programme) -> None:
    order = programme.form.course_lists[0].order
    for rows in courses().values():
        ranks = [order.index(row["category"]) for row in rows if "category" in row]
        assert ranks == sorted(ranks)
        assert all(len(row["description"]) <= 50 for row in rows)


def test_the_plan_speaks_of_the_three_years_of_the_form() -> None:
    assert {(year, kind) for _, _, year, kind in plan_values()} == {
        (2023, "baseline"),
        (2026, "target"),
        (2029, "target"),
    }
    assert all(isinstance(value, Decimal) for value in plan_values().values())
