"""Facts, ratios and requirements as lists: what the warehouse holds, under the names that users' scripts rely on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.workspace import Workspace

Entry = dict[str, Any]
TOTAL = "TOTAL"
TOTAL_NAMES = {"ja": "合計", "en": "Total"}
UNDEFINED = "－"
ORDER = "position, fiscal_year, kind"
KEPT = ("item", "row", "measure", "label_ja", "label_en", "fiscal_year", "kind", "basis", "counting")


def facts(
    workspace: Workspace, as_of: datetime | None = None, year: int | None = None, totals: bool = False
) -> list[Entry]:
    """Return values and ratios: one entry per university (with `totals` also TOTAL) × row × fiscal year × kind.

    In the order of the cover page and of the form. A ratio's `value` is the percentage, `pct_text` as it is printed.
    """
    from warehouse import read
    from warehouse.database import open_warehouse, settle

    where = {} if year is None else {"fiscal_year": year}
    with open_warehouse(workspace.database, as_of) as connection:
        settle(connection)
        names = _names(read.rows(connection, "core.university", "position"))
        values = read.rows(connection, "out.fact", ORDER, **where)
        shares = read.rows(connection, "out.ratio", ORDER, **where)
    entries = [(row["position"], _fact(row, names)) for row in values]
    entries += [(row["position"], _ratio(row, names)) for row in shares]
    codes = [code for code in names if totals or code != TOTAL]
    rank = {code: place for place, code in enumerate(codes)}
    wanted = [(position, entry) for position, entry in entries if entry["university"] in rank]
    wanted.sort(key=lambda each: (rank[each[1]["university"]], each[0], each[1]["fiscal_year"], each[1]["kind"]))
    return [entry for _, entry in wanted]


def ratios(
    workspace: Workspace, as_of: datetime | None = None, year: int | None = None, totals: bool = True
) -> list[Entry]:
    """Return the ratios alone, with numerator and denominator: one entry per university × row × fiscal year × kind."""
    return [entry for entry in facts(workspace, as_of, year, totals) if "pct_text" in entry]


def requirements(workspace: Workspace, as_of: datetime | None = None, year: int | None = None) -> list[Entry]:
    """Return the 要件: one entry per university or TOTAL × requirement × fiscal year × kind, with each alternative.

    `met` is said of the final year alone, which the 要件 bind (form guide, lines 419, 512, 779); None elsewhere.
    """
    from warehouse import read
    from warehouse.database import open_warehouse, settle

    where = {} if year is None else {"fiscal_year": year}
    final_fy = workspace.programme.final_fy
    keys = ("university", "requirement", "fiscal_year", "kind")
    with open_warehouse(workspace.database, as_of) as connection:
        settle(connection)
        names = _names(read.rows(connection, "core.university", "position"))
        met = read.rows(connection, "out.requirement", "item, kind desc, fiscal_year", **where)
        ways = read.rows(connection, "out.requirement_alternative", "position", **where)
    rank = {code: place for place, code in enumerate(names)}
    met.sort(key=lambda row: rank[row["university"]])
    return [
        {
            "university": row["university"], "university_name": names[row["university"]], "role": row["role"],
            "requirement": row["requirement"], "item": row["item"], "fiscal_year": row["fiscal_year"], "kind": row["kind"],
            "met": row["is_met"] if row["fiscal_year"] == final_fy else None, "met_only_after_rounding": row["is_met_only_rounded"], "met_by": row["met_by"] or [],
            "alternatives": [_way(way) for way in ways if all(way[key] == row[key] for key in keys)],
        }
        for row in met
    ]  # fmt: skip


def pct_text(tenths: int | None) -> str:
    """Return a percentage in tenths as it is printed: 51 is 5.1%, None is －."""
    return UNDEFINED if tenths is None else f"{tenths // 10}.{tenths % 10}%"


def _names(universities: list[Entry]) -> dict[str, str]:
    return {row["university"]: row["name"] for row in universities} | {TOTAL: TOTAL_NAMES["ja"]}


def _head(row: Entry, names: dict[str, str]) -> Entry:
    code = row["university"]
    return {"university": code, "university_name": names.get(code, code)} | {key: row[key] for key in KEPT}


def _source(row: Entry) -> Entry:
    return {"file": row["file_name"], "sha256": row["sha256"], "sheet": row["sheet"], "cell": row["cell"]}


def _fact(row: Entry, names: dict[str, str]) -> Entry:
    return _head(row, names) | {
        "value": row["value"], "state": row["state"], "unit": row["unit"], "decimals": row["decimals"],
        "status": row["status"], "computed": row["is_computed"], "source": _source(row),
    }  # fmt: skip


def _ratio(row: Entry, names: dict[str, str]) -> Entry:
    tenths = row["tenths"]
    state = row["state"] if tenths != 0 else "zero"
    return _head(row, names) | {
        "value": None if tenths is None else tenths / 10, "pct_text": pct_text(tenths),
        "state": "not_applicable" if state == "undefined" else state, "unit": "%", "decimals": 1, "status": row["status"],
        "computed": True, "numerator_row": row["of_row"], "denominator_row": row["to_row"], "numerator": row["numerator"],
        "denominator": row["denominator"], "source": _source(row),
    }  # fmt: skip


def _way(row: Entry) -> Entry:
    tenths = row["tenths"]
    return {
        "alternative": row["alternative"], "label_ja": row["ja"], "label_en": row["en"], "met": row["is_met"],
        "value": None if tenths is None else tenths / 10, "pct_text": pct_text(tenths), "missing": row["missing"],
        "numerator": row["numerator"], "denominator": row["denominator"], "verified": row["is_verified"],
    }  # fmt: skip
