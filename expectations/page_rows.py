"""The rows of the quality book's tables, from rows of the warehouse."""

from __future__ import annotations

from collections import Counter, defaultdict
from html import escape
from typing import Any

from expectations.catalogue import rules_of
from expectations.page_words import answer, japan_date, scope_words
from expectations.scope import PLAN
from expectations.wording import SEVERITIES
from warehouse.finding import Place
from warehouse.intake.submission import TOTAL
from warehouse.programme import Programme
from warehouse.read import Row

CLOSED = "closed"
_WEIGHT = {"block": 0, "explain": 1, "note": 2}


def finding_rows(
    findings: list[Row], submissions: list[Row], universities: list[Row], programme: Programme, releases: list[Row]
) -> list[dict[str, Any]]:
    """Return one entry a finding, those that stand before those that are closed, the heaviest first.

    `findings` are rows of `warehouse.history.finding_history`. Each entry has the words that people filter by, how it was
    answered, when it was first and last said, and what came before it was said no more.
    """
    names = {row["university"]: row["name"] for row in universities} | {TOTAL: "合計"}
    titles = {indicator.item: f"{indicator.item}) {indicator.title.ja}" for indicator in programme.indicators}
    let_out: dict[str, list[Row]] = defaultdict(list)
    for note in releases:
        let_out[note["id"]].append(note)
    entries = [
        _entry(finding, names, titles)
        | {"reason": answer(finding, programme, let_out[finding["id"]]), "closed_by": _closed_by(finding, submissions)}
        for finding in findings
    ]
    return sorted(entries, key=lambda entry: (entry["state"] == CLOSED, _WEIGHT[entry["severity"]]))


def _entry(finding: Row, names: dict[str, str], titles: dict[str, str]) -> dict[str, Any]:
    place = Place(finding["file"], finding["sheet"], finding["cell"])
    at = f"{place}: "  # the place has a column of its own
    year, is_closed = finding["fiscal_year"], finding["state"] == CLOSED
    return {
        "id": finding["id"] or "",
        "severity": finding["severity"],
        "university": names.get(finding["university"] or "", finding["university"] or "－"),
        "item": titles.get(finding["item"] or "", "－"),
        "year": f"令和{year - 2018}年度" if year else "－",
        "scope": scope_words(finding["scope"]),
        "rule": finding["rule"],
        "state": finding["state"],
        "ja": finding["message_ja"].removeprefix(at),
        "en": finding["message_en"].removeprefix(at),
        "remedy_ja": finding["remedy_ja"],
        "remedy_en": finding["remedy_en"],
        "file": finding["file"] or "",
        "sheet": finding["sheet"] or "",
        "cell": finding["cell"] or "",
        "value": "" if is_closed else finding["written"] or "",  # a file of that name may hold another value by now
        "first": japan_date(finding["first_seen"])[:10],
        "last": japan_date(finding["last_seen"])[:10],
        "closed": japan_date(finding["closed_at"])[:10] if finding["closed_at"] else "",
    }


def _closed_by(finding: Row, submissions: list[Row]) -> str:
    """Return the name of the last file that came between the last time that a finding was said and its closing."""
    if finding["state"] != CLOSED:
        return ""
    came = [
        row["file_name"] for row in submissions
        if finding["last_seen"] < row["received_at"] <= finding["closed_at"]
        and finding["scope"] == (PLAN if row["purpose"] == "plan" else str(row["fiscal_year"]))
        and (row["university"] == finding["university"] or finding["university"] in (None, TOTAL) or row["purpose"] == "plan")
    ]  # fmt: skip
    return str(came[-1]) if came else ""


def outcome_rows(outcomes: list[Row], runs: list[Row], programme: Programme) -> list[dict[str, Any]]:
    """Return one entry a rule and scope of the newest runs: what it said of how many things."""
    rules = {rule.id: rule for rule in rules_of(programme)}
    scopes = {run["run"]: scope_words(run["scope"]) for run in runs}
    return [
        {
            "scope": scopes.get(outcome["run"], ""),
            "rule": outcome["rule"],
            "severity": rules[outcome["rule"]].severity if outcome["rule"] in rules else "",
            "source": str(rules[outcome["rule"]].source or "") if outcome["rule"] in rules else "",
            "outcome": outcome["outcome"],
            "examined": outcome["examined"],
            "not_met": outcome["not_met"],
            "detail": outcome["detail"] or "",
        }
        for outcome in outcomes
    ]


def university_counts(findings: list[Row], universities: list[Row]) -> str:
    """Return the rows of the table by university: how many of each severity stand."""
    standing = (finding for finding in findings if finding["state"] != CLOSED)
    counts = Counter((finding["university"], finding["severity"]) for finding in standing)
    named = [(row["university"], row["name"]) for row in universities] + [
        (TOTAL, "合計シート / total sheet"),
        (None, "その他 / other"),
    ]
    known = {code for code, _ in named}
    for (code, severity), count in list(counts.items()):
        if code not in known:
            counts[None, severity] += count
    return "\n".join(_count_row(name, [counts[code, severity] for severity in SEVERITIES]) for code, name in named)


def _count_row(name: str, numbers: list[int]) -> str:
    cells = "".join(f'<td class="number">{number:,}</td>' for number in numbers)
    return f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'


def run_rows(runs: list[Row], findings: list[Row]) -> str:
    """Return the rows of the table of runs, the newest first, each with what it said first, what no more, and a bar."""
    most = max((run["block"] + run["explain"] + run["note"] for run in runs), default=0) or 1
    checked = [finding for finding in findings if finding["origin"] == "check"]
    new = Counter((finding["scope"], finding["first_seen"]) for finding in checked)
    closed = Counter((finding["scope"], finding["closed_at"]) for finding in checked)
    rows = ((run, (run["scope"], run["ran_at"])) for run in reversed(runs))
    return "\n".join(_run_row(run, most, new[about], closed[about]) for run, about in rows)


def _run_row(run: Row, most: int, new: int, closed: int) -> str:
    bars = "".join(
        f'<span class="bar {severity}" style="width:{100 * run[severity] / most:.1f}%"></span>'
        for severity in SEVERITIES
    )
    numbers = "".join(f'<td class="number">{run[severity]:,}</td>' for severity in SEVERITIES)
    return (
        f'<tr><th scope="row">{escape(japan_date(run["ran_at"]))}</th><td>{escape(scope_words(run["scope"]))}</td>{numbers}'
        f'<td class="number">{new:,}</td><td class="number">{closed:,}</td>'
        f'<td class="number">{run["rules"]:,}</td><td class="number">{run["could_not_run"]:,}</td>'
        f'<td class="trend" aria-hidden="true">{bars}</td></tr>'
    )
