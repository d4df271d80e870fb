"""内訳一覧: which rows of the form may carry the lines behind their count, and what a line says."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field

from warehouse.programme.part import Entry, Part, Source

EVERY = "all"


class ListColumn(Part):
    """A column that lists may have. `is_pseudonym`: a number that stands for a person, never a name."""

    id: str
    head: str
    en: str
    width: float
    is_pseudonym: bool = False


class ListedRow(Part):
    """What a line may be: the row of the form that it counts for, the word for it, and the rows that contain that one."""

    row: str
    ja: str
    counts_in: tuple[str, ...] = ()


class CountList(Entry):
    """One list with its sheet. `same`: the columns that make two lines one; `across`: also those of two universities.

    `group`: the column by which a trace sums the lines up (the faculties that take part).
    """

    ja: str
    en: str
    sheet: str
    form_number: str
    rows: tuple[ListedRow, ...] = Field(min_length=1)
    columns: tuple[str, ...] = Field(min_length=2)
    same: tuple[str, ...] = Field(min_length=1)
    across: tuple[str, ...] = ()
    group: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def counted(self) -> tuple[str, ...]:
        """Every row whose count the list carries, each once."""
        return tuple(dict.fromkeys(key for each in self.rows for key in (each.row, *each.counts_in)))


class CountLists(Part):
    """All lists of a programme, the columns that they share, and the words of their sheets."""

    name: str
    title: str
    number: str
    row: str
    row_key: str
    lines: int = Field(ge=1)
    sums: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    counting: dict[str, str]
    privacy: str
    columns: tuple[ListColumn, ...]
    lists: tuple[CountList, ...]

    @cached_property
    def columns_by_id(self) -> dict[str, ListColumn]:
        """Every column by its id."""
        return {column.id: column for column in self.columns}

    def columns_of(self, one: CountList) -> tuple[ListColumn, ...]:
        """Return the columns of a list, in its order."""
        return tuple(self.columns_by_id[name] for name in one.columns)

    def title_of(self, one: CountList) -> str:
        """Return what stands above a list: 内訳一覧：連携先."""
        return self.title.replace("{name}", self.name).replace("{list}", one.ja)

    def named(self, text: str) -> tuple[CountList, ...]:
        """Return the lists that a text names: by id, by a row, by an indicator's number, or `all`."""
        plain = text.strip()
        if plain == EVERY:
            return self.lists
        return tuple(
            one for one in self.lists
            if plain in (one.id, *one.counted) or any(row.partition(".")[0] == plain for row in one.counted)
        )  # fmt: skip

    def source_of(self, name: str) -> Source | None:
        """Return where a list's rows are printed; None where there is no such list any more."""
        return next((one.source for one in self.lists if one.id == name), None)
