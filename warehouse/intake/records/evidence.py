"""What is kept of a count in student records: each statement with its hash and its number, and nothing of a person."""

from __future__ import annotations

import hashlib
import json

from warehouse.intake.records.count import Compiled, Query
from warehouse.intake.sql.connection import Asked
from warehouse.intake.sql.source import parameters
from warehouse.programme import Programme
from warehouse.workspace import University

COUNT = "count"  # the cell of a number in the evidence; its sheet is the row's key


def number_of(asked: Asked) -> int | None:
    """Return the one whole number that a query returned; None for anything else, which is never kept."""
    if asked.problem or len(asked.rows) != 1 or len(asked.rows[0]) != 1:
        return None
    value = asked.rows[0][0]
    return value if isinstance(value, int) else None


def evidence(
    programme: Programme, university: University, fiscal_year: int, compiled: Compiled, asked: list[Asked]
) -> bytes:
    """Return the document as JSON: the definition's hash, the parameters, and one entry a statement.

    An entry holds the statement as it was executed, its SHA-256, the predicates by which it counts, and the number.
    """
    answers = {one.key: one for one in asked}
    queries = [*compiled.counts, *compiled.doubts, *compiled.codes]
    records = programme.records
    document = {
        "channel": "records",
        "university": university.code,
        "fiscal_year": fiscal_year,
        "definition": programme.hash,
        "stay_lengths": records.stays(fiscal_year).version if records else None,
        "parameters": {name: str(value) for name, value in parameters(fiscal_year).items()},
        "taken_as_blank": sorted(compiled.assumed),
        "not_counted": compiled.not_mapped | compiled.unknown,
        "queries": [_entry(query, answers[query.key]) for query in queries if query.key in answers],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")


def _entry(query: Query, asked: Asked) -> dict[str, object]:
    told = query.definition
    return {
        "key": query.key,
        "counts": f"{told.count} of {told.of}" if told else None,
        "where": list(told.is_) if told else None,
        "verified": told.verified if told else None,
        "sql": query.sql,
        "sha256": hashlib.sha256(query.sql.encode("utf-8")).hexdigest(),
        COUNT: number_of(asked),
        "problem": asked.problem,
    }
