"""What each row of the form counts, told out: with what it inherits from the row that it is うち of, and its population."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse.programme import Programme
from warehouse.programme.records import Count, Records


@dataclass(frozen=True, slots=True)
class Period:
    """The days for which a row is asked: 1 May alone, or the fiscal year from its first day to its last."""

    fiscal_year: int
    first_day: date
    last_day: date
    may1: date

    def day(self, name: str) -> date:
        """Return a day by its name (first_day, last_day, may1) or as it is written (2026-05-01)."""
        known = {"first_day": self.first_day, "last_day": self.last_day, "may1": self.may1}
        return known[name] if name in known else date.fromisoformat(name)


@dataclass(frozen=True, slots=True)
class Definition:
    """A count told out: the distinct values of `count` (or its rows) in the table `of` for which all of `is_` hold."""

    row: str
    of: str
    count: str
    is_: tuple[str, ...]
    period: Period
    verified: bool


def period(fiscal_year: int, on_may1: bool) -> Period:
    """Return the days of a fiscal year on which a row is counted."""
    may1 = date(fiscal_year, 5, 1)
    if on_may1:
        return Period(fiscal_year, may1, may1, may1)
    return Period(fiscal_year, date(fiscal_year, 4, 1), date(fiscal_year + 1, 3, 31), may1)


def definitions(programme: Programme, records: Records, fiscal_year: int, is_lead: bool) -> list[Definition]:
    """Return what each row counts in a fiscal year, in the form's order; rows of the lead alone for the lead."""
    counts = {count.row: count for count in records.counts}
    found = []
    for indicator, table, row in programme.rows():
        if row.row in counts and (is_lead or indicator.reported_by == "every"):
            of, count, is_, verified = _told_out(counts[row.row], counts, programme)
            when = period(fiscal_year, table.basis == "may1")
            verified = verified and all(_is_verified(name, records) for name in is_)
            found.append(Definition(row.row, of, count, is_, when, verified))
    return found


def _told_out(count: Count, counts: dict[str, Count], programme: Programme) -> tuple[str, str, tuple[str, ...], bool]:
    """Return table, what is counted, predicates, and whether all of it is verified."""
    if count.as_:
        return _told_out(counts[count.as_], counts, programme)
    row = programme.rows_by_key[count.row]
    own = (*count.is_, *([row.population] if row.population else []))
    if count.of and count.count:
        return count.of, count.count, own, count.verified
    of, what, inherited, verified = _told_out(counts[row.within or ""], counts, programme)
    return of, what, tuple(dict.fromkeys((*inherited, *own))), verified and count.verified


def _is_verified(name: str, records: Records) -> bool:
    """Whether a predicate, and each that it names, was read in a primary text."""
    predicate = records.predicate(name)
    return predicate.verified and all(_is_verified(other, records) for other in predicate.where.names())
