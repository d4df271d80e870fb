"""Corrections as data: they say what they expect, and stop when it is no longer there."""

from datetime import datetime
from pathlib import Path

import pytest

from flows.collect import Collected, collect
from flows.facts import facts
from flows.findings import open_findings
from tests.flows.conftest import LEAD, PARTNER
from warehouse import read
from warehouse.database import open_warehouse
from warehouse.workspace import Workspace

DAYS = [datetime(2026, 6, day) for day in range(1, 20)]
ENTRY = {"university": PARTNER, "row": "5.A", "fiscal_year": 2026, "expects": 1300, "becomes": 1310,
         "reason": "休学者の計上漏れ", "who": "代表校 事業推進課", "date": "2026-06-05"}  # fmt: skip


def answer(workspace: Workspace, name: str, **values: object) -> None:
    path = workspace.inbox(2026) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{row.replace('_', '.', 1)},2026,{value},確定" for row, value in values.items()]
    path.write_text("\n".join(["行,年度,値,状態", *lines, ""]), encoding="utf-8")


def correct(workspace: Workspace, *entries: dict[str, object], name: str = "2026.yaml") -> None:
    folder = workspace.root / "corrections"
    folder.mkdir(exist_ok=True)
    text = "".join("- " + "\n  ".join(f"{key}: {value}" for key, value in entry.items()) + "\n" for entry in entries)
    (folder / name).write_text(text, encoding="utf-8")


def said(done: Collected) -> set[str]:
    return {each["rule"] for each in done.findings if each["rule"].startswith("correction")}


def fact(
    workspace: Workspace, university: str = PARTNER, row: str = "5.A", kind: str = "actual"
) -> tuple[object, object]:
    [entry] = [
        each for each in facts(workspace)
        if (each["university"], each["row"], each["kind"]) == (university, row, kind)
        and each["fiscal_year"] in (2023, 2026) and (kind, each["fiscal_year"]) != ("target", 2023)
    ]  # fmt: skip
    return entry["value"], entry["status"]


def all_rows(workspace: Workspace, relation: str) -> int:
    with open_warehouse(workspace.database) as connection:
        return len(read.rows(connection, relation))


def test_a_correction_replaces_the_value_that_it_expects_and_keeps_what_was_received(planned: Workspace) -> None:
    answer(planned, f"{PARTNER}.csv", **{"5_A": 1300, "2_A": 80})
    correct(planned, ENTRY)
    assert said(collect(planned, 2026, DAYS[0], {})) == {"correction_applied"}
    assert fact(planned) == (1310, "corrected")
    assert fact(planned, row="2.A") == (80, "final")
    with open_warehouse(planned.database) as connection:
        received = read.rows(connection, "raw.datum", row="5.A", kind="actual", university=PARTNER)
    assert sorted(row["value"] for row in received) == [1300, 1310]


def test_collecting_again_changes_nothing(planned: Workspace) -> None:
    answer(planned, f"{PARTNER}.csv", **{"5_A": 1300})
    correct(planned, ENTRY)
    collect(planned, 2026, DAYS[0], {})
    before = all_rows(planned, "raw.submission")
    assert said(collect(planned, 2026, DAYS[1], {})) == {"correction_applied"}
    assert all_rows(planned, "raw.submission") == before


def test_a_correction_stops_where_another_value_stands(planned: Workspace) -> None:
    answer(planned, f"{PARTNER}.csv", **{"5_A": 1299})
    correct(planned, ENTRY)
    done = collect(planned, 2026, DAYS[0], {})
    [finding] = [each for each in done.findings if each["rule"] == "correction_stopped"]
    assert (finding["severity"], finding["university"]) == ("block", PARTNER)
    assert "1,300" in finding["message_ja"]
    assert "1,299" in finding["message_ja"]
    assert fact(planned) == (1299, "final")


def test_what_stopped_is_closed_when_the_entry_is_put_right(planned: Workspace) -> None:
    answer(planned, f"{PARTNER}.csv", **{"5_A": 1299})
    correct(planned, ENTRY)
    collect(planned, 2026, DAYS[0], {})
    correct(planned, ENTRY | {"expects": "1,299"})
    assert said(collect(planned, 2026, DAYS[1], {})) == {"correction_applied"}
    assert fact(planned) == (1310, "corrected")


