"""What stands on a 調査票, line by line in the form's order: shared by who writes it and who reads it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from warehouse.intake.era import era
from warehouse.programme import Indicator, Programme, Row, Table
from warehouse.programme.collection import CollectionRound
from warehouse.programme.part import Heading

MARK = "※"
QUOTED = re.compile("「([^」]+)」")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet. `context` is the heading, caption or table head above a row; `notes` count its ※ notes.

    `basis_note` says, on the line of a table, as of when its values are.
    """

    kind: Literal["item", "note", "table", "heading", "row"]
    text: str
    item: str
    context: str = ""
    row: Row | None = None
    table: Table | None = None
    basis_note: str = ""
    notes: tuple[int, ...] = ()


def asked_indicators(programme: Programme, role: str) -> tuple[Indicator, ...]:
    """Return the indicators that a university answers, in the form's order."""
    return tuple(part for part in programme.indicators if part.reported_by == "every" or role == "lead")


def lines(
    programme: Programme, role: str, fiscal_year: int, part: CollectionRound | None, own: Iterable[Row] = ()
) -> list[Line]:
    """Return the lines of one round's sheet; the last round (and None) holds every row, so that it stands alone.

    `own` are the own indicators that came with the plan; the reader, who has no plan, leaves them out.
    """
    own = tuple(own)
    last = programme.collection.rounds[-1]
    found: list[Line] = []
    for indicator in asked_indicators(programme, role):
        tables = _tables(indicator, fiscal_year, own)
        if part is not None and part.number != last.number:
            tables = _of_round(tables, part)
        if tables or (indicator.own and (part is None or part.number == last.number)):
            is_whole = part is None or part.number == last.number
            found.extend(_item_lines(programme, indicator, tables, is_whole))
    return found


def own_rows(rows: Iterable[Mapping[str, Any]], definitions: Mapping[str, str | None]) -> list[Row]:
    """Return the own indicators as rows, from the rows of `core.row` and their footnotes by key."""
    return [
        Row(
            row=row["row"], measure=row["measure"], label=row["label_ja"], en=row["label_en"], unit=row["unit"] or "",
            decimals=row["decimals"] or 0, note=definitions.get(row["row"]),
        )
        for row in rows
    ]  # fmt: skip


def note_texts(found: Iterable[Line]) -> dict[tuple[str, int], str]:
    """Return the ※ notes by item and number."""
    texts: dict[tuple[str, int], str] = {}
    for line in found:
        if line.kind == "note":
            number = sum(1 for item, _ in texts if item == line.item) + 1
            texts[line.item, number] = line.text
    return texts


def fingerprint(programme: Programme, found: Iterable[Line]) -> str:
    """Return the short mark of template and definition that stands on each sheet: 様式 1a2b3c4d・定義 5e6f7a8b."""
    heads = programme.collection.heads.model_dump_json()
    text = heads + "\n".join(f"{line.kind}|{line.text}|{line.row.row if line.row else ''}" for line in found)
    return f"様式 {hashlib.sha256(text.encode()).hexdigest()[:8]}・定義 {programme.hash[:8]}"


def _tables(indicator: Indicator, fiscal_year: int, own: tuple[Row, ...]) -> list[Table]:
    tables = []
    for table in indicator.tables:
        extra = own if indicator.own else ()
        rows = tuple(
            row for row in (*table.rows, *extra)
            if isinstance(row, Heading) or row.from_fy is None or row.from_fy <= fiscal_year
        )  # fmt: skip
        if any(isinstance(row, Row) for row in rows):
            tables.append(table.model_copy(update={"rows": rows}))
    return tables


def _of_round(tables: list[Table], part: CollectionRound) -> list[Table]:
    """Keep the rows of a round's bases, and what can be computed from these alone; never a heading with nothing under."""
    asked = {row.row for table in tables if table.basis in part.bases for row in table.entries}
    kept: list[Table] = []
    context = ""
    for table in tables:
        context = table.head or table.caption or context
        rows = tuple(row for row in table.entries if _is_of_round(row, asked))
        if rows:
            kept.append(table.model_copy(update={"rows": rows, "caption": table.caption or context or None}))
    return kept


def _is_of_round(row: Row, asked: set[str]) -> bool:
    if row.ratio:
        return {row.ratio.of, row.ratio.to} <= asked
    return row.row in asked and set(row.parts) <= asked


def _item_lines(programme: Programme, indicator: Indicator, tables: list[Table], is_whole: bool) -> Iterator[Line]:
    """Yield an indicator's lines; a sheet with some of its rows carries only the notes about these."""
    sheets = programme.form.indicator_sheets
    title = sheets.item.replace("{item}", indicator.item).replace("{title}", indicator.title.ja)
    yield Line("item", title, indicator.item)
    shown = [row for table in tables for row in table.entries]
    notes = [note for note in indicator.notes if is_whole or any(_is_about(note, row) for row in shown)]
    notes += [row.note for row in shown if row.note]
    required = _required(programme, indicator, shown)
    notes += required.values()
    context = ""
    for table in tables:
        context = table.head or table.caption or context
        yield Line(
            "table", table.head or table.caption or "", indicator.item, context, None, table, _basis(programme, table)
        )
        for row in table.rows:
            if isinstance(row, Heading):
                context = row.heading
                yield Line("heading", row.heading, indicator.item)
                continue
            about = {row.note, required.get(row.row)}
            numbers = tuple(n for n, note in enumerate(notes, 1) if note in about or _is_about(note, row))
            yield Line("row", row.label, indicator.item, context, row, table, _basis(programme, table), numbers)
    for number, note in enumerate(notes, 1):
        yield Line("note", f"{MARK}{number} {note.lstrip(MARK)}", indicator.item)


def _required(programme: Programme, indicator: Indicator, shown: list[Row]) -> dict[str, str]:
    """Return the 要件 of an indicator by the row on which it is tested, as a note; none for rows that are not shown."""
    keys = {row.row for row in shown}
    return {
        each.tested_on: f"※要件（{era(programme.final_fy)}）：{each.text.ja}"
        for each in programme.requirements
        if each.item == indicator.item and each.tested_on in keys
    }


def _basis(programme: Programme, table: Table) -> str:
    said = programme.form.indicator_sheets.basis_notes
    return said.get("cumulative", "") if table.counting == "cumulative" else said.get(table.basis or "", "")


def _is_about(note: str, row: Row) -> bool:
    """Whether a note's first quoted words stand in the row's label."""
    quoted = QUOTED.search(note)
    return quoted is not None and quoted[1] in row.label
