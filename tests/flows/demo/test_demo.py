"""`rokunen demo` as a user runs it, once: every planted slip is found, mended, and the documents tell the true numbers."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from flows.demo.consortium import MARK, create
from flows.demo.flaws import FLAWS, Flaw
from flows.demo.story import ANSWER_DAY, PAPERS_DAY, day, finding_of
from flows.demo.universe import UNIVERSITIES, reported
from flows.findings import open_findings
from flows.problem import WrongUse
from warehouse import read
from warehouse.database import open_warehouse
from warehouse.workspace import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]  # one run for all of them, on one worker


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, str]]:
    root = tmp_path_factory.mktemp("somewhere") / "demo"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    done = subprocess.run(
        [sys.executable, "-m", "flows.command", "demo", str(root), "--lang", "ja"],
        capture_output=True, text=True, encoding="utf-8", env=environment, timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    yield Workspace(root), done.stdout


def evening(year: int, month_day: tuple[int, int]) -> datetime:
    return day(year, month_day) + timedelta(hours=8)


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: f"{flaw.fiscal_year}-{flaw.university.channel}-{flaw.rule}")
def test_each_slip_is_found_when_it_comes_and_gone_when_it_is_mended(demo: tuple[Workspace, str], flaw: Flaw) -> None:
    workspace, _ = demo
    scope = [str(flaw.fiscal_year)]
    found = finding_of(flaw, open_findings(workspace, scope, evening(flaw.fiscal_year + 1, ANSWER_DAY)))
    assert found is not None
    assert found["message_ja"] and found["message_en"] and found["remedy_ja"] and found["remedy_en"]
    later = open_findings(workspace, scope, evening(flaw.fiscal_year + 1, PAPERS_DAY))
    assert finding_of(flaw, later) is None


def test_nothing_is_left_to_correct_at_the_end(demo: tuple[Workspace, str]) -> None:
    assert [each for each in open_findings(demo[0]) if each["severity"] == "block"] == []


def test_the_warehouse_holds_the_true_numbers_of_every_year(demo: tuple[Workspace, str]) -> None:
    with open_warehouse(demo[0].database) as connection:
        facts = {
            (fact["university"], fact["row"], fact["fiscal_year"]): fact["value"]
            for fact in read.rows(connection, "out.fact", kind="actual")
        }
    for university in UNIVERSITIES:
        for year in range(2024, 2030):
            told = {row: facts[university.code, row, year] for row in reported(university, year)}
            assert told == reported(university, year), (university.name, year)


def test_the_last_screen_counts_the_slips_and_names_documents_and_next_commands(demo: tuple[Workspace, str]) -> None:
    workspace, screen = demo
    assert f"仕込んだ誤り {len(FLAWS)}件" in screen
    assert f"検出 {len(FLAWS)}件" in screen
    assert "所要時間" in screen
    assert "rokunen facts" in screen
    named = re.findall(r"reports/\S+\.(?:docx|xlsx|html)", screen)
    assert len(named) >= 18
    assert all((workspace.root / name).is_file() for name in named)


def test_every_year_has_its_papers_and_the_evaluations_stand_at_their_places(demo: tuple[Workspace, str]) -> None:
    reports = demo[0].reports
    assert len(list(reports.glob("data-book/*.xlsx"))) == 6
    assert len(list(reports.glob("budget/*.xlsx"))) == 6
    assert len(list(reports.glob("interim/*.docx"))) == 1
    assert len(list(reports.glob("final/*.docx"))) == 1
    assert not [path.name for path in reports.rglob("*") if "案" in path.name]


def test_the_interim_report_prints_no_later_year_and_says_that_it_is_synthetic(demo: tuple[Workspace, str]) -> None:
    (path,) = demo[0].reports.glob("interim/*.docx")
    document = Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts += [paragraph.text for section in document.sections for paragraph in section.header.paragraphs]
    whole = "\n".join(texts)
    assert "令和8年度" in whole
    assert not re.search(r"令和(9|10|11)年度\s*\(?（?実績値", whole)
    assert "合成" in whole or "架空" in whole


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "work.txt"
    precious.write_text("years of work", encoding="utf-8")
    with pytest.raises(WrongUse):
        create(tmp_path)
    assert precious.read_text(encoding="utf-8") == "years of work"
    assert [path.name for path in tmp_path.iterdir()] == ["work.txt"]


def test_an_earlier_demo_is_replaced(tmp_path: Path) -> None:
    create(tmp_path)
    (tmp_path / "reports" / "old.docx").write_bytes(b"")
    create(tmp_path)
    assert (tmp_path / MARK).is_file()
    assert not (tmp_path / "reports" / "old.docx").exists()
