"""The quality book: what stands and what was closed, which rule said what, and how it went over time, as one page that needs nothing else."""

from __future__ import annotations

import json
import re
from datetime import datetime
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from expectations.catalogue import rules_of
from expectations.page_rows import finding_rows, outcome_rows, run_rows, university_counts
from expectations.page_words import WORDS, japan_time
from warehouse import read
from warehouse.database import open_warehouse
from warehouse.history import finding_history
from warehouse.read import Row
from warehouse.workspace import Workspace

FOLDER = "quality-book"
FILE = "quality-book.html"
MARK = re.compile("⟦([a-z_]+)⟧")  # the marks of the template: dollar signs and braces belong to its script


def write_quality_book(workspace: Workspace, at: datetime, as_of: datetime | None = None) -> Path:
    """Write the quality book as of a moment (naive UTC; None is now) and return the file.

    It holds its own style and script, asks for nothing over a network, and opens with any browser.
    """
    path = workspace.reports / FOLDER / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(quality_book(workspace, at, as_of), encoding="utf-8")
    part.replace(path)
    return path


def quality_book(workspace: Workspace, at: datetime, as_of: datetime | None = None) -> str:
    """Return the page's HTML."""
    with open_warehouse(workspace.database, as_of) as connection:
        findings = finding_history(connection)
        submissions = read.rows(connection, "core.submission", order="ordinal") if findings else []
        universities = read.rows(connection, "core.university", order="position")
        newest = [row["run"] for row in read.rows(connection, "core.run")]
        outcomes = read.rows(connection, "raw.outcome", order="run, rule", run=newest)
        runs = read.rows(connection, "out.run_count", order="ran_at, run")
        releases = read.rows(connection, "out.release", order="number") if findings else []
    content = {
        "findings": finding_rows(findings, submissions, universities, workspace.programme, releases),
        "outcomes": outcome_rows(outcomes, runs, workspace.programme),
        "words": WORDS,
    }
    return _page(workspace, as_of or at, content, findings, universities, runs)


def _page(
    workspace: Workspace,
    moment: datetime,
    content: dict[str, Any],
    findings: list[Row],
    universities: list[Row],
    runs: list[Row],
) -> str:
    programme = workspace.programme
    marks = {
        "style": _part("quality_book.css"),
        "script": _part("quality_book.js"),
        "data": _json(content),
        "programme": escape(programme.name_in(programme.last_fy).ja),
        "lead": escape(workspace.lead.name),
        "synthetic": _part("synthetic.html") if workspace.config.synthetic else "",
        "moment": escape(japan_time(moment)),
        "rule_count": str(len(rules_of(programme))),
        "universities": university_counts(findings, universities),
        "runs": run_rows(runs, findings),
    }
    return MARK.sub(lambda mark: marks[mark[1]], _part("quality_book.html"))


def _part(name: str) -> str:
    return (files("expectations") / "templates" / name).read_text(encoding="utf-8")


def _json(content: dict[str, Any]) -> str:
    """Return JSON that cannot end the script element that holds it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
