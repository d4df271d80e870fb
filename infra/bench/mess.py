"""Whether harmless mess is read as if nothing had happened, and damage is named: a table of kinds, files and misses.

    python infra/bench/mess.py [--seeds 3] [--first 0] [--plan データ集.xlsx --universities code=name …] [--office]

Sources: a filled 調査票 and the plan's データ集 of the demo; `--plan` adds another データ集, `--office` passes files through LibreOffice.
Harmless mess must give the same values at their (moved) addresses with nothing but notes. Damage must be named by a finding with
sheet, cell, value, rule and remedy: of the reader, or of the checks. Each file has 5 seconds and 500 MB.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import mess_breakage
import mess_source
import mess_words
from mess_book import Book, Key, Meant, facts
from mess_damage import BREAKAGES, DAMAGES, FORM_ONLY, NOTE, PLAN_ONLY, Damage, Expected, at
from mess_files import FILES
from mess_harmless import HARMLESS, messed
from mess_office import KINDS, converted
from mess_package import PACKAGED, repackaged, with_result
from mess_source import MEGABYTES, SECONDS, Source
from mess_table import Table

ENTERED = (mess_breakage, mess_words)  # importing them enters their kinds
SAME_WITHIN = Decimal("1e-9")
TOGETHER = (2, 4, 8)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seeds", type=int, default=3, help="how many files of each kind")
    options.add_argument("--first", type=int, default=0, help="the first seed")
    options.add_argument("--plan", type=Path, help="another データ集")
    options.add_argument(
        "--universities", nargs="*", default=(), metavar="CODE=NAME", help="who takes part, the lead first"
    )
    options.add_argument("--office", action="store_true", help="through LibreOffice as .xlsx, .xls and .ods")
    asked = options.parse_args()
    warnings.simplefilter("ignore")  # openpyxl's, about what it does not keep
    with tempfile.TemporaryDirectory() as folder:
        sources = list(mess_source.sources(Path(folder)))
        if asked.plan:
            pairs = [each.partition("=")[::2] for each in asked.universities]
            sources.append(mess_source.plan_from(Path(folder), asked.plan, pairs))
        table = Table()
        for seed in range(asked.first, asked.first + asked.seeds):
            for source in sources:
                run(source, seed, table)
                if asked.office:
                    through_office(source, seed, table, Path(folder))
        table.tell()
        sys.exit(1 if table.faults else 0)


def run(source: Source, seed: int, table: Table, is_short: bool = False) -> None:
    """Make every kind of file out of a source and judge what is read; `is_short`: several kinds to a file."""
    harmless(source, seed, table, is_short)
    packages(source, seed, table)
    damages(source, seed, table, is_short)
    breakages(source, seed, table)
    stale(source, seed, table)
    files(source, seed, table)


def harmless(source: Source, seed: int, table: Table, is_short: bool = False) -> None:
    """Read each mess alone, and several together."""
    names = [name for name in HARMLESS if name not in source.unfit]
    chance = random.Random(f"together {seed}")
    groups = [[name] for name in names] if not is_short else []
    groups += [chance.sample(names, size) for size in ((12, 12) if is_short else TOGETHER)]
    for group in groups:
        book = source.opened(f"{group} {seed}")
        messed(group, book)
        kind = group[0] if len(group) == 1 else f"{len(group)}種類を同時に"
        table.harmless(kind, source, seed, mistakes(source, book, book.content))


def packages(source: Source, seed: int, table: Table) -> None:
    """Read the sound file written in each other way."""
    for name in PACKAGED:
        content = repackaged(source.content, name, random.Random(f"{name} {seed}"))
        table.harmless(name, source, seed, _differences(source, content, source.facts()))


def through_office(source: Source, seed: int, table: Table, folder: Path) -> None:
    """Read a messed file after LibreOffice has saved it in other formats."""
    for kind in KINDS:
        book = source.opened(f"office {seed}")
        unfit = {*source.unfit} | NOT_FOR_OFFICE
        messed(random.Random(f"office {seed}").sample([name for name in HARMLESS if name not in unfit], 8), book)
        expected = {key: (said, *book.address(key)) for key, said in book.meant.items() if key in book.cells}
        for content in converted(book.content, kind, folder):
            table.harmless(f"LibreOffice で保存（.{kind}）", source, seed, _differences(source, content, expected))


NOT_FOR_OFFICE = {"空白列の挿入"}  # openpyxl keeps no widths of moved columns, and LibreOffice takes a hidden one along


def mistakes(source: Source, book: Book, content: bytes) -> list[str]:
    """Return where a messed file was not read as meant: values, addresses, facts too many, and loud findings."""
    expected = {key: (said, *book.address(key)) for key, said in book.meant.items() if key in book.cells}
    return _differences(source, content, expected)


def _differences(
    source: Source, content: bytes, expected: dict[Key, tuple[Meant, str | None, str | None]]
) -> list[str]:
    said, trouble = source.read(content)
    if said is None:
        return trouble
    got = facts(said)
    wrong = [f"{key}: {got.get(key)} ≠ {fact}" for key, fact in expected.items() if not _is_same(got.get(key), fact)]
    loud = [each.message_ja for each in said.findings if each.severity != "note" and each.rule not in source.known]
    return trouble + wrong + loud


def _is_same(got: tuple[Meant, str | None, str | None] | None, expected: tuple[Meant, str | None, str | None]) -> bool:
    if got is None or got[1:] != expected[1:]:
        return got is None and expected[0][0] == "blank"
    (state, value), (wanted, meant) = got[0], expected[0]
    if isinstance(value, Decimal) and isinstance(meant, Decimal):
        return state == wanted and abs(value - meant) <= SAME_WITHIN * max(abs(meant), Decimal(1))
    return state == wanted and value == meant


def damages(source: Source, seed: int, table: Table, is_short: bool = False) -> None:
    """Judge each damage of a cell, alone and all of them in one file."""
    fit = list(_fit(DAMAGES, source))
    for group in [] if is_short else [[each] for each in fit]:
        _judge(source, group, seed, table)
    _judge(source, fit, seed, table)


def breakages(source: Source, seed: int, table: Table) -> None:
    """Judge each damage of the form itself, alone."""
    for each in _fit(BREAKAGES, source):
        _judge(source, [each], seed, table)


def stale(source: Source, seed: int, table: Table) -> None:
    """Judge a total that was stored before its parts were changed: the parts count, and the old result is named."""
    book = source.opened(f"stale {seed}")
    cell = next(cell for key, cell in book.computed() if key[0] == "value" and book.meant[key][0] == "value")
    sheet = book.book.sheetnames.index(cell.parent.title)
    content = with_result(source.content, sheet, cell.coordinate, "4321.5")
    said, _ = source.read(content)
    expected = at(cell, "4321.5", NOTE)
    named = [] if said and expected.is_said(list(said.findings)) else [str(expected)]
    table.damage("古いままの計算結果（合計）", source, seed, named + _differences(source, content, source.facts()))


def _fit(kinds: dict[str, Damage], source: Source) -> Iterator[tuple[str, Damage]]:
    others = FORM_ONLY if source.is_plan else PLAN_ONLY
    return ((name, change) for name, change in kinds.items() if name not in others)


def _judge(source: Source, group: list[tuple[str, Damage]], seed: int, table: Table) -> None:
    book = source.opened(f"{group[0][0]} {seed} {len(group)}")
    expected: list[tuple[str, Expected]] = [(name, each) for name, change in group for each in change(book)]
    content = book.content
    said, trouble = source.read(content)
    findings = list(said.findings) if said else []
    if said and not all(each.is_said(findings) for _, each in expected):
        findings += source.checked(said)
    for name, _ in group:
        missed = [str(each) for other, each in expected if other == name and not each.is_said(findings)]
        table.damage(name, source, seed, trouble + missed)


def files(source: Source, seed: int, table: Table) -> None:
    """Judge the files that are no sound workbook."""
    for name, (make, outcome) in FILES.items():
        said, trouble = source.read(make(source.content, random.Random(f"{name} {seed}")))
        if said is not None:
            loud = [
                each for each in said.findings if each.rule not in source.known and each.remedy_ja and each.remedy_en
            ]
            is_blocked = any(each.severity == "block" for each in loud) and not said.data
            if (
                not loud
                or (outcome == "refused" and not is_blocked)
                or (outcome == "noted" and len(said.data) != len(source.clean.data))
            ):
                trouble.append(f"{[each.rule for each in said.findings]}, {len(said.data)} values")
        table.damage(name, source, seed, trouble)


__all__ = ["MEGABYTES", "SECONDS", "main", "run"]

if __name__ == "__main__":
    main()
