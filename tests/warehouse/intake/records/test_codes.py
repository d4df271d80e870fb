"""Codes and names that a database could misread: quotes, wildcards, reserved words, letters of another case."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from warehouse.intake.records import read_records
from warehouse.programme import load_programme
from warehouse.workspace import University

LEAD = University(code="X900000000001", name="架空第一大学", role="lead")
AT = datetime(2027, 5, 10, 3)
COMPANY = "O'Neil\\n 50%:x"
CHANNEL = """\
kind: records
url_from: GAKUMU_URL
tables:
  partner:
    from: order
    columns: {partner: 番号, kind: 種別% (旧), is_co_learning: {constant: "yes"}}
    values: {kind: {パ: local_government, "O'Neil\\\\n 50%:x": company, a: non_profit}}
"""
WRITTEN = [
    ("1", "パ"),
    ("2", "ハ"),
    ("3", "ぱ"),
    ("4", COMPANY),
    ("5", COMPANY.upper()),
    ("6", "a"),
    ("7", "A"),
    ("8", "a"),
]
MARIADB = [pytest.mark.slow, pytest.mark.xdist_group("mariadb")]


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = str(request.param)
    if kind == "duckdb":
        with duckdb.connect(str(tmp_path / "own.duckdb")) as connection:
            connection.execute('create table "order" ("番号" text, "種別% (旧)" text)')
            connection.executemany('insert into "order" values (?, ?)', WRITTEN)
        return f"duckdb:///{tmp_path / 'own.duckdb'}"
    url = f"sqlite:///{tmp_path / 'own.sqlite'}" if kind == "sqlite" else str(request.getfixturevalue(f"{kind}_url"))
    engine = sa.create_engine(url)
    meta = sa.MetaData()
    table = sa.Table("order", meta, *(sa.Column(name, sa.String(20)) for name in ("番号", "種別% (旧)")))
    meta.drop_all(engine)
    meta.create_all(engine)
    with engine.begin() as connection:
        connection.execute(table.insert(), [{"番号": number, "種別% (旧)": code} for number, code in WRITTEN])
    engine.dispose()
    return url


@pytest.mark.parametrize(
    "address", ["sqlite", "duckdb", "postgres", pytest.param("mariadb", marks=MARIADB)], indirect=True
)
def test_a_code_means_what_is_written_in_the_very_same_letters(address: str, tmp_path: Path) -> None:
    channel = tmp_path / f"{LEAD.code}.yaml"
    channel.write_text(CHANNEL, encoding="utf-8")
    programme = load_programme("social-impact-type2")
    _, _, submission = read_records(channel, {"GAKUMU_URL": address}, programme, LEAD, 2026, AT)
    counted = {datum.row: datum.value for datum in submission.data}
    assert counted == {"3.local": 1, "3.companies": 1, "3.npo": 2}
    [said] = [finding for finding in submission.findings if finding.rule == "records_code_unmapped"]
    assert "4 件" in said.message_ja


@pytest.mark.slow
@pytest.mark.xdist_group("mariadb")
def test_bits_flags_and_years_of_mariadb_are_numbers(mariadb_url: str, tmp_path: Path) -> None:
    engine = sa.create_engine(mariadb_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "create or replace table t_flags (no int, sha bit(1), kyoshu boolean, kara datetime)"
        )
        connection.exec_driver_sql("insert into t_flags values (1, b'1', true, '2026-04-01 09:00:00')")
        connection.exec_driver_sql("insert into t_flags values (2, b'1', false, '2026-04-01'), (3, b'0', true, null)")
        connection.exec_driver_sql(
            "insert into t_flags values (4, b'1', true, '2027-04-01'), (5, b'1', true, '2027-03-31 23:59')"
        )
    engine.dispose()
    channel = tmp_path / f"{LEAD.code}.yaml"
    channel.write_text(
        "kind: records\nurl_from: U\ntables:\n  partner:\n    from: T_FLAGS\n"
        "    columns: {partner: no, kind: sha, is_co_learning: kyoshu, started_on: kara}\n"
        '    values: {kind: {"1": company, "0": non_profit}}\n',
        encoding="utf-8",
    )
    programme = load_programme("social-impact-type2")
    _, _, submission = read_records(channel, {"U": mariadb_url}, programme, LEAD, 2026, AT)
    assert {datum.row: datum.value for datum in submission.data} == {"3.local": 0, "3.companies": 2, "3.npo": 1}
