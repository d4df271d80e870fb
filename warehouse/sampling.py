"""A stratified sample of the numbers that the newest documents print, the same for the same seed."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from itertools import zip_longest

import duckdb

from warehouse.printed import documents, figures
from warehouse.read import Row
from warehouse.workspace import Workspace

Connection = duckdb.DuckDBPyConnection


def published(connection: Connection, workspace: Workspace) -> list[Row]:
    """Return the documents whose files lie in the workspace exactly as they were written, in the order of their names."""
    newest: dict[str, Row] = {}
    for document in documents(connection):
        newest.setdefault(document["file"], document)
    whole = (each for each in newest.values() if _is_whole(workspace, each))
    return sorted(whole, key=lambda each: str(each["file"]))


def sample(connection: Connection, workspace: Workspace, size: int, seed: int) -> list[Row]:
    """Return `size` printed numbers (fewer where there are no more), each once, document by document.

    The strata are document × indicator × university × kind. Documents take turns, and in each the strata in a random
    order; only then is a second number drawn from a stratum.
    """
    chance = random.Random(seed)
    turns = [_shuffled(figures(connection, [each["document"]]), chance) for each in published(connection, workspace)]
    dealt = [row for turn in zip_longest(*turns) for row in turn if row is not None]
    return sorted(dealt[:size], key=lambda row: (row["file"], row["number"]))


def stratum(figure: Row) -> tuple[str, str, str, str]:
    """Return what a figure is about: document, indicator (経費, 科目), university and kind."""
    university, row, _, kind = figure["facts"][0].split("/") if figure["facts"] else ("", "", "", "")
    item = university if university in ("MONEY", "COURSE") else row.partition(".")[0]
    who = row.partition(".")[0] if university == "COURSE" else university
    return figure["file"], item, who, kind if figure["formula"] == "value" else figure["formula"].partition(":")[0]


def _shuffled(rows: Iterable[Row], chance: random.Random) -> list[Row]:
    """The figures of a document, one of each stratum before the second of any, in a random order."""
    strata: dict[tuple[str, str, str, str], list[Row]] = {}
    for row in {row["figure"]: row for row in rows if row["text"]}.values():
        strata.setdefault(stratum(row), []).append(row)
    order = [strata[key] for key in sorted(strata)]
    for each in order:
        chance.shuffle(each)
    chance.shuffle(order)
    return [row for turn in zip_longest(*order) for row in turn if row is not None]


def _is_whole(workspace: Workspace, document: Row) -> bool:
    path = workspace.root / document["file"]
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == str(document["sha256"])
