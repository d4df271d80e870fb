"""The invented universities' answers reach the readers as they were meant."""

from datetime import datetime
from pathlib import Path

import pytest

from flows.demo import records
from flows.demo.answers import SHAPES, csv_lines, write_csv
from flows.demo.flaws import FLAWS, broken_queries, distorted, misprinted, planted
from flows.demo.universe import CSV_PARTNER, SQL_PARTNER, UNIVERSITIES, reported
from warehouse.intake.delimited.answers import read_delimited
from warehouse.intake.sql.source import read_sql
from warehouse.intake.submission import Received, Submission
from warehouse.programme import Programme, load_programme
from warehouse.workspace import University

AT = datetime(2030, 6, 1)


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme("social-impact-type2")


def roster() -> list[University]:
    return [University(code=each.code, name=each.name, role=each.role) for each in UNIVERSITIES]  # type: ignore[arg-type]


def by_csv(programme: Programme, path: Path, year: int) -> Submission:
    content = path.read_bytes()
    received = Received(path.name, "0" * 64, len(content), "", AT)
    return read_delimited(received, content, programme, roster(), year)


def by_sql(programme: Programme, folder: Path, year: int, queries: dict[str, str] | None = None) -> Submission:
    channel = folder / f"{SQL_PARTNER.code}.yaml"
    channel.write_text(records.channel_text(queries or records.queries()), encoding="utf-8")
    address = {records.ADDRESS: records.url(folder / "own.sqlite")}
    return read_sql(channel, address, programme, roster()[2], year, AT)[2]


@pytest.mark.parametrize("year", sorted(SHAPES))
def test_each_years_csv_reads_back_without_a_finding(year: int, programme: Programme, tmp_path: Path) -> None:
    values = reported(CSV_PARTNER, year)
    path = write_csv(
        tmp_path / f"{CSV_PARTNER.name}.csv", csv_lines(year, values, "corrected"), SHAPES[year], "確認後の訂正"
    )
    submission = by_csv(programme, path, year)
    assert {datum.row: datum.value for datum in submission.data} == values
    assert {datum.status for datum in submission.data} == {"corrected"}
    assert submission.findings == ()
    assert submission.reason == "確認後の訂正"


@pytest.mark.parametrize("year", sorted(SHAPES))
def test_the_records_database_gives_the_years_numbers(year: int, programme: Programme, tmp_path: Path) -> None:
    values = reported(SQL_PARTNER, year)
    for each in (year - 1, year, year + 1):
        records.store(tmp_path / "own.sqlite", each, reported(SQL_PARTNER, max(2024, min(each, 2029))))
    submission = by_sql(programme, tmp_path, year)
    assert submission.findings == ()
    assert all(datum.value == values[datum.row] for datum in submission.data)
    computed = {row.row for row in programme.rows_by_key.values() if row.parts}
    assert {datum.row for datum in submission.data} == set(values) - computed


def test_there_are_at_least_twelve_slips_of_eight_kinds() -> None:
    assert len(FLAWS) >= 12
    assert len({flaw.kind for flaw in FLAWS}) >= 8
    assert {"unreadable", "database_down"} <= {flaw.kind for flaw in FLAWS}


@pytest.mark.parametrize("flaw", [flaw for flaw in FLAWS if flaw.rule.startswith(("channel_", "database_q"))])
def test_each_slip_of_a_channel_is_found_by_its_rule_alone(flaw, programme: Programme, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    year, flaws = flaw.fiscal_year, planted(flaw.fiscal_year, flaw.university)
    values = distorted(reported(flaw.university, year), {}, flaws)
    if flaw.university == SQL_PARTNER:
        records.store(tmp_path / "own.sqlite", year, values)
        submission = by_sql(programme, tmp_path, year, broken_queries(records.queries(), flaws))
    else:
        lines = misprinted(csv_lines(year, values, "final"), flaws)
        submission = by_csv(programme, write_csv(tmp_path / f"{CSV_PARTNER.name}.csv", lines, SHAPES[year]), year)
    assert {finding.rule for finding in submission.findings} == {flaw.rule}
    assert len(submission.data) >= 25
