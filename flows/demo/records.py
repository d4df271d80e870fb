"""The database of the invented third university: tables and columns of its own, and the queries that read them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path

Answer = Decimal | str | None
ADDRESS = "ROKUNEN_DEMO_DATABASE"  # the environment variable that holds the database's URL

TABLES = """
create table if not exists t_kamoku (nendo integer, katei text, tabunka_flg integer, kamoku_su integer);
create table if not exists t_rishu (nendo integer, katei text, kokuseki_kbn text, ninzu integer);
create table if not exists t_zaiseki (nendo integer, kijun text, kubun text, ninzu integer);
create table if not exists t_kyoin (nendo integer, kyoshu_tanto integer, ninzu integer);
create table if not exists t_ta_sa (nendo integer, kanren_flg integer, nobe_su integer);
create table if not exists t_renkei (nendo integer, shubetsu text, kensu);
create table if not exists t_haken (nendo integer, kanren_flg integer, kikan text, ninzu integer);
create table if not exists t_shinro (nendo integer, kibo text, kekka text, ninzu integer);
create table if not exists t_nini_shihyo (nendo integer, bango text, atai numeric);
"""

QUERIES = {
    "1.courses_total": "select sum(kamoku_su) from t_kamoku where nendo = :fiscal_year",
    "1.courses_co": "select sum(kamoku_su) from t_kamoku where nendo = :fiscal_year and tabunka_flg = 1",
    "1.courses_co_bachelor": "select sum(kamoku_su) from t_kamoku where nendo = :fiscal_year and tabunka_flg = 1 and katei = '学士'",
    "1.courses_co_master": "select sum(kamoku_su) from t_kamoku where nendo = :fiscal_year and tabunka_flg = 1 and katei = '博士前期'",
    "1.courses_co_doctor": "select sum(kamoku_su) from t_kamoku where nendo = :fiscal_year and tabunka_flg = 1 and katei = '博士後期'",
    "1.B": "select sum(ninzu) from t_rishu where nendo = :fiscal_year and kokuseki_kbn = '日本'",
    "1.C": "select sum(ninzu) from t_rishu where nendo = :fiscal_year and kokuseki_kbn = '外国'",
    "1.A_bachelor": "select sum(ninzu) from t_rishu where nendo = :fiscal_year and katei = '学士'",
    "1.A_master": "select sum(ninzu) from t_rishu where nendo = :fiscal_year and katei = '博士前期'",
    "1.A_doctor": "select sum(ninzu) from t_rishu where nendo = :fiscal_year and katei = '博士後期'",
    "1.E": "select ninzu from t_zaiseki where nendo = :fiscal_year and kijun = '通年' and kubun = '日本人'",
    "1.F": "select ninzu from t_zaiseki where nendo = :fiscal_year and kijun = '通年' and kubun = '外国籍'",
    "2.A": "select sum(ninzu) from t_kyoin where nendo = :fiscal_year",
    "2.B": "select sum(ninzu) from t_kyoin where nendo = :fiscal_year and kyoshu_tanto = 1",
    "2.C": "select sum(nobe_su) from t_ta_sa where nendo = :fiscal_year",
    "2.D": "select sum(nobe_su) from t_ta_sa where nendo = :fiscal_year and kanren_flg = 1",
    "3.local": "select kensu from t_renkei where nendo = :fiscal_year and shubetsu = '自治体'",
    "3.companies": "select kensu from t_renkei where nendo = :fiscal_year and shubetsu = '企業'",
    "3.npo": "select kensu from t_renkei where nendo = :fiscal_year and shubetsu = 'NPO'",
    "4.B": "select sum(ninzu) from t_haken where nendo = :fiscal_year",
    "4.short": "select ninzu from t_haken where nendo = :fiscal_year and kanren_flg = 1 and kikan = '短期'",
    "4.mid": "select ninzu from t_haken where nendo = :fiscal_year and kanren_flg = 1 and kikan = '中期'",
    "4.long": "select ninzu from t_haken where nendo = :fiscal_year and kanren_flg = 1 and kikan = '長期'",
    "5.A": "select ninzu from t_zaiseki where nendo = :fiscal_year and kijun = '5/1' and kubun = '全学生'",
    "5.B_long": "select ninzu from t_zaiseki where nendo = :fiscal_year and kijun = '通年' and kubun = '留学'",
    "5.B_short": "select ninzu from t_zaiseki where nendo = :fiscal_year and kijun = '通年' and kubun = '短期'",
    "6.a": "select sum(ninzu) from t_shinro where nendo = :fiscal_year and kibo = '国内'",
    "6.i": "select sum(ninzu) from t_shinro where nendo = :fiscal_year and kibo = '海外'",
    "6.2": "select sum(ninzu) from t_shinro where nendo = :fiscal_year and kekka in ('国内就職', '海外就職')",
    "6.u": "select sum(ninzu) from t_shinro where nendo = :fiscal_year and kekka = '国内就職'",
    "8.1": "select atai from t_nini_shihyo where nendo = :fiscal_year and bango = '指標1'",
    "8.2": "select atai from t_nini_shihyo where nendo = :fiscal_year and bango = '指標2'",
}  # fmt: skip


def store(path: Path, fiscal_year: int, values: Mapping[str, Answer]) -> None:
    """Write a year's figures into the university's tables, in place of what stood there for that year."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(TABLES)
        for table, rows in _tables(values).items():
            connection.execute(f"delete from {table} where nendo = ?", [fiscal_year])
            for row in rows:
                marks = ", ".join("?" * (len(row) + 1))
                connection.execute(
                    f"insert into {table} values ({marks})", [fiscal_year, *(_plain(part) for part in row)]
                )


