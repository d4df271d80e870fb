"""The rows of the quality book's tables, from rows of the warehouse."""

from __future__ import annotations

from collections import Counter, defaultdict
from html import escape
from typing import Any

from expectations.catalogue import rules_of
from expectations.page_words import answer, japan_date, scope_words
from expectations.wording import SEVERITIES
from warehouse.finding import Place
from warehouse.intake.submission import TOTAL
from warehouse.programme import Programme
from warehouse.read import Row

_WEIGHT = {"block": 0, "explain": 1, "note": 2}


def finding_rows(
    findings: list[Row], cells: list[Row], universities: list[Row], programme: Programme, releases: list[Row]
) -> list[dict[str, Any]]:
    """Return one entry a finding, the heaviest first, with the words that people filter by, and how it was answered."""
    texts = {(cell["file"], cell["sheet"], cell["cell"]): cell["text"] for cell in cells}
    names = {row["university"]: row["name"] for row in universities} | {TOTAL: "合計"}
    titles = {indicator.item: f"{indicator.item}) {indicator.title.ja}" for indicator in programme.indicators}
    let_out: dict[str, list[Row]] = defaultdict(list)
    for note in releases:
        let_out[note["id"]].append(note)
    entries = [
        _entry(finding, texts, names, titles) | {"reason": answer(finding, programme, let_out[finding["id"]])}
        for finding in findings
    ]
    return sorted(entries, key=lambda entry: _WEIGHT[entry["severity"]])


def _entry(finding: Row, texts: dict[Any, str], names: dict[str, str], titles: dict[str, str]) -> dict[str, Any]:
    place = Place(finding["file"], finding["sheet"], finding["cell"])
    at = f"{place}: "  # the place has a column of its own
    year = finding["fiscal_year"]
    return {
        "id": finding.get("id") or "",
        "severity": finding["severity"],
        "university": names.get(finding["university"] or "", finding["university"] or "－"),
        "item": titles.get(finding["item"] or "", "－"),
        "year": f"令和{year - 2018}年度" if year else "－",
        "scope": scope_words(finding["scope"]),
        "rule": finding["rule"],
        "state": finding.get("state") or "open",
        "ja": finding["message_ja"].removeprefix(at),
        "en": finding["message_en"].removeprefix(at),
        "remedy_ja": finding["remedy_ja"],
        "remedy_en": finding["remedy_en"],
        "file": finding["file"] or "",
        "sheet": finding["sheet"] or "",
        "cell": finding["cell"] or "",
        "value": texts.get((place.file, place.sheet, place.cell)) or "",
    }


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
    """Return the rows of the table by university: how many of each severity stand open."""
    counts = Counter((finding["university"], finding["severity"]) for finding in findings)
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


def run_rows(runs: list[Row]) -> str:
    """Return the rows of the table of runs, the newest first, each with a bar by severity."""
    most = max((run["block"] + run["explain"] + run["note"] for run in runs), default=0) or 1
    return "\n".join(_run_row(run, most) for run in reversed(runs))


def _run_row(run: Row, most: int) -> str:
    bars = "".join(
        f'<span class="bar {severity}" style="width:{100 * run[severity] / most:.1f}%"></span>'
        for severity in SEVERITIES
    )
    numbers = "".join(f'<td class="number">{run[severity]:,}</td>' for severity in SEVERITIES)
    return (
        f'<tr><th scope="row">{escape(japan_date(run["ran_at"]))}</th><td>{escape(scope_words(run["scope"]))}</td>{numbers}'
        f'<td class="number">{run["rules"]:,}</td><td class="number">{run["could_not_run"]:,}</td>'
        f'<td class="trend" aria-hidden="true">{bars}</td></tr>'
    )
