"""What docs/channels.md shows a university's officer is true: each of its examples is tried."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from flows.collect import collect
from flows.facts import facts
from flows.findings import open_findings
from tests.builders import FIRST, NAMES, a_workspace
from tests.reports.conftest import received
from warehouse.database import open_warehouse
from warehouse.intake.delimited.answers import read_delimited
from warehouse.intake.delimited.lists import read_listed
from warehouse.intake.drops.address import Drop
from warehouse.intake.sql.source import read_sql
from warehouse.intake.submission import Datum, Submission
from warehouse.intake.text import read_number
from warehouse.workspace import Workspace
from warehouse.write import load_staged, register, stage

PAGE = (Path(__file__).parents[1] / "docs" / "channels.md").read_text(encoding="utf-8")
AT = datetime(2027, 6, 12)


def examples(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return a_workspace(tmp_path)


def test_each_way_of_writing_a_number_is_read_as_it_says() -> None:
    line = next(line for line in PAGE.splitlines() if "1234 と読み取ります" in line)
    for text in re.findall(r"`([^`]+)`", line.split("|")[1]):
        assert read_number(text).value == 1234, text
    doubtful = next(line for line in PAGE.splitlines() if "数値が定まらない" in line)
    for text in re.findall(r"`([^`]+)`", doubtful.split("|")[1]):
        assert read_number(text).value is None, text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("sign", [",", "\t"])
def test_each_csv_is_read(place: Workspace, number: int, encoding: str, sign: str) -> None:
    table = io.StringIO()
    csv.writer(table, delimiter=sign).writerows(csv.reader(io.StringIO(examples("csv")[number])))
    content = table.getvalue().encode(encoding)
    said = read_delimited(received(f"{FIRST}.csv", AT), content, place.programme, place.universities, 2026)
    values = {datum.row: datum.value for datum in said.data}
    assert [values["5.A"], values["2.A"]] == [Decimal(1234), Decimal(1050)]
    assert {finding.severity for finding in said.findings} <= {"note"}
    assert said.university == FIRST


def test_the_list_behind_a_count_is_read(place: Workspace) -> None:
    content = next(text for text in examples("csv") if text.startswith("項番")).encode()
    said = read_listed(received(f"{FIRST}.csv", AT), content, place.programme, place.universities, 2026)
    assert said is not None and said.findings == ()
    assert [(line.row, line.label) for line in said.listed] == [
        ("3.companies", "株式会社架空製作所"),
        ("3.local", "架空市"),
    ]


@pytest.mark.parametrize("number", range(2))
def test_each_database_answers(place: Workspace, tmp_path: Path, number: int) -> None:
    channel = [text for text in examples("yaml") if "url_from" in text][number]
    file = tmp_path / f"{FIRST}.yaml"
    file.write_text(channel, encoding="utf-8")
    with sqlite3.connect(tmp_path / "own.sqlite") as database:
        database.executescript(
            "create table gakusei (nendo integer); insert into gakusei values (2026), (2026), (2025);"
            "create table kyoin (kijunbi text, ninzu integer); insert into kyoin values ('2026-05-01', 3), ('2025-05-01', 9);"
            "create table hokoku (nendo integer, komoku text, atai integer, jotai text);"
            "insert into hokoku values (2026, '5.A', 2, '確定'), (2026, '2.A', 3, '速報');"
        )
    environment = {"SHUKEI_URL": f"sqlite:///{tmp_path}/own.sqlite"}
    _, _, said = read_sql(file, environment, place.programme, place.university(FIRST), 2026, AT)
    assert said.findings == ()
    assert {datum.row: datum.value for datum in said.data} == {"5.A": Decimal(2), "2.A": Decimal(3)}


def test_each_drop_is_one_that_can_be_written() -> None:
    [text] = [text for text in examples("yaml") if text.startswith("drops:")]
    drops = {name: Drop.model_validate(told) for name, told in yaml.safe_load(text)["drops"].items()}
    assert [drop.address(2026) for drop in drops.values()] == [
        "sftp://drop.example.ac.jp/rokunen/2026/", "s3://type2-kaitou/2026/",
        "https://www.example.ac.jp/type2/2026/kaitou.csv",
    ]  # fmt: skip
    named = set(Drop.model_fields) - {"year"}
    assert named <= set(re.findall(r"`([a-z_]+)`", PAGE))


def test_the_corrections_are_applied(place: Workspace) -> None:
    plan = Submission(
        received("データ集.xlsx", datetime(2024, 7, 1)), "plan", "official_form", 2024, None, place.programme.hash,
        (Datum(FIRST, "5.A", 2023, "baseline", "value", Decimal(1200), "1200"),),
    )  # fmt: skip
    stage(plan, place.staging)
    with open_warehouse(place.database) as connection:
        register(connection, place, datetime(2024, 7, 1))
        load_staged(connection, place.staging)
    inbox, folder = place.inbox(2026), place.root / "corrections"
    inbox.mkdir(parents=True)
    folder.mkdir()
    (inbox / f"{FIRST}.csv").write_text(examples("csv")[0], encoding="utf-8")
    (folder / "2026.yaml").write_text(examples("yaml")[-1], encoding="utf-8")
    collect(place, 2026, AT, {})
    values = {(each["fiscal_year"], each["row"]): each["value"] for each in facts(place) if each["university"] == FIRST}
    assert (values[2026, "5.A"], values[2023, "5.A"]) == (1240, 1190)
    assert "plan_value_corrected" in {each["rule"] for each in open_findings(place, ["plan"])}


def test_the_commands_and_the_names_of_the_page_exist() -> None:
    from typer.main import get_command

    from flows.command import app

    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert set(re.findall(r"rokunen ([a-z]+)", PAGE)) <= commands
    assert NAMES[FIRST] in PAGE
    assert FIRST in PAGE
    for file in re.findall(r"\]\(([a-z]+\.md)\)", PAGE):
        assert (Path(__file__).parents[1] / "docs" / file).is_file()
