"""The few things about days and codes that each database says in its own way."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Date, Integer, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class as_day(FunctionElement[Any]):  # noqa: N801 (it reads as SQL does)
    """A text or a moment as a day; None where it is blank."""

    type = Date()
    inherit_cache = True


class days_between(FunctionElement[Any]):  # noqa: N801
    """The days from the second day to the first, 0 where they are the same."""

    type = Integer()
    inherit_cache = True


class as_written(FunctionElement[Any]):  # noqa: N801
    """A text that equals only what is written in the very same letters, upper and lower case, ハ and パ apart."""

    type = String()
    inherit_cache = True


@compiles(as_written)
def _as_written(element: as_written, compiler: Any, **how: Any) -> str:
    return str(compiler.process(element.clauses, **how))


@compiles(as_written, "mysql", "mariadb")  # whose usual collations take ア and あ, a and A for the same
def _as_written_mysql(element: as_written, compiler: Any, **how: Any) -> str:
    return f"CONVERT({compiler.process(element.clauses, **how)} USING utf8mb4) COLLATE utf8mb4_bin"


@compiles(as_day)
def _as_day(element: as_day, compiler: Any, **how: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **how)} AS DATE)"


@compiles(as_day, "sqlite")  # keeps no days of its own: text in the order of the calendar
def _as_day_sqlite(element: as_day, compiler: Any, **how: Any) -> str:
    return f"date({compiler.process(element.clauses, **how)})"


def _two(element: days_between, compiler: Any, how: dict[str, Any]) -> tuple[str, str]:
    later, earlier = element.clauses
    return compiler.process(later, **how), compiler.process(earlier, **how)


@compiles(days_between)  # PostgreSQL, Oracle, DuckDB
def _days(element: days_between, compiler: Any, **how: Any) -> str:
    later, earlier = _two(element, compiler, how)
    return f"({later} - {earlier})"


@compiles(days_between, "sqlite")
def _days_sqlite(element: days_between, compiler: Any, **how: Any) -> str:
    later, earlier = _two(element, compiler, how)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_between, "mysql", "mariadb")
def _days_mysql(element: days_between, compiler: Any, **how: Any) -> str:
    later, earlier = _two(element, compiler, how)
    return f"DATEDIFF({later}, {earlier})"


@compiles(days_between, "mssql")
def _days_mssql(element: days_between, compiler: Any, **how: Any) -> str:
    later, earlier = _two(element, compiler, how)
    return f"DATEDIFF(day, {earlier}, {later})"
