"""A sum or ratio that is older than its parts is made of them anew, and nobody is accused of having overwritten it."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from flows.check import check
from flows.collect import collect
from flows.facts import facts, ratios
from flows.findings import open_findings
from tests.flows.conftest import LEAD, PARTNER, a_finding, a_plan, load
from warehouse import read
from warehouse.database import open_warehouse
from warehouse.finding import Place
from warehouse.intake.submission import Datum, Received, Submission
from warehouse.trace import trace
from warehouse.workspace import Workspace

FIRST_DAY = datetime(2026, 6, 1)
OVERWRITTEN = {"sum_overwritten", "same_number_overwritten", "ratio_overwritten"}
WHOLE = {
    "1.E": "3042", "1.F": "408", "1.D": "3450", "4.A": "3042", "5.A": "3172", "5.B_long": "228", "5.B_short": "126",
    "5.B": "354", "5.ratio": "0.112",
}  # fmt: skip
HEAD = "行,年度,値,状態,差替え理由\n"


def sent(workspace: Workspace, day: int, *lines: str) -> None:
    path = workspace.inbox(2026) / f"{PARTNER}_{day}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "".join(f"{line},計上漏れ\n" for line in lines), encoding="utf-8")
    collect(workspace, 2026, FIRST_DAY + timedelta(days=day), {})


def fact(workspace: Workspace, row: str) -> dict[str, Any]:
    [found] = [each for each in facts(workspace) if (each["university"], each["row"], each["kind"], each["fiscal_year"]) == (PARTNER, row, "actual", 2026)]  # fmt: skip
    return found


def accused(workspace: Workspace) -> list[tuple[str, str]]:
    done = check(workspace, [2026], FIRST_DAY + timedelta(days=30))
    return [(each["rule"], each["row"]) for each in done.findings if each["rule"] in OVERWRITTEN]


def cells(workspace: Workspace, row: str) -> list[tuple[str, str]]:
    """The received cells of which a value is traced, with their files."""
    key = f"{PARTNER}/{row}/2026/actual"
    moment = FIRST_DAY + timedelta(days=60)
    about = dict.fromkeys(
        ("file", "document", "kind", "fiscal_year", "sha256", "is_draft", "definition", "code", "place")
    )
    figure = about | {
        "written_at": moment, "as_of": None, "knows": None, "figure": "f", "text": "368", "formula": "value", "facts": [key],
    }  # fmt: skip
    [entry] = trace(workspace, [figure])
    assert entry["formula"]["agrees"]
    return [(cell["file_name"], cell["text"]) for cell in entry["facts"][0]["cells"]]


def test_a_part_that_came_later_makes_the_sum_anew_and_nobody_is_accused(planned: Workspace) -> None:
    load(planned, returned(planned, 0, WHOLE))
    assert (fact(planned, "5.B")["value"], fact(planned, "5.B")["computed"]) == (354, False)
    sent(planned, 1, "1.F,2026,420,確定", "5.B_short,2026,140,確定")
    assert (fact(planned, "1.D")["value"], fact(planned, "5.B")["value"]) == (3462, 368)
    assert fact(planned, "5.B")["computed"]
    assert fact(planned, "5.B")["source"]["cell"] is None  # the old cell says 354
    [share] = [each for each in ratios(planned) if (each["university"], each["row"], each["kind"]) == (PARTNER, "5.ratio", "actual")]  # fmt: skip
    assert (share["numerator"], share["pct_text"]) == (368, "11.6%")
    assert accused(planned) == []
    assert cells(planned, "5.B") == [("0.xlsx", "228"), (f"{PARTNER}_1.csv", "140")]


def test_a_row_that_repeats_another_follows_it(planned: Workspace) -> None:
    load(planned, returned(planned, 0, WHOLE))
    sent(planned, 1, "1.E,2026,3050,確定")
    assert (fact(planned, "4.A")["value"], fact(planned, "1.D")["value"]) == (3050, 3458)
    assert accused(planned) == []


def test_a_correction_of_a_denominator_accuses_nobody_of_the_ratio(planned: Workspace) -> None:
    load(planned, returned(planned, 0, WHOLE))
    folder = planned.root / "corrections"
    folder.mkdir(exist_ok=True)
    entry = {"university": PARTNER, "row": "5.A", "fiscal_year": 2026, "expects": 3172, "becomes": 3900,
             "reason": "計上漏れ", "who": "事業推進課", "date": "2026-06-05"}  # fmt: skip
    text = "- " + "\n  ".join(f"{key}: {value}" for key, value in entry.items())
    (folder / "2026.yaml").write_text(text, encoding="utf-8")
    collect(planned, 2026, FIRST_DAY + timedelta(days=1), {})
    assert fact(planned, "5.A")["value"] == 3900
    assert accused(planned) == []


def test_a_sum_and_a_ratio_that_differ_from_their_own_file_are_still_said(planned: Workspace) -> None:
    load(planned, returned(planned, 0, WHOLE | {"5.B": "355", "5.ratio": "0.122"}))
    assert sorted(accused(planned)) == [("ratio_overwritten", "5.ratio"), ("sum_overwritten", "5.B")]


def test_a_sum_that_is_sent_again_after_its_parts_is_judged_against_them(planned: Workspace) -> None:
    load(planned, returned(planned, 0, WHOLE))
    sent(planned, 1, "5.B,2026,400,確定")
    assert (fact(planned, "5.B")["value"], accused(planned)) == (400, [("sum_overwritten", "5.B")])
    sent(planned, 2, "5.B_short,2026,172,確定")
    assert (fact(planned, "5.B")["value"], accused(planned)) == (400, [])


def test_a_part_that_the_newer_file_left_blank_still_counts_in_the_sum(planned: Workspace) -> None:
    load(planned, returned(planned, 0, WHOLE))
    again = {"5.A": "3172", "5.B_long": "230", "5.B_short": "", "5.B": "230", "5.ratio": "0.073"}
    load(planned, returned(planned, 1, again))
    assert (fact(planned, "5.B")["value"], accused(planned)) == (356, [])


def test_a_part_that_is_being_compiled_again_leaves_the_sum_open(planned: Workspace) -> None:
    load(planned, returned(planned, 0, WHOLE))
    sent(planned, 1, "5.B_short,2026,,集計中")
    assert (fact(planned, "5.B")["value"], fact(planned, "5.B")["state"]) == (None, "pending")


def test_what_was_said_of_a_sum_while_it_was_read_is_settled_by_a_newer_part(planned: Workspace) -> None:
    load(planned, returned(planned, 0, WHOLE))
    slip = replace(a_finding("block", PARTNER, "return_formula_overwritten"), row="5.B", fiscal_year=2026, place=Place("1.xlsx", "s", "E9"))  # fmt: skip
    load(planned, returned(planned, 1, {"5.B": "360", "5.B_long": "228", "5.B_short": "126"}, findings=(slip,)))
    about = [each for each in open_findings(planned, ["2026"]) if each["rule"] == slip.rule]
    assert len(about) == 1
    sent(planned, 2, "5.B_short,2026,132,確定")
    assert [each for each in open_findings(planned, ["2026"]) if each["rule"] == slip.rule] == []


def test_a_sum_that_rokunen_added_up_itself_is_never_called_overwritten(planned: Workspace) -> None:
    load(planned, returned(planned, 0, WHOLE))
    load(planned, returned(planned, 1, {"5.B": "228"}, recomputed=True))
    assert (fact(planned, "5.B")["value"], accused(planned)) == (354, [])


def test_a_corrected_plan_accuses_nobody_of_its_typed_total(planned: Workspace) -> None:
    with open_warehouse(planned.database) as connection:
        assert read.rows(connection, "core.plan")
    totals = tuple(Datum("TOTAL", "5.A", 2026, "target", "value", Decimal(4800), "4800", "⑨合計", "E5") for _ in "1")
    plan = a_plan(planned, data=(*a_plan(planned).data, *totals), reason="訂正", approver="事業責任者")
    amended = Received("データ集2.xlsx", "cd" * 32, 10, "cd.xlsx", datetime(2024, 8, 1))
    load(planned, replace(plan, received=amended))
    corrected = (Datum(LEAD, "5.A", 2026, "target", "value", Decimal(2410), "2410", None, None, "corrected"),)
    load(planned, returned(planned, 1, {}, channel="correction", university=LEAD, data=corrected))
    with open_warehouse(planned.database) as connection:
        [total] = read.rows(connection, "out.total", row="5.A", kind="target", fiscal_year=2026)
    assert total["value"] == 4810
    done = check(planned, ["plan"], FIRST_DAY + timedelta(days=30))
    assert [each for each in done.findings if each["rule"] == "total_overwritten"] == []


def returned(
    workspace: Workspace, day: int, values: dict[str, str], recomputed: bool = False, **changes: Any
) -> Submission:
    """A return as a 調査票 is read: `values` as texts, empty for a blank."""
    data = tuple(
        Datum(PARTNER, row, 2026, "actual", "value" if text else "blank", Decimal(text) if text else None, text, "s",
              f"E{place}", recomputed=recomputed)
        for place, (row, text) in enumerate(values.items(), 9)
    )  # fmt: skip
    received = Received(f"{day}.xlsx", f"{day}".ljust(64, "0"), 10, "a", FIRST_DAY + timedelta(days=day))
    about = {
        "received": received,
        "purpose": "return",
        "channel": "workbook",
        "fiscal_year": 2026,
        "university": PARTNER,
    }
    return a_plan(workspace, **about | {"data": data, "money": (), "courses": ()} | changes)
