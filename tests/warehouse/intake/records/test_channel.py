"""Counts by the definition in a small university's records, the same in every kind of database."""

import hashlib
import json
import re
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from tests.warehouse.intake.records.people import HERE, into_database, into_files, marked
from warehouse.intake.records import read_records
from warehouse.intake.records.many import count_by_university
from warehouse.programme import Programme, load_programme
from warehouse.workspace import University

LEAD = University(code="X900000000001", name="架空第一大学", role="lead")
PARTNER = University(code="X900000000003", name="架空第三大学", role="partner")
AT = datetime(2027, 5, 10, 3)
MARIADB = [pytest.mark.slow, pytest.mark.xdist_group("mariadb")]
STORES = ["sqlite", "duckdb", "postgres", pytest.param("mariadb", marks=MARIADB), "parquet", "csv"]


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme("social-impact-type2")


@pytest.fixture(scope="module")
def postgres(postgres_url: str) -> str:
    into_database(sa.create_engine(postgres_url))
    return postgres_url


@pytest.fixture(scope="module")
def mariadb(mariadb_url: str) -> str:
    into_database(sa.create_engine(mariadb_url))
    return mariadb_url


def stored(store: str, folder: Path, request: pytest.FixtureRequest) -> tuple[Path, dict[str, str]]:
    """The channel file and environment of the small university kept in one kind of store."""
    channel = Path(shutil.copy(HERE / "channel.yaml", folder / f"{LEAD.code}.yaml"))
    if store in ("postgres", "mariadb"):
        return channel, {"GAKUMU_URL": request.getfixturevalue(store)}
    if store == "duckdb":
        with duckdb.connect(str(folder / "gakumu.duckdb")) as connection:
            for table, file in into_files(folder, "parquet").items():
                connection.execute(f"create table {table} as from '{folder / file}'")
        return channel, {"GAKUMU_URL": f"duckdb:///{folder / 'gakumu.duckdb'}"}
    if store == "sqlite":
        url = f"sqlite:///{folder / 'gakumu.sqlite'}"
        into_database(sa.create_engine(url))
        return channel, {"GAKUMU_URL": url}
    files = into_files(folder, store)
    text = channel.read_text(encoding="utf-8")
    channel.write_text(text.replace("url_from: GAKUMU_URL", f"extracts: {json.dumps(files)}"), encoding="utf-8")
    return channel, {}


@pytest.fixture(params=STORES)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    return stored(request.param, tmp_path, request)


@pytest.fixture
def sqlite(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, dict[str, str]]:
    return stored("sqlite", tmp_path, request)


def change(channel: Path, old: str, new: str) -> None:
    text = channel.read_text(encoding="utf-8")
    assert old in text
    channel.write_text(text.replace(old, new), encoding="utf-8")


def test_every_row_counts_who_is_marked_for_it(programme: Programme, kept: tuple[Path, dict[str, str]]) -> None:
    _, _, submission = read_records(*kept, programme, LEAD, 2026, AT)
    assert programme.records is not None
    expected = {count.row: marked()[count.row] for count in programme.records.counts}
    assert {datum.row: int(datum.value or 0) for datum in submission.data} == expected
    assert {(d.sheet, d.cell, d.status) for d in submission.data if d.row == "5.B"} == {("5.B", "count", "final")}


def test_what_the_records_leave_open_is_said_with_its_number(
    programme: Programme, kept: tuple[Path, dict[str, str]]
) -> None:
    _, _, submission = read_records(*kept, programme, LEAD, 2026, AT)
    said = {finding.rule: finding for finding in submission.findings}
    assert set(said) == {"records_nationality_unknown", "records_return_unknown", "records_stay_lengths"}
    assert f"{marked()['records_nationality_unknown']} 人" in said["records_nationality_unknown"].message_ja
    assert "92日以下" in said["records_stay_lengths"].message_ja


def test_nothing_of_a_person_leaves(programme: Programme, kept: tuple[Path, dict[str, str]]) -> None:
    _, content, submission = read_records(*kept, programme, LEAD, 2026, AT)
    evidence = json.loads(content)
    for query in evidence["queries"]:
        outer = re.match(r"SELECT (.+?)\s+FROM ", query["sql"], re.DOTALL)
        assert outer and re.fullmatch(r"count\((\*|distinct\(?.+\)?)\) AS count_1", outer[1], re.IGNORECASE), query[
            "sql"
        ]
        assert "GROUP BY" not in query["sql"]
        assert isinstance(query["count"], int)
    told = content.decode() + repr(submission)
    assert re.findall(r"\b[JFX]\d\d\b", told) == []


