"""受領確認: what a university gets for each file that came: which file, what was read, and what it changed and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from reports.contact import contact
from reports.file_name import safe
from warehouse import read
from warehouse.database import open_warehouse
from warehouse.decision import TOKYO
from warehouse.intake.era import REIWA_STARTS, era
from warehouse.programme import Programme
from warehouse.programme.collection import CollectionReceipt
from warehouse.workspace import Workspace

Row = dict[str, Any]
BY_FILE = ("workbook", "csv", "official_form")
SEVERITIES = ("block", "explain", "note")


def write_receipts(workspace: Workspace, fiscal_year: int) -> list[Path]:
    """Write a 受領確認 to the outbox for each file of a known university that has none yet; return the new ones.

    So a receipt is written once, also where the run that took the file in was killed before it came to it.
    """
    words = workspace.programme.collection.receipt
    if words is None:
        return []
    names = {each.code: each.name for each in workspace.universities}
    folder = workspace.outbox(fiscal_year)
    with open_warehouse(workspace.database) as connection:
        came = read.rows(
            connection, "core.submission", "ordinal", purpose="return", fiscal_year=fiscal_year, channel=list(BY_FILE)
        )
        paths = {
            row["submission"]: folder / f"{safe(name)}_{words.name}_{fiscal_year}_{row['sha256'][:8]}.txt"
            for row in came
            if (name := names.get(row["university"]))
        }
        ids = [submission for submission, path in paths.items() if not path.exists()]
        if not ids:
            return []
        changed = read.rows(connection, "out.replaced_cell", 'position, category, line, "column"', submission=ids)
        opened = read.rows(connection, "out.open_finding", scope=str(fiscal_year), run=ids)
        values = read.rows(connection, "raw.datum", submission=ids)
        lines = read.rows(connection, "raw.listed_row", submission=ids)
    parts = [_grouped(changed, "submission"), _grouped(opened, "run")]
    parts += [_grouped(values, "submission"), _grouped(lines, "submission")]
    folder.mkdir(parents=True, exist_ok=True)
    for row in came:
        if (submission := row["submission"]) in ids:
            mine = [found.get(submission, []) for found in parts]
            paths[submission].write_text(
                _text(workspace, words, row, names[row["university"]], *mine), encoding="utf-8"
            )
    return [paths[submission] for submission in ids]


def _grouped(rows: Sequence[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


def _text(
    workspace: Workspace, words: CollectionReceipt, row: Row, university: str,
    changed: list[Row], opened: list[Row], values: list[Row], listed: list[Row],
) -> str:  # fmt: skip
    """Return the receipt of one submission."""
    programme = workspace.programme
    count = sum(each["value"] is not None for each in values)
    found = ((words.values_count, count), (words.lines_count, len(listed)))
    read_now = [text.replace("{count}", str(number)) for text, number in found if number]
    names = {
        "{university}": university, "{year}": era(row["fiscal_year"]),
        "{programme}": programme.name_in(row["fiscal_year"]).ja,
    }  # fmt: skip
    counts = {f"{{{kind}}}": str(sum(each["severity"] == kind for each in opened)) for kind in SEVERITIES}
    lines = [
        words.name, "", _filled(words.to, names), "", _filled(words.opening, names), "",
        f"{words.file}：{row['file_name']}",
        f"{words.at}：{_moment(row['received_at'])}",
        f"{words.hash}：{row['sha256']}",
        f"{words.values}：" + ("、".join(read_now) or words.nothing_read),
        *_replaced(programme, words, row, changed, has_values=count > 0),
        "", f"{words.findings}：{_filled(words.counts, counts)}",
        "", words.contact, contact(workspace), "",
    ]  # fmt: skip
    return "\n".join(lines)


def _replaced(
    programme: Programme, words: CollectionReceipt, row: Row, changed: Sequence[Row], has_values: bool
) -> list[str]:
    """Return the lines about what this file changed; none for the first answer of a university."""
    if not changed:
        return ["", words.unchanged] if row["reason"] and has_values else []
    missing = words.reason_missing if any(each["needs_reason"] for each in changed) else words.reason_unneeded
    earlier = {each["earlier_submission"]: each for each in changed}
    kept = [
        f"{words.replaces}：" + words.kept.replace("{file}", each["earlier_file_name"]).replace(
            "{at}", _moment(each["earlier_received_at"])).replace("{hash}", f"{each['earlier_sha256'][:16]}…")
        for each in earlier.values()
    ]  # fmt: skip
    told = [_change(programme, words, each) for each in changed]
    return [
        "", *kept, f"{words.reason}：{row['reason'] or missing}",
        "", words.changes.replace("{count}", str(len(told))), *told,
    ]  # fmt: skip


def _change(programme: Programme, words: CollectionReceipt, cell: Row) -> str:
    """Return one line: where, which row, and what it says before and after."""
    place = " ".join(part for part in (cell["sheet"], cell["cell"]) if part)
    before = _said(programme, words.unread, cell["earlier_state"], cell["earlier_value"], cell["unit"])
    after = _said(programme, words.unread, cell["state"], cell["value"], cell["unit"])
    refused = words.waits_unread if cell["state"] == "error" else words.waits
    waits = "" if cell["is_in_force"] else refused
    return f"　{place}　{_label(programme, cell)}　{before} → {after}{waits}"


def _label(programme: Programme, cell: Row) -> str:
    if cell["row"]:
        return f"{cell['row']} {cell['label_ja'].lstrip('・')}"
    column = next((each.ja for each in programme.budget.actuals if each.id == cell["column"]), cell["column"])
    category = next(each for each in programme.budget.categories if each.id == cell["category"])
    line = next((each.label for each in category.lines if each.id == cell["line"]), category.label)
    return f"{line} {column}"


def _said(programme: Programme, unread: str, state: str, value: Any, unit: str | None) -> str:
    if state in ("value", "zero"):
        number = f"{value:,.0f}" if value == value.to_integral_value() else f"{value.normalize():,f}"
        return f"{number}{unit or ''}"
    words = {meant: word for word, meant in programme.collection.states.items()}
    return words.get(state, unread)  # type: ignore[call-overload, no-any-return]


def _moment(at: datetime) -> str:
    """A moment in naive UTC as a letter prints it: 令和9年6月12日 19時33分."""
    day = at + TOKYO
    return f"令和{day.year - REIWA_STARTS}年{day.month}月{day.day}日 {day.hour}時{day.minute:02}分"


def _filled(text: str, names: dict[str, str]) -> str:
    for name, said in names.items():
        text = text.replace(name, said)
    return text
