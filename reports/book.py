"""What a workbook in the layout of the official データ集 is written from, whether a plan or a year's record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reports.excel import Value
from warehouse.intake.submission import TOTAL, OwnIndicator
from warehouse.programme import Programme
from warehouse.programme.indicator import Row

Key = tuple[str, str, int, str]  # university (or TOTAL), row, fiscal year, kind
MoneyKey = tuple[int, str, str, str]  # fiscal year, category, line, column
CourseRows = Mapping[tuple[str, str], Sequence[Mapping[str, Value]]]  # list and university: rows by column id


@dataclass(frozen=True, slots=True)
class Scope:
    """A sheet's subject: 合計, the 代表校, or the n-th 連携校 (`position`); a partner sheet may have no university."""

    code: str
    name: str
    role: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A value column."""

    fiscal_year: int
    kind: str
    head: str


@dataclass(frozen=True, slots=True)
class OwnRow:
    """An own indicator as a row, with its rule for the total (sum, lead, ratio or none)."""

    row: Row
    total: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that the sheets print. `is_record`: a year's record, which guards its formulas against blanks."""

    programme: Programme
    universities: tuple[Scope, ...]
    columns: tuple[Column, ...]
    values: Mapping[Key, Value]
    own: tuple[OwnRow, ...] = ()
    courses: CourseRows = field(default_factory=dict)
    money: Mapping[MoneyKey, Value] = field(default_factory=dict)
    sgu: bool = False
    synthetic: bool = False
    is_record: bool = False

    @property
    def sheets(self) -> tuple[Scope, ...]:
        """The indicator sheets in order: 合計 first, unless one university stands alone."""
        if len(self.universities) == 1:
            return self.universities
        return (Scope(TOTAL, "", "total"), *self.universities)

    @property
    def first_year_column(self) -> int:
        """The sheet's column of the first value column (E)."""
        return 5

    @property
    def last_column(self) -> int:
        """The sheet's last column: 令和5年度比 stands behind the plan's columns, the years' records behind it."""
        return self.first_year_column + len(self.columns)

    @property
    def plan_columns(self) -> int:
        """How many value columns stand before 令和5年度比."""
        return sum(1 for column in self.columns if column.kind != "actual")

    def column_of(self, index: int) -> int:
        """Return the sheet's column of the value column `index`."""
        return self.first_year_column + index + (1 if index >= self.plan_columns else 0)

    @property
    def growth_column(self) -> int:
        """The sheet's column of 令和5年度比."""
        return self.first_year_column + self.plan_columns

    def title(self, scope: Scope) -> str:
        """Return the title of a scope's indicator sheet."""
        sheets = self.programme.form.indicator_sheets
        role = {"total": sheets.total, "lead": sheets.lead}.get(scope.role, sheets.partner)
        return role.title.replace("{n}", str(scope.position))

    def tag(self, scope: Scope) -> str:
        """Return the tag at the top right of a scope's sheet."""
        sheets = self.programme.form.indicator_sheets
        role = {"total": sheets.total, "lead": sheets.lead}.get(scope.role, sheets.partner)
        return role.tag.replace("{n}", str(scope.position))


def own_rows(own: Sequence[OwnIndicator], totals: Mapping[str, str] | None = None) -> tuple[OwnRow, ...]:
    """Return own indicators as rows in the form's words: (指標1) label（unit）, with their ※ notes."""
    rows: list[OwnRow] = []
    for number, each in enumerate(own, start=1):
        unit = f"（{each.unit}）" if each.unit else ""
        row = Row(
            row=each.row,
            measure=f"own_indicator_{number}",
            label=f"(指標{number}) {each.label}{unit}",
            en=each.label,
            unit=each.unit,
            decimals=each.decimals,
        )
        notes = [f"※{each.basis_note}"] if number == 1 and each.basis_note else []
        notes += [f"※（指標{number}）に設定した{each.definition}"] if each.definition else []
        rows.append(OwnRow(row, (totals or {}).get(each.row, "sum"), tuple(notes)))
    return tuple(rows)