def test_the_evidence_has_each_statement_as_executed_with_its_hash(
    programme: Programme, sqlite: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    received, content, _ = read_records(*sqlite, programme, LEAD, 2026, AT)
    assert received.sha256 == hashlib.sha256(content).hexdigest()
    evidence = json.loads(content)
    assert evidence["definition"] == programme.hash
    with sqlite3.connect(tmp_path / "gakumu.sqlite") as connection:
        for query in evidence["queries"]:
            assert query["sha256"] == hashlib.sha256(query["sql"].encode()).hexdigest()
            assert connection.execute(query["sql"]).fetchall() == [(query["count"],)]
    connection.close()
    doubtful = {query["key"] for query in evidence["queries"] if query["verified"] is False}
    assert {"4.short", "1.A", "5.A"} <= doubtful and "2.A" not in doubtful


def test_a_partner_is_not_asked_for_the_rows_of_the_lead(
    programme: Programme, sqlite: tuple[Path, dict[str, str]]
) -> None:
    _, _, submission = read_records(*sqlite, programme, PARTNER, 2026, AT)
    assert not [datum.row for datum in submission.data if datum.row.startswith("7.")]
    assert not [finding for finding in submission.findings if finding.rule == "channel_row_of_lead"]


@pytest.mark.parametrize(
    ("moment", "rows"),
    [
        (datetime(2026, 5, 1, 14, 59), set()),  # 1 May 23:59 in Japan
        (datetime(2026, 5, 1, 15), {"2.A", "2.B", "5.A", "7.A", "7.B", "7.ii"}),
    ],
)
def test_a_year_is_counted_when_it_is_over(
    moment: datetime, rows: set[str], programme: Programme, sqlite: tuple[Path, dict[str, str]]
) -> None:
    _, _, submission = read_records(*sqlite, programme, LEAD, 2026, moment)
    assert {datum.row for datum in submission.data} == rows
    assert [finding.rule for finding in submission.findings] == ["records_not_over"]


def test_what_is_not_mapped_is_not_counted_as_nought(programme: Programme, sqlite: tuple[Path, dict[str, str]]) -> None:
    channel, environment = sqlite
    change(channel, "  teaching: {from: T_TANTO, columns: {fiscal_year: NENDO, class: KOGI, teacher: KYOIN_NO}}\n", "")
    change(
        channel,
        ", is_co_learning: KYOSHU, started_on: KARA}\n    values: {kind: {TA",
        ", started_on: KARA}\n    values: {kind: {TA",
    )
    _, _, submission = read_records(channel, environment, programme, LEAD, 2026, AT)
    rows = {datum.row for datum in submission.data}
    assert "2.A" in rows and "2.C" in rows and not rows & {"2.B", "2.D"}
    said = [finding.message_ja for finding in submission.findings if finding.rule == "records_not_mapped"]
    assert [("teaching" in one, "2.B" in one) for one in said] == [(True, True), (False, False)]
    assert "assistant.is_co_learning" in said[1] and "2.D" in said[1]


def test_columns_taken_as_blank_are_named(programme: Programme, sqlite: tuple[Path, dict[str, str]]) -> None:
    channel, environment = sqlite
    change(channel, ", end_decided_on: KETTEI", "")
    _, _, submission = read_records(channel, environment, programme, LEAD, 2026, AT)
    [said] = [finding for finding in submission.findings if finding.rule == "records_taken_as_blank"]
    assert "enrolment.end_decided_on" in said.message_ja
    # J02, J04 and J13 are no longer known to have been decided later
    assert {d.row: d.value for d in submission.data}["5.A"] == marked()["5.A"] - 3


def test_a_misspelt_name_is_told_with_the_nearest_and_the_rest_is_counted(
    programme: Programme, sqlite: tuple[Path, dict[str, str]]
) -> None:
    channel, environment = sqlite
    change(channel, "left_on: SOTSUGYO", "left_on: SOTSUGYOU")
    change(channel, "from: T_TA\n", "from: T_TAA\n")
    _, _, submission = read_records(channel, environment, programme, LEAD, 2026, AT)
    said = [f for f in submission.findings if f.rule == "records_name_unknown"]
    assert [f.severity for f in said] == ["block", "block"]
    assert "もしかして「T_TA」" in said[0].message_ja and "2.C、2.D" in said[0].message_ja
    assert "もしかして「SOTSUGYO」" in said[1].message_ja and "6.u" in said[1].message_ja
    assert {d.row: d.value for d in submission.data}["5.B"] == marked()["5.B"]


def test_codes_that_the_mapping_does_not_know_are_numbered(
    programme: Programme, sqlite: tuple[Path, dict[str, str]]
) -> None:
    channel, environment = sqlite
    change(channel, ', "3": short_exchange, "4": short_programme', ', "3": short_exchange')
    change(channel, "県: local_government, ", "")
    _, _, submission = read_records(channel, environment, programme, LEAD, 2026, AT)
    said = [f.message_ja for f in submission.findings if f.rule == "records_code_unmapped"]
    assert len(said) == 2 and "enrolment.kind" in said[0] and "1 件" in said[0] and "partner.kind" in said[1]


@pytest.mark.parametrize(
    ("old", "new", "phrase"),
    [
        ("kind: records", "kind: record", "kind"),
        ("  residence:", "  residense:", "もしかして residence"),
        ("started_on: NYUGAKU", "start_on: NYUGAKU", "もしかして started_on"),
        ('"2": non_degree', '"2": nondegree', "もしかして non_degree"),
        ("url_from: GAKUMU_URL\n", "", "url_from か extracts"),
        ("left_on: {column: TAISHOKU, ", "left_on: {", "column か constant"),
    ],
)
def test_settings_that_are_wrong_are_one_block_with_the_nearest_name(
    old: str, new: str, phrase: str, programme: Programme, sqlite: tuple[Path, dict[str, str]]
) -> None:
    channel, environment = sqlite
    change(channel, old, new)
    _, _, submission = read_records(channel, environment, programme, LEAD, 2026, AT)
    [said] = submission.findings
    assert (said.rule, said.severity, submission.data) == ("records_settings", "block", ())
    assert phrase in said.message_ja


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("", "database_address_missing"),
        ("postgresql+psycopg://hanako:himitsu-no-kotoba@127.0.0.1:9/gakumu", "database_unreachable"),
        ("nosuchdatabase://a/b", "database_address_unusable"),
    ],
)
def test_a_database_that_is_down_is_a_block_without_its_address(
    url: str, rule: str, programme: Programme, sqlite: tuple[Path, dict[str, str]]
) -> None:
    _, content, submission = read_records(sqlite[0], {"GAKUMU_URL": url}, programme, LEAD, 2026, AT)
    [said] = submission.findings
    assert (said.rule, said.severity, submission.data) == (rule, "block", ())
    assert not [part for part in ("himitsu", "hanako", "127.0.0.1") if part in str(said) + content.decode()]


