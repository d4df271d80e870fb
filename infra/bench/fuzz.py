"""Whether a damaged or oddly filled file ever ends in an exception, in a wrong value that nobody is told of, or in waiting.

    python infra/bench/fuzz.py [--seeds 200] [--first 0]

Three ways: hypothesis fills the cells of a 調査票 as people do; bytes of files are turned at random; numbers and texts
inside the XML of workbooks are changed, and what is taken is compared with what another program reads in the same cell.
Each file has 5 seconds, and the process 500 MB above what it starts with.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import fuzz_cells
import openpyxl

from flows.demo.consortium import create, write_plan
from flows.demo.universe import LEAD
from reports.collection.form import write_forms
from warehouse.intake.official.form import read_official_form
from warehouse.intake.recognise import read_return
from warehouse.intake.submission import Received, Submission
from warehouse.workspace import Workspace

YEAR, AT = 2026, datetime(2026, 6, 1)
SECONDS, MEGABYTES = 5.0, 500
PLAIN = re.compile(r"\d+(\.\d+)?")


@dataclass(frozen=True)
class Source:
    """A sound file to start from."""

    name: str
    content: bytes

    @property
    def is_plan(self) -> bool:
        return "データ集" in self.name


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seeds", type=int, default=200, help="how many files of each way")
    options.add_argument("--first", type=int, default=0, help="the first seed")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = create(Path(folder))
        found = list(_sources(workspace))
        fuzz = Fuzz(workspace)
        fuzz_cells.examine(workspace, found[0].content, asked.seeds, asked.first, fuzz)
        for seed in range(asked.first, asked.first + asked.seeds):
            chance = random.Random(seed)
            source = chance.choice(found)
            fuzz.read(f"bytes {seed}", source, turned(source.content, chance))
            book = chance.choice([each for each in found if each.name.endswith(".xlsx")])
            fuzz.read(f"parts {seed}", book, rewritten(book.content, chance), compares=True)
        sys.exit(fuzz.told())


class Fuzz:
    """Reads one file after another and keeps what went wrong."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.faults: list[str] = []
        self.files = self.values = self.compared = 0
        self.slowest = 0.0
        self.start = _megabytes()

    def read(self, what: str, source: Source, content: bytes, compares: bool = False) -> Submission | None:
        """Read a file; an exception, a long wait or a value that is not in its cell is a fault."""
        place, started = self.workspace, time.monotonic()
        received = Received(source.name, "0" * 64, len(content), "", AT)
        self.files += 1
        try:
            if source.is_plan:
                said = read_official_form(received, content, place.programme, place.universities)
            else:
                said = read_return(received, content, place.programme, place.universities, YEAR)
        except Exception as problem:  # nothing may leave a reader
            self.faults.append(f"{what} {source.name}: {type(problem).__name__}: {problem}")
            return None
        taken = time.monotonic() - started
        self.slowest = max(self.slowest, taken)
        if taken > SECONDS:
            self.faults.append(f"{what} {source.name}: {taken:.1f} s")
        if not said.data and not said.findings:
            self.faults.append(f"{what} {source.name}: nothing was read and nothing was said")
        self.values += len(said.data)
        if compares:
            self._compare(what, content, said)
        return said

    def _compare(self, what: str, content: bytes, said: Submission) -> None:
        """Hold typed numbers against what openpyxl reads in the same cell, where it can open the file at all."""
        try:
            book = openpyxl.load_workbook(io.BytesIO(content))
        except Exception:  # openpyxl gives up on much that is harmless
            return
        for datum in said.data:
            if datum.value is None or datum.formula or datum.sheet not in book.sheetnames:
                continue
            shown: Any = book[datum.sheet][datum.cell].value
            self.compared += 1
            if number_of(shown) != datum.value and not is_told(said, datum.row, datum.cell):
                self.faults.append(f"{what}: {datum.sheet} {datum.cell} is {shown!r}, taken as {datum.value}")

    def told(self) -> int:
        """Print what was found and return the exit code."""
        megabytes = _megabytes() - self.start
        if megabytes > MEGABYTES:
            self.faults.append(f"{megabytes:.0f} MB")
        print(f"{self.files} files, {self.values:,} values, {self.compared:,} compared with another reader")
        print(f"slowest {self.slowest:.2f} s, memory +{megabytes:.0f} MB, {len(self.faults)} faults")
        for fault in self.faults[:50]:
            print(f"  {fault}")
        return 1 if self.faults else 0


def number_of(shown: object) -> Decimal | None:
    """Return what a cell says to somebody who reads it plainly: digits, full-width or not, with commas and a unit."""
    if isinstance(shown, bool) or shown is None:
        return None
    if isinstance(shown, int | float):
        return Decimal(str(shown))
    plain = unicodedata.normalize("NFKC", str(shown)).replace(",", "").strip()
    found = PLAIN.match(plain)
    return Decimal(found[0]) if found else None


def is_told(said: Submission, row: str, cell: str | None) -> bool:
    """Whether something was said about a row or its cell."""
    return any(finding.row == row or (cell and finding.place.cell == cell) for finding in said.findings)


def turned(content: bytes, chance: random.Random) -> bytes:
    """Return a file with bytes turned, cut out, doubled or cut off."""
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 2, 8, 64))):
        place = chance.randrange(len(damaged))
        way = chance.randrange(5)
        if way <= 2:
            damaged[place] = chance.randrange(256)
        elif way == 3:
            del damaged[place : place + chance.randrange(1, 200)]
        else:
            damaged[place:place] = damaged[place : place + chance.randrange(1, 200)]
    return bytes(damaged[: chance.randrange(len(damaged))] if chance.random() < 0.2 else damaged)


def rewritten(content: bytes, chance: random.Random) -> bytes:
    """Return a workbook whose XML says something else in a few places; the package stays sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = [name for name in source.namelist() if name.endswith((".xml", ".rels"))]
        cells = [name for name in names if "/worksheets/sheet" in name or "sharedStrings" in name]
        chosen = set(chance.sample(cells if chance.random() < 0.7 else names, k=chance.choice((1, 2, 4))))
        for info in source.infolist():
            part = source.read(info)
            target.writestr(info.filename, _reworded(part, chance) if info.filename in chosen else part)
    return out.getvalue()


def _reworded(part: bytes, chance: random.Random) -> bytes:
    text = part.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 3, 10))):
        places = [found.span() for found in re.finditer(r'(?<=>)[^<>]+(?=<)|(?<==")[^"]*(?=")', text)]
        if not places:
            break
        start, end = chance.choice(places)
        text = text[:start] + chance.choice(fuzz_cells.WORDS) + text[end:]
    return text.encode("utf-8", "replace")


def _sources(workspace: Workspace) -> Iterator[Source]:
    forms = [path for path in write_forms(workspace, YEAR, AT) if path.suffix == ".xlsx"]
    for path in forms[:2]:
        yield Source(path.name, fuzz_cells.filled(path))
    plan = write_plan(workspace)
    yield Source(plan.name, plan.read_bytes())
    lines = [
        f"{row.row},{YEAR},{number},確定"
        for number, (_, _, row) in enumerate(workspace.programme.rows(), 100)
        if row.is_input
    ]
    for encoding in ("utf-8-sig", "cp932", "utf-16"):
        yield Source(f"{LEAD.code}.csv", "\n".join(["行,年度,値,状態", *lines]).encode(encoding))


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
