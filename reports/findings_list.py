"""All findings as one table, a row each: the columns that its workbook and its CSV share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from reports.annotated.list_sheet import WORDS
from reports.excel import Value
from warehouse.database import open_warehouse
from warehouse.finding import Place
from warehouse.history import finding_history
from warehouse.intake.submission import TOTAL
from warehouse.read import Row
from warehouse.workspace import Workspace

STATES = {"open": "未対応", "explained": "理由あり", "waived": "理由了承", "closed": "解消"}
REOPENED = {"exceeded": "未対応（上限を超過）", "expired": "未対応（期限切れ）"}
_STATE_ORDER, _SEVERITY_ORDER = list(STATES), list(WORDS)
_JAPAN = timedelta(hours=9)
ACTS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head in both languages, its width, what it tells of a finding, and whether it is printed."""

    ja: str
    en: str
    width: float
    tells: Callable[[Row], Any]
    is_printed: bool = True

    def value(self, finding: Row) -> Value:
        """Return what it tells of a finding; blank where there is nothing."""
        told = self.tells(finding)
        return told if told is None or isinstance(told, int | Decimal) else str(told)


def finding_list(workspace: Workspace, as_of: datetime | None = None) -> list[Row]:
    """Return every finding as of a moment, those that stand before those that are gone, the gravest first.

    Rows of `warehouse.history.finding_history`, with `item_title` in the definition's words.
    """
    titles = {one.item: f"{one.item}) {one.title.ja}" for one in workspace.programme.indicators}
    with open_warehouse(workspace.database, as_of) as connection:
        rows = finding_history(connection)
    for row in rows:
        row["item_title"] = titles.get(row["item"] or "")
    return sorted(rows, key=_weight)


def _weight(row: Row) -> tuple[bool, int, int]:
    return row["state"] == "closed", _SEVERITY_ORDER.index(row["severity"]), _STATE_ORDER.index(row["state"])


def table(findings: Sequence[Row]) -> list[list[Value]]:
    """Return the findings as rows of values, in the order of COLUMNS."""
    return [[column.value(finding) for column in COLUMNS] for finding in findings]


def acts_as_formula(value: Value) -> bool:
    """Return whether a spreadsheet would take a text for a formula when somebody types it: `=…`, `+…`, `-…`, `@…`."""
    return isinstance(value, str) and value.startswith(ACTS)


def _university(row: Row) -> str | None:
    return "合計" if row["university"] == TOTAL else row["university_name"] or row["university"]


def _scope(row: Row) -> str:
    return "計画" if row["scope"] == "plan" else f"令和{int(row['scope']) - 2018}年度"


def _label(row: Row) -> str | None:
    label = (row["label_ja"] or "").lstrip("・")
    return " ".join(part for part in (row["row"], label) if part) or None


def _place(row: Row) -> str:
    return "\n".join(part for part in (row["file"], " ".join(filter(None, (row["sheet"], row["cell"])))) if part)


def _without_place(row: Row, message: str) -> str:
    """The sentence alone: the place has a column of its own."""
    return message.removeprefix(f"{Place(row['file'], row['sheet'], row['cell'])}: ")


def _day(moment: datetime | None) -> str | None:
    return (moment + _JAPAN).date().isoformat() if moment else None


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


COLUMNS = (
    Column("番号", "No.", 12, lambda row: row["id"]),
    Column("区分", "Severity", 8, lambda row: WORDS[row["severity"]]),
    Column("状態", "State", 9, lambda row: REOPENED.get(row["reopened"] or "", STATES[row["state"]])),
    Column("大学", "University", 14, _university),
    Column("対象", "Scope", 10, _scope),
    Column("項目", "Item", 18, _label),
    Column("場所", "Place", 21, _place),
    Column("記載", "As written", 9, lambda row: row["written"]),
    Column("確認事項", "Finding", 42, lambda row: _without_place(row, row["message_ja"])),
    Column("対応", "Remedy", 28, lambda row: row["remedy_ja"]),
    Column("理由", "Reason", 16, lambda row: row["explanation"]),
    Column("初出", "First seen", 11, lambda row: _day(row["first_seen"])),
    Column("最終", "Last seen", 11, lambda row: _day(row["last_seen"]), False),
    Column("解消", "Closed", 11, lambda row: _day(row.get("closed_at")), False),
    Column("年度", "Fiscal year", 8, lambda row: row["fiscal_year"], False),
    Column("指標", "Indicator", 30, lambda row: row["item_title"], False),
    Column("学校コード", "Code", 16, lambda row: row["university"], False),
    Column("ファイル", "File", 30, lambda row: row["file"], False),
    Column("シート", "Sheet", 20, lambda row: row["sheet"], False),
    Column("セル", "Cell", 8, lambda row: row["cell"], False),
    Column("規則", "Rule", 26, lambda row: row["rule"], False),
    Column("規則の版", "Rule version", 12, lambda row: row["rule_version"], False),
    Column("理由の記入者", "Explained by", 16, lambda row: row["explained_by"], False),
    Column("上限", "Bound", 10, lambda row: _number(row["bound"]), False),
    Column("了承の期限", "Expires on", 12, lambda row: row["expires_on"], False),
    Column("確認事項（英）", "Finding (English)", 50, lambda row: _without_place(row, row["message_en"]), False),
    Column("対応（英）", "Remedy (English)", 34, lambda row: row["remedy_en"], False),
)
