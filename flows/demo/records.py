"""The database of the invented third university: tables and columns of its own, and the queries that read them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import yaml

Answer = Decimal | str | None
ADDRESS = "ROKUNEN_DEMO_DATABASE"  # the environment variable that holds the database's URL

HERE = Path(__file__).parent


def queries() -> dict[str, str]:
    """Return the university's query for each row of the form."""
    found: dict[str, str] = yaml.safe_load((HERE / "university_queries.yaml").read_text(encoding="utf-8"))
    return found


def store(path: Path, fiscal_year: int, values: Mapping[str, Answer]) -> None:
    """Write a year's figures into the university's tables, in place of what stood there for that year."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = {
        table: json.dumps([[_plain(part) for part in row] for row in rows]) for table, rows in _tables(values).items()
    }
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript((HERE / "university.sql").read_text(encoding="utf-8"))
        for statement in (HERE / "university_year.sql").read_text(encoding="utf-8").split(";"):
            connection.execute(statement, {"nendo": fiscal_year, **rows})


def url(path: Path) -> str:
    """Return the address of the database as SQLAlchemy writes it."""
    return f"sqlite:///{path.resolve().as_posix()}"


def channel_text(queries: Mapping[str, str], status: str = "final", reason: str | None = None) -> str:
    """Return the channel file that asks the university's database: never its address, only where that is found."""
    lines = [
        "# 架空第三大学のデータベースへの問合せ（読取専用） / what is asked of this university's own database",
        f"url_from: {ADDRESS}",
        "timeout_seconds: 20",
        f"status: {status}",
        *([f"reason: {reason}"] if reason else []),
        "queries:",
        *(f'  {row}: "{query}"' for row, query in queries.items()),
    ]
    return "\n".join(lines) + "\n"


def _tables(values: Mapping[str, Answer]) -> dict[str, list[tuple[Answer, ...]]]:
    """Return the rows of each table; a row whose figures are not known yet is left out."""
    number = _Numbers(values)
    degrees = {"bachelor": "学士", "master": "博士前期", "doctor": "博士後期"}
    abroad = ("4.short", "4.mid", "4.long")
    tables: dict[str, list[tuple[Answer, ...]]] = {
        "t_kamoku": [
            *((name, Decimal(1), number[f"1.courses_co_{degree}"]) for degree, name in degrees.items()),
            ("全課程", Decimal(0), number.less("1.courses_total", "1.courses_co")),
        ],
        "t_rishu": _participants(number, degrees),
        "t_zaiseki": [
            ("通年", "日本人", number["1.E"]), ("通年", "外国籍", number["1.F"]), ("5/1", "全学生", number["5.A"]),
            ("通年", "留学", number["5.B_long"]), ("通年", "短期", number["5.B_short"]),
        ],
        "t_kyoin": [(Decimal(0), number.less("2.A", "2.B")), (Decimal(1), number["2.B"])],
        "t_ta_sa": [(Decimal(0), number.less("2.C", "2.D")), (Decimal(1), number["2.D"])],
        "t_renkei": [("自治体", values.get("3.local")), ("企業", values.get("3.companies")), ("NPO", values.get("3.npo"))],
        "t_haken": [
            *((Decimal(1), name, number[row]) for row, name in zip(abroad, ("短期", "中期", "長期"), strict=True)),
            (Decimal(0), "計", number.less("4.B", *abroad)),
        ],
        "t_shinro": _leavers(number),
        "t_nini_shihyo": [("指標1", values.get("8.1")), ("指標2", values.get("8.2"))],
    }  # fmt: skip
    return {table: [row for row in rows if row[-1] is not None] for table, rows in tables.items()}


class _Numbers:
    """The values that are numbers; None where there is none, also for what is worked out from it."""

    def __init__(self, values: Mapping[str, Answer]) -> None:
        self._values = values

    def __getitem__(self, row: str) -> Decimal | None:
        value = self._values.get(row)
        return value if isinstance(value, Decimal) else None

    def less(self, row: str, *parts: str) -> Decimal | None:
        """Return a value without some parts of it."""
        whole, known = self[row], [self[part] for part in parts]
        if whole is None or any(part is None for part in known):
            return None
        return whole - sum((part for part in known if part is not None), Decimal(0))

    def all(self, *rows: str) -> list[Decimal]:
        """Return the values of these rows, or nothing where one of them is missing."""
        found = [self[row] for row in rows]
        return [value for value in found if value is not None] if None not in found else []


def _participants(number: _Numbers, degrees: Mapping[str, str]) -> list[tuple[Answer, ...]]:
    """Return participants by degree and nationality, so that both ways of adding give the reported numbers."""
    known = number.all("1.A", "1.C", *(f"1.A_{degree}" for degree in degrees))
    if not known:
        return []
    everyone, foreigners, *by_degree = known
    foreign = [foreigners * people // everyone for people in by_degree]
    foreign[0] += foreigners - sum(foreign)
    rows: list[tuple[Answer, ...]] = []
    for name, people, of_them in zip(degrees.values(), by_degree, foreign, strict=True):
        rows += [(name, "外国", of_them), (name, "日本", people - of_them)]
    return rows


def _leavers(number: _Numbers) -> list[tuple[Answer, ...]]:
    """Return leavers by wish and outcome; more hires than seekers at home means that some had sought work abroad."""
    known = number.all("6.a", "6.i", "6.2", "6.u")
    if not known:
        return []
    sought, elsewhere, employed, hired = known
    changed = max(hired - sought, Decimal(0))
    abroad = max(employed - hired, Decimal(0))
    return [
        ("国内", "国内就職", hired - changed), ("国内", "未定", sought - hired + changed), ("海外", "国内就職", changed),
        ("海外", "海外就職", abroad), ("海外", "未定", elsewhere - changed - abroad),
    ]  # fmt: skip


def _plain(value: Answer) -> int | float | str | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
