"""One more indicator, university, year, cost category, requirement: text appended to the YAML, and found everywhere.

Each test appends to a copy of the definition (or to `rokunen.yaml`) and then does what an office does: the command line
alone, a plan workbook that comes in, 調査票 that are filled in by hand and sent back.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

from flows.command import app
from tests.builders import FIRST, LEAD, NAMES, PROGRAMME
from tests.officer import cell_of, fill, opened
from tests.official_workbook import OfficialWorkbook
from warehouse.programme import load_programme
from warehouse.programme.load import DEFINITIONS
from warehouse.workspace import Workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("one_more"),
]  # Great Expectations and the charts are loaded once
Entry = dict[str, Any]
Change = Callable[[openpyxl.Workbook, str], None]
MORE = "F144310111432"


class Office:
    """An office with a definition of its own, which knows nothing but the command."""

    def __init__(self, folder: Path) -> None:
        self.definition = Path(shutil.copytree(DEFINITIONS / PROGRAMME, folder / "definition"))
        self.root = folder / "workspace"
        self.runner = CliRunner()

    def append(self, file: str, text: str) -> None:
        """Append text to a file of the definition."""
        _append(self.definition / file, text)

    def create(self, university: str = "") -> None:
        """Create the workspace, append a university to it, and import a plan that fits."""
        pairs = ("--lead", f"{LEAD}={NAMES[LEAD]}", "--partner", f"{FIRST}={NAMES[FIRST]}")
        self.run("init", self.root, "--programme", self.definition, *pairs)
        _append(self.root / "rokunen.yaml", university)
        plan = self.root.parent / "データ集.xlsx"
        plan.write_bytes(OfficialWorkbook(load_programme(self.definition), Workspace(self.root).universities).content)
        self.run("plan", "import", plan, workspace=True)

    def run(self, *words: str | Path, workspace: bool = False) -> str:
        """Run a command and return what it prints; 1 (blocking findings) is as good as 0."""
        where = ("--workspace", str(self.root)) if workspace else ()
        done = self.runner.invoke(app, [*map(str, words), *where], catch_exceptions=False)
        assert done.exit_code in (0, 1), done.output
        return done.stdout

    def listed(self, *words: str) -> list[Entry]:
        """Run a command and return its list."""
        found: list[Entry] = json.loads(self.run(*words, "--json", workspace=True))
        return found

    def facts(self, year: int, row: str) -> list[Entry]:
        """Return what was reported of a row for a year, by each university and in total."""
        facts = self.listed("facts", "--totals", "--year", str(year))
        return [fact for fact in facts if fact["row"] == row and fact["kind"] == "actual"]

    def asked(self, year: int) -> dict[str, Path]:
        """Hand out the 調査票 of a year and return each by its university's code."""
        forms = [Path(each["file"]) for each in self.listed("form", "--year", str(year))]
        return {each.code: form for each in Workspace(self.root).universities
                for form in forms if each.name in form.name and form.suffix == ".xlsx"}  # fmt: skip

    def answered(self, forms: dict[str, Path], year: int, change: Change | None = None) -> None:
        """Fill in every 調査票, send them and collect them."""
        for code, form in forms.items():
            book = opened(form)
            fill(book)
            if change:
                change(book, code)
            book.save(self.root / "inbox" / str(year) / form.name)
        self.run("collect", "--year", str(year), workspace=True)

    def published(self, document: str) -> tuple[str, str]:
        """Write a document and return the texts of its data book (or other workbook) and of its Word document."""
        files = [Path(each["file"]) for each in self.listed("report", document)]
        [book] = [_sheet_text(each) for each in files if each.suffix == ".xlsx"]
        [page] = [_page_text(each) for each in files if each.suffix == ".docx"]
        return book, page


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_one_more_indicator(office: Office) -> None:
    office.append("indicators.yaml", INDICATOR)
    office.create()
    forms = office.asked(2026)
    assert "国際共同学位プログラム" in _sheet_text(forms[FIRST])

    def more_abroad_than_students(book: openpyxl.Workbook, code: str) -> None:
        cell_of(book, "9.students").value, cell_of(book, "9.abroad").value = 61, 62

    office.answered(forms, 2026, more_abroad_than_students)
    values = {fact["university"]: fact["value"] for fact in office.facts(2026, "9.students")}
    assert values == {LEAD: 61, FIRST: 61, "TOTAL": 122}
    found = [each for each in office.listed("check", "--year", "2026") if each["item"] == "9"]
    assert {(each["rule"], each["university"]) for each in found} >= {("part_exceeds_whole", LEAD), ("part_exceeds_whole", FIRST)}  # fmt: skip
    book, page = office.published("interim")
    assert "9) 国際共同学位プログラム" in book and "9) 国際共同学位プログラム" in page
    assert "うち海外で学ぶ学生数" in book and "うち海外で学ぶ学生数" in page and "122" in page


def test_one_more_university(office: Office) -> None:
    office.create(university=f"- {{code: {MORE}, name: 架空追加大学, role: partner}}\n")
    forms = office.asked(2026)
    assert set(forms) == {LEAD, FIRST, MORE} and "架空追加大学" in _sheet_text(forms[MORE])

    def text_for_a_number(book: openpyxl.Workbook, code: str) -> None:
        if code == MORE:
            cell_of(book, "3.local").value = "多数"

    office.answered(forms, 2026, text_for_a_number)
    facts = [fact for fact in office.listed("facts") if fact["university"] == MORE and fact["value"] is not None]
    assert {fact["kind"] for fact in facts} == {"baseline", "target", "actual"}
    wrong = [each for each in office.listed("check", "--year", "2026") if each["university"] == MORE]
    assert any(each["row"] == "3.local" and each["source"]["cell"] for each in wrong)
    book, page = office.published("interim")
    assert "架空追加大学" in book and "架空追加大学" in page


