"""Damaged workbooks and older formats: a workbook or a refusal comes back, nothing else."""

import io
import random
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.warehouse.intake.book.test_workbook import saved, with_parts
from warehouse.intake.book.workbook import Unreadable, Workbook, read_workbook


@pytest.fixture(scope="module", params=["xls", "ods"])
def converted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same small workbook saved by LibreOffice in an older or an open format."""

    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "代表校"
        for address, value in {"A1": "科目数", "B1": 12.5, "B2": "=B1*2"}.items():
            book.active[address] = value

    folder = tmp_path_factory.mktemp("office")
    (folder / "book.xlsx").write_bytes(saved(fill))
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
    try:
        subprocess.run([*command, request.param, "book.xlsx"], cwd=folder, timeout=120, check=True, capture_output=True)
    except (OSError, subprocess.SubprocessError):
        pytest.skip("LibreOffice is not here")
    return folder / f"book.{request.param}"


@pytest.mark.office
def test_older_and_open_formats_give_their_values(converted: Path) -> None:
    book = read_workbook(converted.read_bytes(), "回答.xlsx")
    cells = book.sheets[0].cells
    assert (book.sheets[0].title, book.notes) == ("代表校", (f"content_is_{converted.suffix[1:]}",))
    assert (cells[1, 1].value, cells[1, 2].value, cells[2, 2].value) == ("科目数", Decimal("12.5"), Decimal(25))
    assert cells[2, 2].formula == "=B1*2"


@pytest.mark.office
def test_damaged_older_formats_are_refused_and_nothing_else(converted: Path) -> None:
    content = converted.read_bytes()
    for seed in range(8):
        _read_or_refuse(_damaged(content, random.Random(seed)))


def _damaged(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 3, 30))):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    if chance.random() < 0.2:
        del damaged[chance.randrange(len(damaged)) :]
    return bytes(damaged)


def _damaged_inside(content: bytes, chance: random.Random) -> bytes:
    """The package with one part damaged, as a sound zip: what the check sums of a zip would else catch first."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        name = chance.choice(package.namelist())
        part = package.read(name)
    for _ in range(chance.choice((1, 3))):
        start = chance.randrange(len(part) or 1)
        bits = (
            b"<",
            b">",
            b'"',
            b"-1",
            b"99999999999",
            b"</row>",
            b"<c><v>x</v></c>",
            b"\x00",
            b"&",
            b"",
            "ＡＢ".encode(),
        )
        part = part[:start] + chance.choice(bits) + part[start + chance.randrange(12) :]
    return with_parts(content, **{name.rpartition("/")[2].replace(".", "_"): part})


def _read_or_refuse(content: bytes) -> Workbook | None:
    try:
        return read_workbook(content)
    except Unreadable:
        return None


def test_no_damage_brings_anything_but_a_workbook_or_a_refusal(shared: Path) -> None:
    content = (shared / "samples/plan-seed2/data-book.xlsx").read_bytes()
    outcomes = []
    for seed in range(300):
        chance = random.Random(seed)
        damage = _damaged if seed % 2 else _damaged_inside
        outcomes.append(_read_or_refuse(damage(content, chance)) is None)
    assert any(outcomes) and not all(outcomes)