def url(path: Path) -> str:
    """Return the address of the database as SQLAlchemy writes it."""
    return f"sqlite:///{path.resolve().as_posix()}"


def channel_text(queries: Mapping[str, str] = QUERIES, status: str = "final", reason: str | None = None) -> str:
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


def _tables(values: Mapping[str, Answer]) -> dict[str, Iterable[tuple[Answer | int, ...]]]:
    number = {row: value if isinstance(value, Decimal) else Decimal(0) for row, value in values.items()}
    degrees = {"bachelor": "学士", "master": "博士前期", "doctor": "博士後期"}
    return {
        "t_kamoku": [
            *((name, 1, number[f"1.courses_co_{degree}"]) for degree, name in degrees.items()),
            ("全課程", 0, number["1.courses_total"] - number["1.courses_co"]),
        ],
        "t_rishu": _participants(number, degrees),
        "t_zaiseki": [
            ("通年", "日本人", number["1.E"]), ("通年", "外国籍", number["1.F"]), ("5/1", "全学生", number["5.A"]),
            ("通年", "留学", number["5.B_long"]), ("通年", "短期", number["5.B_short"]),
        ],
        "t_kyoin": [(0, number["2.A"] - number["2.B"]), (1, number["2.B"])],
        "t_ta_sa": [(0, number["2.C"] - number["2.D"]), (1, number["2.D"])],
        "t_renkei": [("自治体", values["3.local"]), ("企業", values["3.companies"]), ("NPO", values["3.npo"])],
        "t_haken": [
            (1, "短期", number["4.short"]), (1, "中期", number["4.mid"]), (1, "長期", number["4.long"]),
            (0, "計", number["4.B"] - number["4.short"] - number["4.mid"] - number["4.long"]),
        ],
        "t_shinro": _leavers(number),
        "t_nini_shihyo": [("指標1", values["8.1"]), ("指標2", values["8.2"])],
    }  # fmt: skip


def _participants(number: Mapping[str, Decimal], degrees: Mapping[str, str]) -> list[tuple[Answer, ...]]:
    """Return participants by degree and nationality, so that both ways of adding give the reported numbers."""
    foreign = {degree: number["1.C"] * number[f"1.A_{degree}"] // number["1.A"] for degree in degrees}
    foreign["bachelor"] += number["1.C"] - sum(foreign.values())
    rows: list[tuple[Answer, ...]] = []
    for degree, name in degrees.items():
        rows += [(name, "外国", foreign[degree]), (name, "日本", number[f"1.A_{degree}"] - foreign[degree])]
    return rows


def _leavers(number: Mapping[str, Decimal]) -> list[tuple[Answer, ...]]:
    """Return leavers by wish and outcome; more hires than seekers at home means that some had sought work abroad."""
    hired, sought = number["6.u"], number["6.a"]
    changed = max(hired - sought, Decimal(0))
    abroad = max(number["6.2"] - hired, Decimal(0))
    return [
        ("国内", "国内就職", hired - changed), ("国内", "未定", sought - hired + changed), ("海外", "国内就職", changed),
        ("海外", "海外就職", abroad), ("海外", "未定", number["6.i"] - changed - abroad),
    ]  # fmt: skip


def _plain(value: Answer | int) -> int | float | str | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
