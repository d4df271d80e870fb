"""The same checks as somebody would write them for this form alone: a wide table of the year, and a query a rule.

Each is asked what the rules' own SQL is: of all that it examines whether it is met, and of what is not the row with its
keys, both values and its cell.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from warehouse.programme import Programme

RULES = (
    "sum_overwritten", "same_number_overwritten", "part_exceeds_whole", "ratio_above_whole", "blank_value", "error_value",
    "still_compiled", "not_a_whole_number", "negative_value",
)  # fmt: skip
_VALUES = """
create or replace temp table hand as
select datum.*, submission.file_name as file, university.name as who
from raw.datum as datum
join raw.submission as submission using (submission)
join def.university as university on university.university = datum.university
where datum.kind = 'actual' and datum.fiscal_year = $year
qualify row_number() over (partition by datum.university, datum.row order by submission.ordinal desc) = 1
"""


def run(connection: duckdb.DuckDBPyConnection, programme: Programme, year: int) -> int:
    """Return how many things were examined in a year's returns."""
    connection.execute(_VALUES, {"year": year})
    rows = list(programme.rows_by_key.values())
    columns = ", ".join(f"any_value(hand) filter (where row = '{row.row}') as \"{row.row}\"" for row in rows)
    connection.execute(f"create or replace temp table wide as select university, who, {columns} from hand group by all")
    examined = 0
    for query in _queries(programme):
        is_met = connection.execute(f"select is_met from ({query}) where is_met is not null").fetchnumpy()["is_met"]
        examined += len(is_met)
        if not is_met.all():
            connection.execute(f"select * from ({query}) where not is_met").fetchall()
    return examined


def _queries(programme: Programme) -> Iterator[str]:
    rows = list(programme.rows_by_key.values())
    several = [(row.row, _added(row.parts), "=") for row in rows if len(row.parts) > 1]
    one = [(row.row, _added(row.parts), "=") for row in rows if len(row.parts) == 1]
    parts = [(row.row, _added([row.within]), "<=") for row in rows if row.within]
    shares = [(row.ratio.of, _added([row.ratio.to]), "<=") for row in rows if row.ratio]
    for compared in (several, one, parts, shares):
        yield " union all ".join(_compared(*each) for each in compared)
    for identity in programme.identities:
        yield _compared(identity.left, _added(identity.right), "=" if identity.is_ == "equal_to" else "<=")
    asked = ", ".join(f"('{row.row}')" for row in rows if row.is_input)
    yield (
        f"select university.university, university.name, asked.row, hand.value, hand.file, hand.sheet, hand.cell, "
        f"hand.state <> 'blank' as is_met from def.university as university cross join (values {asked}) as asked(row) "
        "left join hand on hand.university = university.university and hand.row = asked.row"
    )
    for is_met in ("state <> 'error'", "state <> 'pending'", "value = trunc(value)", "value >= 0"):
        yield f"select university, who, row, value, file, sheet, cell, {is_met} as is_met from hand"


def _added(rows: tuple[str, ...] | list[str]) -> str:
    return " + ".join(f'"{row}".value' for row in rows)


def _compared(row: str, expected: str, sign: str) -> str:
    return (
        f'select university, who, \'{row}\' as row, "{row}".value as value, {expected} as expected, "{row}".file as file, '
        f'"{row}".sheet as sheet, "{row}".cell as cell, "{row}".value {sign} {expected} as is_met from wide'
    )