def test_one_more_fiscal_year(office: Office) -> None:
    office.append("years.yaml", "- {fy: 2030, share_pct: 20}\n")
    office.create()
    plan = office.listed("budget", "--year", "2030")
    assert {line["fiscal_year"] for line in plan} == {2030} and all(line["ceiling"] is not None for line in plan)
    forms = office.asked(2030)
    assert "令和12年度" in _sheet_text(forms[LEAD])
    office.answered(forms, 2030, lambda book, code: setattr(cell_of(book, "2.B"), "value", 900_000))
    assert {fact["university"]: fact["value"] for fact in office.facts(2030, "2.B")} == {
        LEAD: 900_000, FIRST: 900_000, "TOTAL": 1_800_000,
    }  # fmt: skip
    found = office.listed("check", "--year", "2030")
    assert any(each["rule"] == "part_exceeds_whole" and each["fiscal_year"] == 2030 for each in found)
    plan_rules = {each["rule"] for each in office.listed("check", "--plan") if each["fiscal_year"] == 2030}
    assert "grant_above_taper" in plan_rules  # the same sums every year, and 20 % of them allowed
    assert "令和12年度" in _sheet_text(Path(office.listed("report", "data-book")[0]["file"]))
    book, page = office.published("budget")
    assert "令和12年度" in book and "令和12年度" in page


def test_one_more_cost_category(office: Office) -> None:
    office.append("budget.yaml", CATEGORY)
    office.create()
    [planned] = [line for line in office.listed("budget", "--year", "2026") if line["subcategory_key"] == "visas"]
    assert planned["category"] == "受入環境費" and planned["grant"] is not None
    forms = office.asked(2026)
    assert "【受入環境費】" in _sheet_text(forms[LEAD]) and "①在留手続費" in _sheet_text(forms[LEAD])
    office.answered(forms, 2026, _spend_more_than_granted)
    [line] = [line for line in office.listed("budget", "--year", "2026") if line["subcategory_key"] == "visas"]
    assert (line["granted"], line["executed"]) == (10, 15)
    found = [each for each in office.listed("check", "--year", "2026") if each["rule"] == "executed_above_granted"]
    assert any("受入環境費" in each["message_ja"] for each in found)
    assert "【受入環境費】" in _sheet_text(Path(office.listed("report", "data-book")[0]["file"]))
    book, page = office.published("budget")
    assert "受入環境費" in book and "受入環境費" in page


def test_one_more_requirement(office: Office) -> None:
    office.append("requirements.yaml", REQUIREMENT)
    office.create()
    forms = office.asked(2026)
    assert WORDS in _sheet_text(forms[FIRST])
    office.answered(forms, 2026)
    stored = [each for each in office.listed("requirements", "--year", "2029") if each["requirement"] == "companies"]
    assert {(each["university"], each["met"]) for each in stored if each["kind"] == "target"} == {
        (LEAD, False), (FIRST, False), ("TOTAL", False),
    }  # fmt: skip
    missed = [each for each in office.listed("check", "--plan") if each["rule"] == "requirement_missed"]
    severities = {each["university"] or "TOTAL": each["severity"] for each in missed if each["item"] == "3"}
    assert severities.pop(FIRST) == "explain" and set(severities.values()) == {"block"}
    book, page = office.published("interim")
    assert WORDS in book and WORDS in page


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _spend_more_than_granted(book: openpyxl.Workbook, code: str) -> None:
    if code != LEAD:
        return
    [sheet] = [each for each in book.worksheets if each.title.startswith("経費")]
    for row in range(1, sheet.max_row + 1):
        granted, executed = sheet.cell(row, 3), sheet.cell(row, 4)
        if not granted.protection.locked and not executed.protection.locked:
            granted.value, executed.value = 10, 15 if "在留手続費" in str(sheet.cell(row, 1).value) else 5


def _sheet_text(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    texts = [str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]  # fmt: skip
    return "\n".join([*book.sheetnames, *texts])


def _page_text(path: Path) -> str:
    page = docx.Document(str(path))
    return "\n".join(node.text or "" for node in page.element.body.iter() if node.tag.endswith("}t"))


INDICATOR = """
- item: "9"
  id: joint_degrees
  title: {ja: 国際共同学位プログラム, en: International joint degrees}
  tables:
    - basis: full_year
      rows:
        - {row: 9.students, measure: joint_degree_students, label: 国際共同学位プログラムの学生数, en: Students in joint degrees, unit: 人}
        - {row: 9.abroad, measure: joint_degree_students_abroad, label: うち海外で学ぶ学生数, en: of which abroad, unit: 人, within: 9.students}
"""

CATEGORY = """
  - id: reception
    label: 受入環境費
    en: Reception
    lines:
      - {id: visas, label: ①在留手続費, en: Visas}
"""

WORDS = "事業計画最終年度の企業等の数が、令和5年度比900%以上に設定すること"
REQUIREMENT = f"""
- id: companies
  item: "3"
  text: {{ja: "{WORDS}", en: At least 900 % of FY2023 in the last year}}
  tested_on: 3.companies
  alternatives:
    - {{id: growth, growth_of: 3.companies, at_least: "900/100", ja: 令和5年度比900%以上, en: at least 900 % of FY2023}}
"""
