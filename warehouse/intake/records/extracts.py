"""Extracts of student records (Parquet or CSV), counted in DuckDB by the very statements that a database is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
from sqlalchemy.dialects import postgresql

from warehouse.intake.records.catalogue import ExtractCatalogue
from warehouse.intake.sql.connection import Asked
from warehouse.intake.sql.duckdb_file import within

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
READERS = {
    ".parquet": "read_parquet({path})",
    ".csv": "read_csv({path}, header = true, all_varchar = true)",
    ".tsv": "read_csv({path}, header = true, all_varchar = true, delim = '\t')",
}


class CannotRead(Exception):
    """An extract is not there, of no known kind, or damaged. `file` is its name, `why` a short reason."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(file)
        self.file = file
        self.why = why


@contextmanager
def opened(folder: Path, extracts: Mapping[str, str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a DuckDB in memory with each extract as a view of its name; the columns of a CSV are text.

    A path is relative to `folder`. Raises CannotRead.
    """
    connection = duckdb.connect(config=SETTINGS)
    try:
        for name, file in extracts.items():
            _view(connection, name, folder / file)
        yield connection
    finally:
        connection.close()


def catalogue(connection: duckdb.DuckDBPyConnection) -> ExtractCatalogue:
    """Return what the extracts hold. DuckDB is asked in PostgreSQL's dialect, whose SQL it understands."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    dialect._backslash_escapes = False  # in DuckDB a backslash is a backslash
    return ExtractCatalogue(connection, dialect)


def ask_extracts(
    connection: duckdb.DuckDBPyConnection, questions: Mapping[str, str], seconds: float | None = None
) -> list[Asked]:
    """Return what each query yields, in order; the same text is put once, a query that fails is told in its own Asked.

    `seconds`: the most that one may take.
    """
    answers: dict[str, Asked] = {}
    for key, sql in questions.items():
        if sql not in answers:
            with within(connection, seconds):
                answers[sql] = _put(connection, key, sql)
    return [replace(answers[sql], key=key) for key, sql in questions.items()]


def _put(connection: duckdb.DuckDBPyConnection, key: str, sql: str) -> Asked:
    try:
        found = connection.execute(sql)
        columns = [str(column[0]) for column in found.description or ()]
        return Asked(key, sql, columns, [list(row) for row in found.fetchall()])
    except duckdb.Error as fault:
        return Asked(key, sql, problem=_first_line(fault))


def _view(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise CannotRead(path.name, "Parquet でも CSV でもありません")
    if not path.is_file():
        raise CannotRead(path.name, "ファイルがありません")
    view, read = _quoted(name, '"'), reader.format(path=_quoted(str(path), "'"))
    try:
        connection.execute(f"create view {view} as select * from {read}")
    except duckdb.Error as fault:
        raise CannotRead(path.name, _first_line(fault).replace(str(path), path.name)) from None


def _quoted(text: str, quote: str) -> str:
    return quote + text.replace(quote, quote * 2) + quote


def _first_line(fault: duckdb.Error) -> str:
    return next(iter(str(fault).splitlines()), type(fault).__name__)[:200]
