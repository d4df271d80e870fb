"""From a stored cell to what people read: totals, ratios, requirements, money, and all of it as of a moment."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse import ledger, read, write
from warehouse.database import build, open_warehouse, set_as_of
from warehouse.intake.submission import Datum, Money, Received, Submission
from warehouse.workspace import Workspace, create_workspace

LEAD, PARTNER = "F113310103224", "F105110101051"
PLANNED = datetime(2024, 7, 1)
Values = dict[tuple[str, str, int], int | str]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(
        tmp_path / "ws", "social-impact-type2", [("lead", LEAD, "代表大学"), ("partner", PARTNER, "連携大学")]
    )


@pytest.fixture
def warehouse(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, PLANNED)
        yield connection


def a_submission(workspace: Workspace, values: Values, kind: str = "plan", **changes: Any) -> Submission:
    at = changes.pop("at", PLANNED)
    name = changes.pop("name", "a.xlsx")
    status = changes.pop("status", "final")
    data = tuple(
        Datum(
            university, row, year, "actual" if kind == "return" else ("baseline" if year == 2023 else "target"),
            "value" if isinstance(value, int) and value else ("zero" if value == 0 else str(value)),  # type: ignore[arg-type]
            Decimal(value) if isinstance(value, int) else None, str(value), "シート", "E1", status,
        )
        for (university, row, year), value in values.items()
    )  # fmt: skip
    digest = hashlib.sha256(repr((name, at, values)).encode()).hexdigest()
    years = {year for _, _, year in values}
    return Submission(
        received=Received(name, digest, 1, f"{digest}.xlsx", at),
        purpose="plan" if kind == "plan" else "return",
        channel="official_form",
        fiscal_year=2024 if kind == "plan" else min(years),
        university=None if kind == "plan" else next(iter(values))[0],
        definition=workspace.programme.hash,
        data=data,
        **changes,
    )


def store(connection: duckdb.DuckDBPyConnection, workspace: Workspace, *submissions: Submission) -> list[str]:
    for submission in submissions:
        write.stage(submission, workspace.staging)
    return write.load_staged(connection, workspace.staging)


def one(connection: duckdb.DuckDBPyConnection, relation: str, **where: object) -> read.Row:
    [row] = read.rows(connection, relation, **where)
    return row


def test_building_twice_gives_the_same_relations(workspace: Workspace) -> None:
    with open_warehouse(workspace.database) as connection:
        before = connection.execute(
            "select table_schema, table_name from information_schema.tables order by all"
        ).fetchall()
        build(connection)
        after = connection.execute(
            "select table_schema, table_name from information_schema.tables order by all"
        ).fetchall()
    assert before == after and ("out", "fact") in before


def test_a_warehouse_of_an_earlier_release_gets_the_columns_that_it_lacks(workspace: Workspace) -> None:
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, PLANNED)
        store(connection, workspace, a_submission(workspace, {(LEAD, "3.local", 2026): 4}, "return"))
        for view in read.fetch(connection, "select schema_name, view_name from duckdb_views() where not internal"):
            connection.execute(f"drop view if exists {view['schema_name']}.{view['view_name']}")
        connection.execute("alter table raw.datum drop column evidence")
        connection.execute("update raw.model set text = 'an earlier release'")
    with open_warehouse(workspace.database) as connection:
        fact = one(connection, "out.fact", university=LEAD, row="3.local", kind="actual")
        assert (fact["value"], one(connection, "raw.datum", row="3.local")["evidence"]) == (4, None)


def test_the_total_adds_every_university_and_a_formula_row_is_computed(warehouse: Any, workspace: Workspace) -> None:
    values: Values = {(u, r, 2023): n for u in (LEAD, PARTNER) for r, n in (("5.B_long", 10), ("5.B_short", 3))}
    store(warehouse, workspace, a_submission(workspace, values))
    total = one(warehouse, "out.fact", university="TOTAL", row="5.B", fiscal_year=2023)
    assert (total["value"], total["state"], total["status"], total["reported"]) == (26, "value", "final", 2)
    assert one(warehouse, "out.fact", university=LEAD, row="5.B", fiscal_year=2023)["is_computed"]


def test_a_silent_university_leaves_the_total_pending_never_smaller(warehouse: Any, workspace: Workspace) -> None:
    store(warehouse, workspace, a_submission(workspace, {(LEAD, "3.local", 2026): 4}, "return"))
    total = one(warehouse, "out.fact", university="TOTAL", row="3.local", kind="actual")
    assert (total["value"], total["state"], total["reported"], total["expected"]) == (None, "pending", 1, 2)


def test_not_applicable_adds_nothing_and_zero_is_declared(warehouse: Any, workspace: Workspace) -> None:
    store(
        warehouse,
        workspace,
        a_submission(workspace, {(LEAD, "3.local", 2026): "not_applicable", (LEAD, "3.npo", 2026): 0}, "return"),
        a_submission(workspace, {(PARTNER, "3.local", 2026): 5, (PARTNER, "3.npo", 2026): 0}, "return"),
    )
    total = one(warehouse, "out.fact", university="TOTAL", row="3.local", kind="actual")
    assert (total["value"], total["state"]) == (5, "value")
    assert one(warehouse, "out.fact", university="TOTAL", row="3.npo", kind="actual")["state"] == "zero"


@pytest.mark.parametrize(
    ("numerator", "denominator", "tenths"),
    [(194, 160, 1213), (1, 3, 333), (2, 3, 667), (1, 8, 125), (49, 400, 123), (9, 16, 563), (0, 7, 0)],
)
def test_a_ratio_is_rounded_half_up_and_exactly(
    warehouse: Any, workspace: Workspace, numerator: int, denominator: int, tenths: int
) -> None:
    store(
        warehouse,
        workspace,
        a_submission(workspace, {(LEAD, "2.B", 2023): numerator, (LEAD, "2.A", 2023): denominator}),
    )
    assert one(warehouse, "out.ratio", university=LEAD, row="2.ratio")["tenths"] == tenths


def test_a_ratio_over_zero_is_undefined(warehouse: Any, workspace: Workspace) -> None:
    store(warehouse, workspace, a_submission(workspace, {(LEAD, "6.u", 2023): 0, (LEAD, "6.a", 2023): 0}))
    ratio = one(warehouse, "out.ratio", university=LEAD, row="6.ratio")
    assert (ratio["tenths"], ratio["state"]) == (None, "undefined")


@pytest.mark.parametrize(
    ("hired", "sought", "is_met", "only_rounded"),
    [(60, 100, True, False), (5996, 10000, False, True), (59, 100, False, False), (1, 0, None, False)],
)
def test_a_requirement_is_tested_unrounded(
    warehouse: Any, workspace: Workspace, hired: int, sought: int, is_met: bool | None, only_rounded: bool
) -> None:
    store(warehouse, workspace, a_submission(workspace, {(LEAD, "6.u", 2029): hired, (LEAD, "6.a", 2029): sought}))
    said = one(warehouse, "out.requirement", university=LEAD, requirement="employment")
    assert (said["is_met"], said["is_met_only_rounded"]) == (is_met, only_rounded)


def test_either_alternative_meets_a_requirement_and_the_other_says_what_is_missing(
    warehouse: Any, workspace: Workspace
) -> None:
    values: Values = {
        (LEAD, "4.B", 2023): 100,
        (LEAD, "4.B", 2029): 219,
        (LEAD, "4.A", 2029): 730,
        (LEAD, "5.A", 2029): 731,
    }
    store(warehouse, workspace, a_submission(workspace, values))
    where = {"university": LEAD, "requirement": "study_abroad", "fiscal_year": 2029}
    assert one(warehouse, "out.requirement", **where)["met_by"] == ["share_japanese"]
    ways = {row["alternative"]: row for row in read.rows(warehouse, "out.requirement_alternative", **where)}
    assert (ways["growth"]["is_met"], ways["growth"]["missing"]) == (False, 1)
    assert (ways["share_all"]["is_met"], ways["share_all"]["missing"]) == (False, 1)


def test_a_requirement_with_an_unknown_threshold_is_not_judged(warehouse: Any, workspace: Workspace) -> None:
    store(warehouse, workspace, a_submission(workspace, {(LEAD, "7.i", 2029): 9, (LEAD, "7.A", 2029): 10}))
    assert one(warehouse, "out.requirement", university=LEAD, requirement="internationalisation")["is_met"] is None


def test_a_second_plan_counts_only_as_an_amendment(warehouse: Any, workspace: Workspace) -> None:
    first = a_submission(workspace, {(LEAD, "3.local", 2026): 4})
    second = a_submission(workspace, {(LEAD, "3.local", 2026): 9}, at=datetime(2025, 1, 1), name="b.xlsx")
    store(warehouse, workspace, first)
    store(warehouse, workspace, second)
    assert one(warehouse, "out.fact", university=LEAD, row="3.local", fiscal_year=2026)["value"] == 4
    amended = a_submission(
        workspace,
        {(LEAD, "3.local", 2026): 9},
        at=datetime(2025, 2, 1),
        name="c.xlsx",
        reason="計画変更",
        approver="文部科学省",
    )
    store(warehouse, workspace, amended)
    assert one(warehouse, "out.fact", university=LEAD, row="3.local", fiscal_year=2026)["value"] == 9
    set_as_of(warehouse, datetime(2025, 1, 15))
    assert one(warehouse, "out.fact", university=LEAD, row="3.local", fiscal_year=2026)["value"] == 4


def test_a_return_supersedes_cell_by_cell_and_a_blank_takes_nothing_away(warehouse: Any, workspace: Workspace) -> None:
    store(
        warehouse, workspace, a_submission(workspace, {(LEAD, "3.local", 2026): 4, (LEAD, "3.npo", 2026): 2}, "return")
    )
    later: Values = {(LEAD, "3.local", 2026): 5, (LEAD, "3.npo", 2026): "blank"}
    store(warehouse, workspace, a_submission(workspace, later, "return", at=datetime(2026, 6, 1), name="b.xlsx"))
    facts = {row["row"]: row["value"] for row in read.rows(warehouse, "out.fact", university=LEAD, kind="actual")}
    assert (facts["3.local"], facts["3.npo"]) == (5, 2)
    assert len(read.rows(warehouse, "raw.datum", row="3.local")) == 2  # nothing received is lost


def test_a_final_value_is_not_replaced_by_a_provisional_one_without_a_reason(
    warehouse: Any, workspace: Workspace
) -> None:
    late = datetime(2026, 6, 1)
    store(warehouse, workspace, a_submission(workspace, {(LEAD, "3.local", 2026): 4}, "return"))
    guess = a_submission(
        workspace, {(LEAD, "3.local", 2026): 7}, "return", at=late, name="b.xlsx", status="provisional"
    )
    store(warehouse, workspace, guess)
    assert one(warehouse, "out.fact", university=LEAD, row="3.local", kind="actual")["value"] == 4
    reasoned = a_submission(
        workspace, {(LEAD, "3.local", 2026): 8}, "return", at=late, name="c.xlsx", status="provisional", reason="再集計"
    )
    store(warehouse, workspace, reasoned)
    assert one(warehouse, "out.fact", university=LEAD, row="3.local", kind="actual")["value"] == 8


def test_the_same_file_twice_is_one_submission(warehouse: Any, workspace: Workspace) -> None:
    submission = a_submission(workspace, {(LEAD, "3.local", 2026): 4}, "return")
    assert store(warehouse, workspace, submission) == [submission.id]
    assert store(warehouse, workspace, submission) == []
    assert len(read.rows(warehouse, "raw.datum")) == 1


def test_a_broken_staged_file_loads_nothing_and_stays(warehouse: Any, workspace: Workspace) -> None:
    write.stage(a_submission(workspace, {(LEAD, "3.local", 2026): 4}, "return"), workspace.staging)
    broken = workspace.staging / "zzz.jsonl"
    broken.write_text('{"relation": "datum", "row": [', encoding="utf-8")
    with pytest.raises(duckdb.Error):
        write.load_staged(warehouse, workspace.staging)
    assert read.rows(warehouse, "raw.submission") == []
    broken.unlink()
    assert len(write.load_staged(warehouse, workspace.staging)) == 1


def test_money_keeps_to_the_taper_and_what_remains_waits_for_both_amounts(warehouse: Any, workspace: Workspace) -> None:
    def money(year: int, column: str, amount: int) -> Money:
        return Money(year, "travel", "", column, "value", Decimal(amount), str(amount))

    plan = (*(money(year, "grant", 137_096) for year in range(2024, 2030)), money(2027, "own", 40_000))
    store(warehouse, workspace, _with_money(workspace, plan))
    position = {row["fiscal_year"]: row for row in read.rows(warehouse, "out.budget_position")}
    assert [position[year]["ceiling"] for year in (2026, 2027, 2028, 2029)] == [137_096, 95_967, 68_548, 41_128]
    assert position[2027]["scale"] == 177_096
    assert position[2027]["remaining"] is None


def _with_money(workspace: Workspace, money: tuple[Money, ...]) -> Submission:
    received = Received("m.xlsx", "ab" * 32, 1, "ab.xlsx", PLANNED)
    return Submission(received, "plan", "official_form", 2024, None, workspace.programme.hash, money=money)


def test_the_log_is_chained_and_written_line_by_line(warehouse: Any, workspace: Workspace) -> None:
    store(warehouse, workspace, a_submission(workspace, {(LEAD, "3.local", 2026): 4}, "return"))
    path = workspace.root / "log.jsonl"
    ledger.write_lines(warehouse, path)
    ledger.write_lines(warehouse, path)
    rows = read.rows(warehouse, "raw.log", order="number")
    assert len(path.read_text(encoding="utf-8").splitlines()) == len(rows) == 2
    assert rows[1]["previous"] == rows[0]["hash"]
    again = ledger.entry_hash(
        *(rows[1][key] for key in ("previous", "number", "acted_at", "who", "act", "subject", "detail"))
    )
    assert again == rows[1]["hash"] == ledger.head(warehouse)


def test_a_busy_warehouse_is_waited_for_and_then_named(warehouse: Any, workspace: Workspace) -> None:
    script = (
        "import sys; from pathlib import Path; from warehouse.database import open_warehouse, WarehouseBusy\n"
        "try:\n    with open_warehouse(Path(sys.argv[1]), wait_seconds=0.3): print('open')\n"
        "except WarehouseBusy as busy: print(busy)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(workspace.database)], capture_output=True, encoding="utf-8", check=True
    )
    assert "使用中" in done.stdout