def test_a_correction_that_is_taken_away_leaves_no_question_open(planned: Workspace) -> None:
    answer(planned, f"{PARTNER}.csv", **{"5_A": 1299})
    correct(planned, ENTRY)
    collect(planned, 2026, DAYS[0], {})
    correct(planned)
    assert said(collect(planned, 2026, DAYS[1], {})) == set()


def test_a_later_replacement_of_the_university_overtakes_it_and_is_asked_about(planned: Workspace) -> None:
    answer(planned, f"{PARTNER}.csv", **{"5_A": 1300})
    correct(planned, ENTRY)
    collect(planned, 2026, DAYS[0], {})
    answer(planned, f"{PARTNER}_差替え.csv", **{"5_A": 1305})
    assert said(collect(planned, 2026, DAYS[1], {})) == {"correction_overtaken"}
    assert fact(planned) == (1305, "final")
    collect(planned, 2026, DAYS[2], {})
    assert fact(planned) == (1305, "final")


def test_where_the_university_has_corrected_itself_nothing_is_done(planned: Workspace) -> None:
    answer(planned, f"{PARTNER}.csv", **{"5_A": 1310})
    correct(planned, ENTRY)
    assert said(collect(planned, 2026, DAYS[0], {})) == {"correction_unneeded"}
    assert fact(planned) == (1310, "final")


@pytest.mark.parametrize(
    "change",
    [{"row": "5.Z"}, {"university": "X"}, {"becomes": "約1300"}, {"reason": ""}, {"date": "昨日"}, {"extra": "x"}],
)
def test_an_entry_that_says_something_wrong_is_named_and_the_others_are_applied(
    planned: Workspace, change: dict[str, object]
) -> None:
    answer(planned, f"{PARTNER}.csv", **{"5_A": 1300, "2_A": 80})
    correct(planned, ENTRY | change, ENTRY | {"row": "2.A", "expects": 80, "becomes": 81})
    done = collect(planned, 2026, DAYS[0], {})
    assert said(done) == {"correction_unreadable", "correction_applied"}
    assert fact(planned, row="2.A") == (81, "corrected")


def test_a_corrected_baseline_needs_an_approver(planned: Workspace) -> None:
    baseline = ENTRY | {"kind": "baseline", "fiscal_year": 2023, "expects": 1200, "becomes": 1000}
    correct(planned, baseline)
    planned.inbox(2026).mkdir(parents=True)
    assert said(collect(planned, 2026, DAYS[0], {})) == {"correction_needs_approver"}
    assert fact(planned, kind="baseline")[0] == 1200


def test_a_corrected_baseline_is_an_amendment_that_shows_both_results(planned: Workspace) -> None:
    one = ENTRY | {"kind": "baseline", "fiscal_year": 2023, "expects": 1200, "becomes": 1000, "approver": "代表校 学長"}
    two = one | {"university": LEAD, "row": "2.A", "expects": 784, "becomes": 700}
    correct(planned, one, two)
    planned.inbox(2026).mkdir(parents=True)
    collect(planned, 2026, DAYS[0], {})
    assert fact(planned, kind="baseline") == (1000, "corrected")
    assert fact(planned, LEAD, "2.A", "baseline") == (700, "corrected")
    assert fact(planned, kind="target")[0] == 2400
    told = [each for each in open_findings(planned, ["plan"]) if each["rule"] == "plan_value_corrected"]
    assert any("2026年度 2.00倍→2.40倍" in each["message_ja"] and "代表校 学長" in each["message_ja"] for each in told)
    before = all_rows(planned, "raw.submission")
    collect(planned, 2026, DAYS[1], {})
    assert all_rows(planned, "raw.submission") == before
    with open_warehouse(planned.database, as_of=datetime(2025, 1, 1)) as connection:
        [old] = read.rows(connection, "out.university_fact", university=PARTNER, row="5.A", kind="baseline")
    assert old["value"] == 1200


def test_a_file_that_is_no_yaml_is_named(planned: Workspace, tmp_path: Path) -> None:
    answer(planned, f"{PARTNER}.csv", **{"5_A": 1300})
    folder = planned.root / "corrections"
    folder.mkdir()
    (folder / "a.yaml").write_text("- university: [", encoding="utf-8")
    assert said(collect(planned, 2026, DAYS[0], {})) == {"correction_unreadable"}
