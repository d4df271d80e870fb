"""A programme as rows: what the warehouse joins to."""

from __future__ import annotations

from typing import Any

from warehouse.programme.indicator import Alternative, Requirement
from warehouse.programme.model import Programme

Rows = list[tuple[Any, ...]]


def definition_rows(programme: Programme) -> dict[str, Rows]:
    """Return the rows of each `def` relation, without the definition's hash (the first column of each)."""
    return {
        "row": _form_rows(programme),
        "identity": [
            (entry.id, entry.left, entry.is_, list(entry.right), entry.for_, entry.severity, entry.ja, entry.en)
            for entry in programme.identities
        ],
        "alternative": _alternatives(programme),
        "round": [(part.number, part.ja, list(part.bases)) for part in programme.collection.rounds],
        "cost_line": _cost_lines(programme),
        "listed": _listed(programme),
        "taper": [(year.fy, year.share_pct, programme.budget.taper.initial_fy) for year in programme.years],
    }


def _form_rows(programme: Programme) -> Rows:
    rows: Rows = []
    for indicator in programme.indicators:
        for table, row in indicator.rows():
            rows.append(
                (
                    len(rows), indicator.item, row.row, row.measure, row.label, row.en, row.unit, table.basis,
                    table.counting, list(row.parts), row.within, row.ratio.of if row.ratio else None,
                    row.ratio.to if row.ratio else None, None, indicator.reported_by, row.total, row.decimals,
                    row.from_fy, row.desk,
                )
            )  # fmt: skip
        if indicator.growth:
            growth = indicator.growth
            head = programme.form.indicator_sheets.growth_head
            rows.append(
                (
                    len(rows), indicator.item, growth.row, growth.measure, head, growth.en, "", None, "persons", [],
                    None, None, None, growth.of, indicator.reported_by, "sum", 0, None, None,
                )
            )  # fmt: skip
    return rows


def _alternatives(programme: Programme) -> Rows:
    return [
        _alternative(requirement, position, alternative)
        for requirement in programme.requirements
        for position, alternative in enumerate(requirement.alternatives)
    ]


def _alternative(requirement: Requirement, position: int, alternative: Alternative) -> tuple[Any, ...]:
    of_row = alternative.share.of if alternative.share else alternative.growth_of
    to_row = alternative.share.to if alternative.share else alternative.growth_of
    numerator, denominator = alternative.threshold or (None, None)
    by_sgu = requirement.by_sgu
    return (
        requirement.id, requirement.item, requirement.applies_to, position, alternative.id, of_row, to_row,
        alternative.share is None, numerator, denominator, requirement.verified and alternative.verified,
        bool(by_sgu and by_sgu.sgu == "all"), bool(by_sgu and by_sgu.other == "all"), alternative.ja, alternative.en,
    )  # fmt: skip


def _cost_lines(programme: Programme) -> Rows:
    rows: Rows = []
    for category in programme.budget.categories:
        lines = [(line.id, line.label, line.en) for line in category.lines] or [("", "", "")]
        for line_id, label, en in lines:
            rows.append((len(rows), category.id, category.label, category.en, line_id, label, en))
    return rows


def _listed(programme: Programme) -> Rows:
    """Return one row for each list × what a line may be × row that it counts for."""
    return [
        (position, one.id, one.ja, one.en, each.row, each.ja, row)
        for position, one in enumerate(programme.lists.lists if programme.lists else ())
        for each in one.rows
        for row in (each.row, *each.counts_in)
    ]
