"""One seed of every kind of messy and damaged file; `make fuzz` takes more of them, each kind alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import mess
import mess_source
import pytest
from mess_damage import Expected
from mess_source import Source
from mess_table import Table

SEED = 0


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Source]:
    """A filled 調査票 and a データ集."""
    return {source.label: source for source in mess_source.sources(tmp_path_factory.mktemp("mess"))}


@pytest.fixture
def table() -> Table:
    return Table()


LARGE = pytest.param("データ集", marks=pytest.mark.slow)
FORMS = pytest.mark.parametrize("form", ["調査票", "データ集"])


@FORMS
def test_harmless_mess_changes_nothing_that_is_said(sources: dict[str, Source], table: Table, form: str) -> None:
    mess.harmless(sources[form], SEED, table, is_short=True)
    assert table.faults == []


@pytest.mark.parametrize("form", ["調査票", LARGE])
def test_the_same_cells_written_in_another_way_say_the_same(
    sources: dict[str, Source], table: Table, form: str
) -> None:
    mess.packages(sources[form], SEED, table)
    assert table.faults == []


@FORMS
def test_every_damage_of_a_cell_is_named(sources: dict[str, Source], table: Table, form: str) -> None:
    mess.damages(sources[form], SEED, table, is_short=True)
    assert table.faults == [] and len(table.counts) > 15


@pytest.mark.parametrize("form", ["調査票", LARGE])
def test_every_damage_of_the_form_is_named(sources: dict[str, Source], table: Table, form: str) -> None:
    mess.breakages(sources[form], SEED, table)
    assert table.faults == [] and len(table.counts) > 15


@FORMS
def test_a_total_of_which_the_stored_result_is_old_is_named(
    sources: dict[str, Source], table: Table, form: str
) -> None:
    mess.stale(sources[form], SEED, table)
    assert table.faults == []


@pytest.mark.slow
@FORMS
def test_every_kind_of_file_is_named(sources: dict[str, Source], table: Table, form: str) -> None:
    mess.files(sources[form], SEED, table)
    assert table.faults == [] and len(table.counts) > 20


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@FORMS
def test_a_messy_file_says_the_same_in_each_format_of_libreoffice(
    sources: dict[str, Source], table: Table, tmp_path: Path, form: str
) -> None:
    mess.through_office(sources[form], SEED, table, tmp_path)
    assert table.faults == [] and len(table.counts) == 3


@pytest.mark.samples
@pytest.mark.parametrize("sample", ["messy-seed3", pytest.param("plan-seed1", marks=pytest.mark.slow)])
def test_a_sample_may_be_messed_up_further(shared: Path, table: Table, tmp_path: Path, sample: str) -> None:
    folder = shared / "samples" / sample
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    universities = [(one["code"], one["name"]) for one in truth["institutions"]]
    source = mess_source.plan_from(tmp_path, next(folder.glob("data-book.xls?")), universities)
    mess.harmless(source, SEED, table, is_short=True)
    assert table.faults == []


def test_a_value_that_is_not_read_as_meant_is_found_out(sources: dict[str, Source]) -> None:
    """The judge itself: a changed number, a moved address and a damage of which nothing is said are faults."""
    source = sources["調査票"]
    book = source.opened("judge")
    key, cell = book.counts()[0]
    cell.value += 1
    assert [key[2] in each for each in mess.mistakes(source, book, book.content)][:1] == [True]
    other = source.opened("judge")
    other.cells[key] = other.cells[key].offset(1, 0)
    assert mess.mistakes(source, other, source.content)
    assert not Expected(cell.parent.title, (cell.coordinate,)).is_said(list(source.clean.findings))
