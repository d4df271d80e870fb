"""What a university's channel file says of its student records: which table, column and code means what."""

from __future__ import annotations

import difflib
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from warehouse.intake.records.model import TABLES

OTHERS = "*"  # every code that is not listed
BLANK = ""


class _Mapped(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ColumnMap(_Mapped):
    """Where a column of the model stands: a column of the university's, or one word that holds for every row.

    `format`: how days are written where the column is text or a number. `blank`: what stands for "none" (99999999).
    """

    column: str | None = None
    constant: str | None = None
    format: Literal["yyyy-mm-dd", "yyyy/mm/dd", "yyyymmdd"] = "yyyy-mm-dd"
    blank: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.column is None) == (self.constant is None):
            raise ValueError("column か constant のどちらか一方を書いてください / either column or constant")
        return self


def _column(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


class TableMap(_Mapped):
    """One table of the model: `from` the university's table or view, its columns, and what its codes mean.

    A column that is not listed has the model's own name, if the university's table has it. `values` turns codes into
    the model's words; "*" is every other code, "" is blank. `only` keeps the rows whose column has one of these codes.
    """

    from_: str = Field(alias="from")
    columns: dict[str, Annotated[ColumnMap, BeforeValidator(_column)]] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class RecordsChannel(_Mapped):
    """A channel file of `kind: records`: a database (`url_from`) or files (`extracts`), and the mapping of tables."""

    kind: Literal["records"]
    url_from: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    extracts: dict[str, str] = Field(default_factory=dict)
    timeout_seconds: float = Field(default=600, gt=0, le=7200)
    status: Literal["provisional", "final", "corrected"] = "provisional"
    reason: str | None = None
    tables: dict[str, TableMap] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if (self.url_from is None) == (not self.extracts):
            raise ValueError("url_from か extracts のどちらか一方を書いてください")
        for name, mapped in self.tables.items():
            _known("tables", name, TABLES)
            for column in [*mapped.columns, *mapped.values]:
                _known(name, column, TABLES[name].columns)
            for column, meanings in mapped.values.items():
                if words := TABLES[name].columns[column].words:
                    for word in meanings.values():
                        _known(f"{name}.{column}", word, words)
        return self

    def table_map(self, name: str) -> TableMap | None:
        """Return how a table of the model is mapped; an extract of the model's own name needs no mapping."""
        if name in self.tables:
            return self.tables[name]
        return TableMap.model_validate({"from": name}) if name in self.extracts else None


def _known(place: str, name: str, known: Any) -> None:
    if name not in known:
        near = difflib.get_close_matches(name, list(known), 1)
        raise ValueError(f"{place}: 「{name}」はありません" + (f"（もしかして {near[0]}）" if near else ""))
