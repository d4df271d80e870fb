"""The geometry of the official workbook, told by what its sheets say."""

from __future__ import annotations

from typing import Literal

from warehouse.programme.part import Part, Source


class SheetRole(Part):
    """A kind of indicator sheet: its title pattern and the tag printed at its top right."""

    title: str
    tag: str


class ValueColumn(Part):
    """A value column: fiscal year, kind and head."""

    fy: int
    kind: Literal["baseline", "target"]
    head: str


class OwnIndicatorWords(Part):
    """How the form words own indicators before they are filled in.

    `no_units`: what may stand in brackets after a label without being its unit.
    """

    placeholder: str
    definition: str
    no_units: tuple[str, ...] = ()


class IndicatorSheets(Part):
    """The sheets 審査項目⑨: total, lead and partners, with the same rows."""

    heading: str
    university: str
    item: str
    total: SheetRole
    lead: SheetRole
    partner: SheetRole
    columns: tuple[ValueColumn, ...]
    growth_head: str
    basis_notes: dict[str, str]
    own_indicator: OwnIndicatorWords


class SpecialSheet(Part):
    """A sheet of its own for one indicator (審査項目⑨7)), the lead's alone."""

    id: str
    title: str
    heading: str
    university: str
    sgu: str
    sgu_words: dict[str, bool]


class DescriptionLength(Part):
    """How long a description may be, and the other length that the same guide prints."""

    most: int
    also_printed: int
    source: Source | None = None


class CourseColumn(Part):
    """A column of a course list; `under` is the second head of a merged group."""

    id: str
    head: str
    under: str | None = None
    type: Literal["text", "number", "percent"] = "text"
    words: tuple[str, ...] = ()


class CourseList(Part):
    """A course list: title patterns, columns, how many rows, and the order that the guide asks for."""

    id: Literal["regular", "extracurricular"]
    title: str
    partner_title: str
    heading: str
    rows: int
    order: tuple[str, ...] = ()
    description_length: DescriptionLength | None = None
    source: Source | None = None
    columns: tuple[CourseColumn, ...]


class BudgetSheets(Part):
    """The cost sheets, one a fiscal year."""

    title: str
    heading: str
    year_head: str
    category: str
    total: str
    remark_head: str
    unit_note: str


class Cover(Part):
    """The words of the Word front page."""

    lead: str
    partners: str
    years: str
    year: str
    scale: str
    grant: str
    own: str
    none: str


class OfficialForm(Part):
    """The official workbook and its Word cover."""

    template: str
    version: str
    indicator_sheets: IndicatorSheets
    special_sheets: tuple[SpecialSheet, ...] = ()
    course_lists: tuple[CourseList, ...] = ()
    budget_sheets: BudgetSheets
    cover: Cover
