"""Answers from a university's own database: SQLite and DuckDB files, a real PostgreSQL, and MariaDB where there is one."""

import json
import sqlite3
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from warehouse.intake.sql.source import read_sql
from warehouse.intake.submission import Received, Submission
from warehouse.programme import Programme, load_programme
from warehouse.workspace import University

PARTNER = University(code="X900000000003", name="架空第三大学", role="partner")
AT = datetime(2027, 5, 10, 3)
SCHEMA = """
create table gakusei (bango integer, kokuseki text, nyugaku date);
insert into gakusei values (1, 'JPN', '2025-04-01'), (2, 'JPN', '2026-04-01'), (3, 'VNM', '2026-10-01'), (4, 'KOR', '2027-04-01');
create table shukei (gyo text, atai integer, jotai text);
insert into shukei values ('6.a', 40, '確定'), ('6.u', 26, '速報'), ('9.9', 1, '確定');
"""


SLOW = pytest.mark.slow
KINDS = ["sqlite", "duckdb", "postgres", pytest.param("mariadb", marks=[SLOW, pytest.mark.xdist_group("mariadb")])]


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme("social-impact-type2")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "gakumu.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA)
    connection.close()
    return path


@pytest.fixture(scope="module")
def postgres(postgres_url: str) -> str:
    engine = sa.create_engine(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(SCHEMA)
    engine.dispose()
    return postgres_url


@pytest.fixture(scope="module")
def mariadb(mariadb_url: str) -> str:
    engine = sa.create_engine(mariadb_url)
    with engine.begin() as connection:
        for statement in SCHEMA.strip().removesuffix(";").split(";"):
            connection.exec_driver_sql(statement)
    engine.dispose()
    return mariadb_url


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of the same tables in one kind of database."""
    kind = str(request.param)
    if kind == "sqlite":
        return f"sqlite:///{request.getfixturevalue('database')}"
    if kind == "duckdb":
        with duckdb.connect(str(tmp_path / "gakumu.duckdb")) as connection:
            connection.execute(SCHEMA)
        return f"duckdb:///{tmp_path / 'gakumu.duckdb'}"
    return str(request.getfixturevalue(kind))


def channel(folder: Path, text: str) -> Path:
    path = folder / f"{PARTNER.code}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def ask(programme: Programme, path: Path, url: str | None) -> tuple[Received, bytes, Submission]:
    environment = {"GAKUMU_URL": url} if url else {}
    return read_sql(path, environment, programme, PARTNER, 2026, AT)


QUERIES = """\
url_from: GAKUMU_URL
status: final
queries:
  1.F: select count(*) from gakusei where kokuseki <> 'JPN' and nyugaku <= :end
  1.E: select count(*) from gakusei where kokuseki = 'JPN' and nyugaku >= :start
rows: select gyo, atai, jotai from shukei order by gyo
"""


@pytest.mark.parametrize("address", KINDS, indirect=True)
def test_each_row_of_the_form_comes_from_a_query(address: str, programme: Programme, tmp_path: Path) -> None:
    received, content, submission = ask(programme, channel(tmp_path, QUERIES), address)
    assert {d.row: (d.value, d.status, d.sheet, d.cell) for d in submission.data} == {
        "1.F": (1, "final", "1.F", "A1"),
        "1.E": (1, "final", "1.E", "A1"),
        "6.a": (40, "final", "rows", "B1"),
        "6.u": (26, "provisional", "rows", "B2"),
    }
    assert [finding.rule for finding in submission.findings] == ["channel_row_unknown"]
    evidence = json.loads(content)
    assert evidence["queries"][0]["rows"] == [[1]]
    assert evidence["parameters"]["may1"] == "2026-05-01"
    assert (submission.channel, submission.university, received.received_at) == ("sql", PARTNER.code, AT)


def test_the_same_answer_twice_is_the_same_submission(programme: Programme, tmp_path: Path, database: Path) -> None:
    path = channel(tmp_path, QUERIES)
    assert ask(programme, path, f"sqlite:///{database}")[2].id == ask(programme, path, f"sqlite:///{database}")[2].id


@pytest.mark.parametrize("address", KINDS, indirect=True)
@pytest.mark.parametrize(
    "sql", ["delete from shukei returning 1", "insert into shukei values ('x', 1, 'y') returning 1"]
)
def test_nothing_can_be_written(address: str, sql: str, programme: Programme, tmp_path: Path) -> None:
    text = f'url_from: GAKUMU_URL\nqueries:\n  1.E: "{sql}"\n  1.F: select count(*) from shukei\n'
    _, _, submission = ask(programme, channel(tmp_path, text), address)
    assert [finding.rule for finding in submission.findings] == ["database_query_failed"]
    assert [datum.value for datum in submission.data] == [3]


def test_a_query_that_ends_its_transaction_cannot_write_either(
    programme: Programme, tmp_path: Path, postgres: str
) -> None:
    text = 'url_from: GAKUMU_URL\nqueries:\n  1.E: "commit; delete from shukei"\n  1.F: select count(*) from shukei\n'
    _, _, submission = ask(programme, channel(tmp_path, text), postgres)
    assert [(datum.row, datum.value) for datum in submission.data] == [("1.F", 3)]


@SLOW
def test_a_session_with_mariadb_reads_only_between_its_transactions_too(
    programme: Programme, tmp_path: Path, mariadb: str
) -> None:
    text = "url_from: GAKUMU_URL\nqueries:\n  1.E: select @@session.tx_read_only\n  2.A: commit\n"
    _, _, submission = ask(programme, channel(tmp_path, text), mariadb)
    assert [(datum.row, datum.value) for datum in submission.data] == [("1.E", 1)]


ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
LONG = {"postgres": "select pg_sleep(20)", "mariadb": "select sleep(20)"}


@pytest.mark.parametrize("address", KINDS, indirect=True)
def test_a_query_that_takes_too_long_is_stopped_and_the_next_is_put(
    address: str, programme: Programme, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    sql = LONG.get(request.node.callspec.params["address"], ENDLESS)
    text = f"url_from: GAKUMU_URL\ntimeout_seconds: 0.3\nqueries:\n  1.E: {sql}\n  1.F: select 7\n"
    _, _, submission = ask(programme, channel(tmp_path, text), address)
    assert [finding.rule for finding in submission.findings] == ["database_query_failed"]
    assert [datum.value for datum in submission.data] == [7]


def test_a_query_of_a_duckdb_file_reaches_nothing_beside_it(programme: Programme, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    duckdb.connect(str(tmp_path / "own.duckdb")).close()
    outside = [f"select a from '{tmp_path / 'secret.csv'}'", "set enable_external_access = true", "select :kotoba"]
    queries = "".join(f'  {row}: "{sql}"\n' for row, sql in zip(("1.E", "1.F", "1.C"), outside, strict=True))
    path = channel(tmp_path, f"url_from: GAKUMU_URL\nqueries:\n{queries}")
    _, _, submission = ask(programme, path, f"duckdb:///{tmp_path / 'own.duckdb'}")
    assert [finding.rule for finding in submission.findings] == ["database_query_failed"] * 3
    assert submission.data == ()


def test_the_address_may_stand_in_a_secret_file(programme: Programme, tmp_path: Path, database: Path) -> None:
    (tmp_path / "secret").write_text(f"sqlite:///{database}\n", encoding="utf-8")
    path = channel(tmp_path, QUERIES)
    _, _, submission = read_sql(path, {"GAKUMU_URL_FILE": str(tmp_path / "secret")}, programme, PARTNER, 2026, AT)
    assert len(submission.data) == 4
    _, _, submission = read_sql(path, {"GAKUMU_URL_FILE": str(tmp_path / "none")}, programme, PARTNER, 2026, AT)
    assert [finding.rule for finding in submission.findings] == ["database_address_missing"]


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        (None, "database_address_missing"),
        ("sqlite:////nowhere/at/all.sqlite", "database_unreachable"),
        ("postgresql+psycopg://hanako:himitsu-no-kotoba@127.0.0.1:9/gakumu", "database_unreachable"),
        ("mysql+pymysql://hanako:himitsu-no-kotoba@127.0.0.1:9/gakumu", "database_unreachable"),
        ("duckdb:////nowhere/at/all.duckdb", "database_unreachable"),
        ("duckdb:///", "database_address_unusable"),
        ("no address at all", "database_address_unusable"),
        ("nosuchdatabase://a/b", "database_address_unusable"),
    ],
)
def test_a_database_that_is_down_is_one_block_with_a_remedy_and_no_address(
    url: str | None, rule: str, programme: Programme, tmp_path: Path
) -> None:
    _, content, submission = ask(programme, channel(tmp_path, QUERIES), url)
    (finding,) = submission.findings
    assert (finding.rule, finding.severity, finding.university) == (rule, "block", PARTNER.code)
    assert "GAKUMU_URL" in finding.message_ja
    said = str(finding) + content.decode()
    assert not [part for part in ("himitsu", "hanako", "127.0.0.1", "nowhere") if part in said]
    assert submission.data == ()


def test_what_a_query_gets_wrong_is_said_and_the_others_load(
    programme: Programme, tmp_path: Path, database: Path
) -> None:
    text = (
        "url_from: GAKUMU_URL\nqueries:\n  1.E: select count(ninzu) from gakusei\n"
        "  1.F: select atai from shukei\n  1.B: select null\n  2.A: select atai from shukei where atai < 0\n  1.C: select 5\n  6.i: \"select '約3'\"\n"
    )
    _, _, submission = ask(programme, channel(tmp_path, text), f"sqlite:///{database}")
    assert [finding.rule for finding in submission.findings] == [
        "database_query_failed", "database_rows", "channel_value_question",
    ]  # fmt: skip
    assert "ninzu" in submission.findings[0].message_ja
    assert [(datum.row, datum.state) for datum in submission.data] == [
        ("1.B", "blank"),
        ("2.A", "blank"),
        ("1.C", "value"),
        ("6.i", "error"),
    ]


@pytest.mark.parametrize(
    "text", ["", "url_from: http://address", "url_from: X\nquery: select 1", "url_from: X\n", "a: [", "- 1"]
)
def test_settings_that_are_wrong_are_a_block(text: str, programme: Programme, tmp_path: Path) -> None:
    _, _, submission = ask(programme, channel(tmp_path, text), None)
    assert [finding.rule for finding in submission.findings] == ["database_settings"]
