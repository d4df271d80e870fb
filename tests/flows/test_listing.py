"""The lists that users' scripts rely on."""

import json
from typing import Any

from tests.flows.conftest import LEAD, PARTNER, Run
from warehouse.workspace import Workspace


def listed(run: Run, workspace: Workspace, *words: str) -> list[dict[str, Any]]:
    done = run(*words, "--json", "--workspace", workspace.root)
    assert done.returncode == 0, done.stderr
    entries = json.loads(done.stdout)
    assert isinstance(entries, list)
    return entries


def test_facts_name_value_state_unit_and_the_very_cell(rokunen: Run, planned: Workspace) -> None:
    entries = listed(rokunen, planned, "facts")
    [fact] = [e for e in entries if (e["university"], e["row"], e["fiscal_year"]) == (LEAD, "5.A", 2026)]
    assert fact["value"] == 2400
    assert isinstance(fact["value"], int)
    assert (fact["kind"], fact["basis"], fact["state"], fact["unit"]) == ("target", "may1", "value", "人")
    assert (fact["item"], fact["university_name"], fact["status"]) == ("5", "代表大学", "final")
    assert fact["source"] == {"file": "データ集.xlsx", "sha256": "ab" * 32, "sheet": f"⑨{LEAD}", "cell": "E5"}


def test_facts_hold_the_total_only_when_asked(rokunen: Run, planned: Workspace) -> None:
    assert {each["university"] for each in listed(rokunen, planned, "facts")} == {LEAD, PARTNER}
    entries = listed(rokunen, planned, "facts", "--totals")
    [total] = [e for e in entries if (e["university"], e["row"], e["fiscal_year"]) == ("TOTAL", "5.A", 2023)]
    assert (total["value"], total["university_name"]) == (2400, "合計")


def test_ratios_stand_among_the_facts_as_percentages_with_their_printed_text(rokunen: Run, planned: Workspace) -> None:
    entries = listed(rokunen, planned, "facts")
    [ratio] = [e for e in entries if (e["university"], e["row"], e["fiscal_year"]) == (LEAD, "2.ratio", 2023)]
    assert (ratio["value"], ratio["pct_text"], ratio["unit"]) == (5.1, "5.1%", "%")
    assert (ratio["source"]["sheet"], ratio["source"]["cell"]) == ("⑨代表校", "E33")
    assert all(each["unit"] == "%" for each in listed(rokunen, planned, "ratios"))


def test_a_year_narrows_the_list(rokunen: Run, planned: Workspace) -> None:
    assert {each["fiscal_year"] for each in listed(rokunen, planned, "facts", "--year", "2029")} == {2029}


def test_what_was_not_yet_known_is_not_listed(rokunen: Run, planned: Workspace) -> None:
    assert listed(rokunen, planned, "facts", "--as-of", "2024-06-30") == []
    assert listed(rokunen, planned, "facts", "--as-of", "2024-07-01")
    assert listed(rokunen, planned, "facts", "--as-of", "2024-07-01T08:59") == []  # Japan is nine hours ahead


def test_a_requirement_is_judged_in_the_final_year_alone(rokunen: Run, planned: Workspace) -> None:
    entries = listed(rokunen, planned, "requirements")
    five = {e["fiscal_year"]: e for e in entries if (e["university"], e["item"]) == (LEAD, "5")}
    assert five[2029]["met"] is True
    assert five[2026]["met"] is None
    assert five[2026]["alternatives"][0]["pct_text"] == "200.0%"


def test_the_budget_is_listed_by_leaf_with_the_labels_of_the_form(rokunen: Run, planned: Workspace) -> None:
    entries = listed(rokunen, planned, "budget")
    [travel] = [e for e in entries if e["category"] == "旅費" and e["fiscal_year"] == 2024]
    assert (travel["subcategory"], travel["grant"], travel["own"], travel["scale"]) == (None, 100, None, 100)
    [goods] = [e for e in entries if e["own"] is not None]
    assert (goods["category"], goods["subcategory"], goods["ceiling"]) == ("物品費", "①設備備品費", 70)


def test_a_course_has_every_column_of_the_form(rokunen: Run, planned: Workspace) -> None:
    [course] = listed(rokunen, planned, "courses")
    assert (course["list"], course["university"], course["name"]) == ("regular", LEAD, "異文化演習")
    assert (course["credits"], course["foreign_share_pct"], course["level"]) == (2, 33.3, "学士")
    assert {"faculty", "grade", "term", "opened", "period", "target_r11", "description"} <= set(course)


def test_an_empty_warehouse_is_an_empty_list(rokunen: Run, workspace: Workspace) -> None:
    for command in ("facts", "budget"):
        assert listed(rokunen, workspace, command) == []


def test_the_screen_speaks_the_language_asked_for(rokunen: Run, planned: Workspace) -> None:
    japanese = rokunen("facts", "--workspace", planned.root).stdout
    english = rokunen("facts", "--workspace", planned.root, "--lang", "en").stdout
    assert "令和8年度(目標値)" in japanese
    assert "FY2026 target" in english
