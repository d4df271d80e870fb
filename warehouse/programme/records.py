"""What is counted in student records for each row of the form, as the definition declares it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from warehouse.programme.part import Entry, Part, Source

ROWS = "rows"  # のべ: every row counts; any other word names the column whose distinct values count


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Range(Part):
    """Days from one to another, both included. A name (first_day, last_day, may1) is a day of the fiscal year asked.

    `or: blank` lets a blank pass as well; otherwise a blank is outside of every range.
    """

    from_: str | None = Field(default=None, alias="from")
    until: str | None = None
    or_: Literal["blank"] | None = Field(default=None, alias="or")


class Where(Part):
    """What must hold for a row: each entry of the mapping, all together.

    A key that is a column asks for one of its words, for `blank`, or for a range of days. `is` names predicates that
    hold (of another table: there is a row with the same keys for which it holds), `has_no` predicates for which there
    is no row, and of `any` at least one must hold.
    """

    columns: dict[str, Range | Names] = Field(default_factory=dict)
    is_: Names = ()
    has_no: Names = ()
    any_: tuple[Where, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _as_written(cls, written: Any) -> Any:
        if not isinstance(written, dict):
            return written
        words = {"is": "is_", "has_no": "has_no", "any": "any_"}
        parts = {words[key]: value for key, value in written.items() if key in words}
        return parts | {"columns": {key: value for key, value in written.items() if key not in words}}

    def names(self) -> tuple[str, ...]:
        """Return the predicates that it names, at any depth."""
        return self.is_ + self.has_no + tuple(name for part in self.any_ for name in part.names())


class Predicate(Entry):
    """A sentence of the definition about a row of a table. A row's `population` on the form is one of these."""

    of: Names
    ja: str
    en: str
    where: Where


class Count(Part):
    """What a row counts. Without `of` the row continues the one that it is うち of, and adds its own `is`.

    `count`: the column whose distinct values count (student: 実人数), or `rows` (のべ). `as`: the same as another row.
    """

    row: str
    of: str | None = None
    count: str | None = None
    is_: Names = Field(default=(), alias="is")
    as_: str | None = Field(default=None, alias="as")
    verified: bool = True
    source: Source | None = None


class Doubt(Part):
    """A count that should be nought: what the records themselves leave open, and the rule that says so."""

    rule: str
    of: str
    count: str
    is_: Names = Field(alias="is")


class StayLengths(Entry):
    """Which stays abroad are short or medium, in days with the first and the last; longer ones are long."""

    version: str
    from_fy: int
    short_days: int
    medium_days: int

    def bands(self) -> dict[str, tuple[int | None, int | None]]:
        """Return the fewest and the most days of each kind of stay."""
        return {
            "short": (None, self.short_days),
            "medium": (self.short_days + 1, self.medium_days),
            "long": (self.medium_days + 1, None),
        }


class Records(Part):
    """How the rows of the form are counted from student records."""

    predicates: tuple[Predicate, ...]
    counts: tuple[Count, ...]
    doubts: tuple[Doubt, ...] = ()
    stay_lengths: tuple[StayLengths, ...] = Field(min_length=1)

    def predicate(self, name: str) -> Predicate:
        """Return a predicate by its id; KeyError where there is none."""
        for predicate in self.predicates:
            if predicate.id == name:
                return predicate
        raise KeyError(name)

    def stays(self, fiscal_year: int) -> StayLengths:
        """Return the rule on stays in force in a fiscal year (the first one before any began)."""
        begun = [rule for rule in self.stay_lengths if rule.from_fy <= fiscal_year] or [self.stay_lengths[0]]
        return max(begun, key=lambda rule: rule.from_fy)
