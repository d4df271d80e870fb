"""The three samples, through the command alone: everything of `truth.json` comes out exactly."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import Run

pytestmark = [pytest.mark.slow, pytest.mark.samples]
BOOKS = [
    ("plan-seed1", "data-book.xlsx"), ("plan-seed1", "data-book.nocache.xlsx"),
    ("plan-seed2", "data-book.xlsx"), ("plan-seed2", "data-book.nocache.xlsx"),
    ("messy-seed3", "data-book.xlsm"), ("messy-seed3", "data-book.nocache.xlsm"),
]  # fmt: skip


@pytest.mark.parametrize(("sample", "book"), BOOKS)
def test_a_sample_comes_out_as_its_truth_says(
    rokunen: Run, shared: Path, tmp_path: Path, sample: str, book: str
) -> None:
    folder = shared / "samples" / sample
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    words = [
        word
        for each in truth["institutions"]
        for word in ("--lead" if each["role"] == "lead" else "--partner", f"{each['code']}={each['name']}")
    ]
    root = tmp_path / "w"
    assert rokunen("init", root, "--programme", "social-impact-type2", *words).returncode == 0
    done = rokunen("plan", "import", folder / book, folder / "cover.docx", "--json", "--workspace", root)
    assert done.returncode == 0, done.stderr
    assert not [each for each in json.loads(done.stdout) if each["severity"] == "block"]

    def listed(*command: str) -> list[dict[str, Any]]:
        return json.loads(rokunen(*command, "--json", "--workspace", root).stdout)  # type: ignore[no-any-return]

    facts = {(e["university"], e["row"], e["fiscal_year"]): e for e in listed("facts", "--totals")}
    _values_agree(facts, truth)
    _ratios_agree(facts, truth)
    met = {(e["university"], e["item"]): e["met"] for e in listed("requirements") if e["fiscal_year"] == 2029}
    assert [each for each in truth["requirements"] if met[each["scope"], each["item"]] is not each["met"]] == []
    _money_agrees(listed("budget"), truth)
    _courses_agree(listed("courses"), truth)


def _values_agree(facts: dict[Any, Any], truth: dict[str, Any]) -> None:
    wrong = []
    for each in truth["values"] + truth["totals"]:
        fact = facts[each["institution"], each["key"], each["fiscal_year"]]
        place = each["cell"].rpartition("!")[::2] if "cell" in each else (None, None)
        basis = fact["basis"] + ("_cumulative" if fact["counting"] == "cumulative" else "")
        said = (fact["value"], fact["source"]["sheet"], fact["source"]["cell"], fact["unit"], basis)
        if said != (each["value"], *place, each["unit"], each["basis"]):
            wrong.append((each, said))
    assert wrong == []


def _ratios_agree(facts: dict[Any, Any], truth: dict[str, Any]) -> None:
    wrong = []
    for each in truth["ratios"] + truth["totals_ratios"]:
        fact = facts[each["institution"], each["key"], each["fiscal_year"]]
        if (fact["pct_text"], fact["value"]) != (each["pct_text"], each["pct"]):
            wrong.append((each, fact))
    assert wrong == []


def _money_agrees(lines: list[dict[str, Any]], truth: dict[str, Any]) -> None:
    keys = ("fiscal_year", "category", "subcategory", "grant", "own", "scale", "remark")
    assert [{key: each[key] for key in keys} for each in lines] == [
        {key: each[key] for key in keys} for each in truth["budget"]
    ]


def _courses_agree(courses: list[dict[str, Any]], truth: dict[str, Any]) -> None:
    for name, key in (("regular", "courses"), ("extracurricular", "extracurricular")):
        said = [each for each in courses if each["list"] == name]
        assert len(said) == len(truth[key])
        for ours, true in zip(said, truth[key], strict=True):
            wanted = {column: value for column, value in true.items() if column not in ("institution", "slot")}
            assert ours["university"] == true["institution"]
            assert {column: _exact(ours[column]) for column in wanted} == {c: _exact(v) for c, v in wanted.items()}


def _exact(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) else value