def test_a_query_that_fails_is_a_block_and_the_others_count(
    programme: Programme, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    channel, environment = stored("postgres", tmp_path, request)
    url = environment["GAKUMU_URL"]
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text('alter table "T_RENKEI" rename to "OLD"'))
        broken = """create view "T_RENKEI" as select *, 1 / ("KYOSHU" - "KYOSHU") as "X" from "OLD" where 1 / ("KYOSHU" - "KYOSHU") > 0"""
        connection.execute(sa.text(broken))
    try:
        _, _, submission = read_records(channel, environment, programme, LEAD, 2026, AT)
    finally:
        with engine.begin() as connection:
            connection.execute(sa.text('drop view "T_RENKEI"'))
            connection.execute(sa.text('alter table "OLD" rename to "T_RENKEI"'))
    failed = [finding for finding in submission.findings if finding.rule == "database_query_failed"]
    assert [finding.severity for finding in failed] == ["block"] * 3
    values = {datum.row: datum.value for datum in submission.data}
    assert values["5.B"] == marked()["5.B"] and "3.local" not in values


def test_an_extract_that_cannot_be_read_is_a_block(
    programme: Programme, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    channel, environment = stored("parquet", tmp_path, request)
    (tmp_path / "T_TA.parquet").write_bytes(b"PAR1 not really")
    _, _, submission = read_records(channel, environment, programme, LEAD, 2026, AT)
    [said] = submission.findings
    assert (said.rule, said.severity) == ("records_unreadable", "block")
    assert "T_TA.parquet" in said.message_ja and str(tmp_path) not in said.message_ja


def test_the_same_records_twice_are_the_same_submission(
    programme: Programme, sqlite: tuple[Path, dict[str, str]]
) -> None:
    first, second = (read_records(*sqlite, programme, LEAD, 2026, AT)[2].id for _ in range(2))
    assert first == second


def test_extracts_of_many_universities_give_each_its_own_numbers(
    programme: Programme, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The small university twice in one extract, under two codes, with the same numbers of persons in both."""
    channel, _ = stored("parquet", tmp_path, request)
    for file in tmp_path.glob("*.parquet"):
        rows = duckdb.read_parquet(str(file))  # noqa: F841 (read by the query)
        twice = duckdb.sql("select *, unnest(['X900000000001', 'X900000000003']) as DAIGAKU from rows").fetchdf()
        duckdb.from_df(twice).write_parquet(str(file))
    change(channel, "columns: {", "columns: {university: DAIGAKU, ")
    change(channel, "    columns:\n      ", "    columns:\n      university: DAIGAKU\n      ")
    expected = {row: number for row, number in marked().items() if not row.startswith("records")}
    found = {one.key: dict(map(tuple, one.rows)) for one in count_by_university(channel, programme, 2026)}
    assert found == {row: {LEAD.code: number, PARTNER.code: number} for row, number in expected.items()}
    _, _, submission = read_records(channel, {}, programme, LEAD, 2026, AT)
    assert {datum.row: datum.value for datum in submission.data} == expected
    [said] = [finding for finding in submission.findings if finding.rule == "records_nationality_unknown"]
    assert f"{marked()[said.rule]} 人" in said.message_ja
