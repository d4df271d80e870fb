"""Great Expectations' own pages of the newest runs, for those who know them: written on request, and never the record."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from expectations import gx, scope
from expectations.catalogue import rules_for
from expectations.page_words import scope_words
from expectations.scope import PLAN, Scope
from expectations.wording import SEVERITIES, in_general
from warehouse import read
from warehouse.database import open_warehouse
from warehouse.definition import kept_programme
from warehouse.examined import CouldNotExamine, Examination
from warehouse.programme import Programme
from warehouse.proposed import propose
from warehouse.workspace import Workspace

FOLDER = "data-docs"
README = "はじめに_README.txt"
PAGE = 50  # rules a page
OFFLINE = """\
Great Expectations の Data Docs です（英語）。正式な記録は品質台帳（quality-book）と倉庫の点検結果です。
この画面の書体・装飾・動作の一部と開発元の商標画像は、開いたときに外部から取得されます（開いたことが外部に分かります）。
学内限定の環境では装飾のない画面になります。
外部と通信できない、又は通信してはならない環境では、通信を行わない品質台帳をお使いください。

These are Great Expectations' own Data Docs. The record is the quality book and the outcomes in the warehouse.
When opened, they fetch part of their styles and scripts, and their maker's logo, from outside, which can be seen there;
on a closed network the pages are bare.
Where nothing may be requested from outside, use the quality book, which requests nothing.
"""


def write_data_docs(workspace: Workspace, at: datetime, as_of: datetime | None = None) -> Path:
    """Write the pages of the plan and each year with the rules of its newest run, and return the first page.

    The rules examine the values as they are known at `as_of` (None: now, `at`); no result is stored. An earlier folder is
    replaced as a whole.
    """
    gx.load()
    with open_warehouse(workspace.database, as_of) as connection:
        runs = read.rows(connection, "core.run", "scope")
    chapters: dict[str, gx.Chapter] = {}
    for run in runs:
        programme = kept_programme(workspace, run["definition"]) or workspace.programme
        scope_ = run["scope"] if run["scope"] == PLAN else int(run["scope"])
        chapters |= dict(_chapters(workspace, programme, scope_, at, as_of))
    folder = workspace.reports / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / README).write_text(OFFLINE, encoding="utf-8-sig")
    return gx.write_data_docs(folder, chapters)


def _chapters(
    workspace: Workspace, programme: Programme, scope_: Scope, at: datetime, as_of: datetime | None
) -> Iterator[tuple[str, gx.Chapter]]:
    """Yield a page of results for each batch of rules that have something to check."""
    rules = {rule.id: rule for rule in rules_for(programme, scope_)}
    is_met = {}
    with open_warehouse(workspace.database, as_of) as connection:
        words, lists = scope.words(programme, scope_), scope.lists(programme, scope_, as_of or at)
        examination = Examination(connection, words, lists, definitions=propose(connection, programme))
        for rule in rules.values():
            try:
                examined = examination.examine(rule)
            except CouldNotExamine:
                continue
            if len(examined):
                is_met[rule.id] = examined
    said = {
        name: f"[{SEVERITIES[rule.severity][0]}] {in_general(rule.ja)} / {in_general(rule.en)}"
        for name, rule in rules.items()
    }
    for number, names in enumerate(_batches(list(is_met)), 1):
        title = f"{scope_words(str(scope_)).partition(' / ')[0]} ({number})"
        yield title, ({name: is_met[name] for name in names}, {name: said[name] for name in names})


def _batches(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), PAGE):
        yield names[start : start + PAGE]
