"""Reads people.txt: the tables of a small university, and the counts that its marks add up to."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy as sa

HERE = Path(__file__).parent
MARK = re.compile(r"\d\.\w+|records_\w+")
TYPES = {"": sa.String(20), "date": sa.Date(), "int": sa.Integer()}


@dataclass(frozen=True)
class OwnTable:
    """A table of the university's: its columns with their types, its rows, and the marks of each row."""

    name: str
    columns: dict[str, str]
    rows: list[dict[str, Any]]
    marks: list[list[str]]


def own_tables() -> list[OwnTable]:
    tables = []
    for section in (HERE / "people.txt").read_text(encoding="utf-8").split("\n## ")[1:]:
        title, head, *lines = [line for line in section.splitlines() if line.strip()]
        names = [cell.strip().partition(":") for cell in head.split("|")[:-1]]
        columns = {name: kind for name, _, kind in names}
        cells = [[cell.strip() for cell in line.split("|")] for line in lines]
        rows = [{name: value(line[i], kind) for i, (name, kind) in enumerate(columns.items())} for line in cells]
        marks = [MARK.findall(line[-1]) for line in cells]
        tables.append(OwnTable(title.split()[0], columns, rows, marks))
    return tables


def value(text: str, kind: str) -> Any:
    if not text:
        return None
    return date.fromisoformat(text) if kind == "date" else int(text) if kind == "int" else text


def marked() -> Counter[str]:
    """The numbers that the university must report, row by row."""
    return Counter(word for table in own_tables() for marks in table.marks for word in marks)


def into_database(engine: sa.Engine) -> None:
    meta = sa.MetaData()
    tables = own_tables()
    made = [sa.Table(t.name, meta, *(sa.Column(c, TYPES[kind]) for c, kind in t.columns.items())) for t in tables]
    meta.drop_all(engine)
    meta.create_all(engine)
    with engine.begin() as connection:
        for table, own in zip(made, tables, strict=True):
            connection.execute(table.insert(), own.rows)
    engine.dispose()


def into_files(folder: Path, ending: str) -> dict[str, str]:
    """Write each table as CSV or Parquet; returns the file of each table."""
    for table in own_tables():
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(table.columns))
            writer.writeheader()
            writer.writerows(table.rows)
        if ending == "parquet":
            sql_types = {"": "varchar", "date": "date", "int": "integer"}
            columns = {name: sql_types[kind] for name, kind in table.columns.items()}
            duckdb.read_csv(str(folder / f"{table.name}.csv"), columns=columns).write_parquet(  # type: ignore[arg-type]
                str(folder / f"{table.name}.parquet")
            )
    return {table.name: f"{table.name}.{ending}" for table in own_tables()}
