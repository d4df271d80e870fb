"""The chapter of each indicator: what was reached beside what was planned, for 合計, 代表校 and each 連携校."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.content import Block, Cell, Heading, Inline, Paragraph, Table, TableRow
from reports.figures import of_fact, of_ratio, of_tenths
from reports.material import Material, Party, reiwa
from warehouse.programme.indicator import Indicator, Row
from warehouse.programme.indicator import Table as FormTable
from warehouse.programme.part import Heading as FormHeading

PROVISIONAL = "*"
BASIS_WORDS = {"may1": "5月1日", "full_year": "通年", "leavers": "卒業・修了", "own": "任意（※）"}
LABEL_SHARE = 2.4
VALUE_SHARE = 1.0


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A value column of a table; `kind` is baseline, target, actual, achievement or growth."""

    fiscal_year: int
    kind: str
    head: str


def year_columns(material: Material) -> tuple[YearColumn, ...]:
    """Return the columns: FY2023, the targets up to the judged year, each year's actual, 達成率 and 令和5年度比."""
    programme, last = material.programme, material.last_fy
    columns = [YearColumn(programme.baseline_fy, "baseline", f"{reiwa(programme.baseline_fy)}\n(実績値)")]
    targets = [year for year in programme.target_fys if year <= last]
    columns += [YearColumn(year, "target", f"{reiwa(year)}\n(目標値)") for year in targets]
    columns += [YearColumn(year, "actual", f"{reiwa(year)}\n(実績値)") for year in material.years]
    if last in targets:
        columns.append(YearColumn(last, "achievement", "達成率"))
    columns.append(YearColumn(last, "growth", f"{reiwa(programme.baseline_fy)}\n比"))
    return tuple(columns)


def indicator_tables(material: Material, indicator: Indicator) -> Iterator[Block]:
    """Yield 【実績及び目標】: one table for each party that reports the indicator, then its ※ notes."""
    columns = year_columns(material)
    parties = [party for party in material.parties if indicator.reported_by == "every" or party.role == "lead"]
    for party in parties:
        rows = tuple(_rows(material, indicator, party, columns))
        name = f"{party.label}：{party.name}" if party.name else party.label
        yield Table((LABEL_SHARE, *[VALUE_SHARE] * len(columns)), rows, caption=name, size=8)
    for note in indicator_notes(material, indicator):
        yield Paragraph((note,), "note")


def indicator_rows(material: Material, indicator: Indicator) -> Iterator[tuple[FormTable, Row | FormHeading]]:
    """Yield each line of an indicator with its table, own indicators as they came with the plan."""
    for table in indicator.tables:
        for entry in table.rows:
            yield table, entry
        if indicator.own:
            for number, one in enumerate(material.own, start=1):
                label = f"（指標{number}）{one['label']}"
                yield (
                    table,
                    Row(
                        row=one["row"], measure=f"own_indicator_{number}", label=label, en=label, unit=one["unit"] or "",
                        decimals=one["decimals"] or 0,
                    ),
                )  # fmt: skip


def indicator_notes(material: Material, indicator: Indicator) -> Iterator[str]:
    """Yield the ※ notes below the tables."""
    yield from indicator.notes
    if indicator.own:
        if material.own and material.own[0]["basis_note"]:
            yield f"※{material.own[0]['basis_note']}"
        for number, one in enumerate(material.own, start=1):
            if one["definition"]:
                yield f"※（指標{number}）に設定した{one['definition']}"
            if one["total_rule"] in ("none", "ratio"):
                yield f"※（指標{number}）は単純な合計を行わない。"
    rows = {row.row for _, row in indicator_rows(material, indicator) if isinstance(row, Row)}
    if any(
        one["status"] == "provisional" for key, one in material.facts.items() if key[1] in rows and key[3] == "actual"
    ):
        yield f"{PROVISIONAL}は速報値である。"


def _rows(
    material: Material, indicator: Indicator, party: Party, columns: tuple[YearColumn, ...]
) -> Iterator[TableRow]:
    previous: tuple[str | None, str] | None = None
    seen: FormTable | None = None
    for table, entry in indicator_rows(material, indicator):
        if table is not seen:
            yield from _heads(table, columns, previous)
            seen, previous = table, (table.basis, table.counting)
        if isinstance(entry, FormHeading):
            yield TableRow((Cell((entry.heading,), indent=1, span=1 + len(columns)),))
        else:
            label = Cell((entry.label,), indent=_indent(entry))
            values = (Cell(_value(material, party, entry, column), align="right") for column in columns)
            yield TableRow((label, *values))


def _heads(
    table: FormTable, columns: tuple[YearColumn, ...], previous: tuple[str | None, str] | None
) -> Iterator[TableRow]:
    title = table.caption or table.head or ""
    if (table.basis, table.counting) == previous or table.basis is None:
        yield TableRow((Cell((title,), bold=True, span=1 + len(columns)),), is_head=True)
        return
    basis = "年間のべ" if table.counting == "cumulative" else BASIS_WORDS.get(table.basis, "")
    heads = (_head(column, basis) for column in columns)
    yield TableRow((Cell((title,), align="center", bold=True), *heads), is_head=True)


def _head(column: YearColumn, basis: str) -> Cell:
    is_value = column.kind in ("baseline", "target", "actual")
    return Cell((f"{column.head}\n{basis}" if is_value else column.head,), align="center")


def _value(material: Material, party: Party, row: Row, column: YearColumn) -> tuple[Inline, ...]:
    key = (party.code, row.row, column.fiscal_year, column.kind)
    if row.is_ratio:
        ratio = material.ratios.get(key)
        return (of_ratio(ratio, party.short),) if ratio else ()
    if column.kind in ("achievement", "growth"):
        return _progress(material, party, row, column)
    fact = material.facts.get(key)
    if fact is None:
        return ()
    mark = (PROVISIONAL,) if _is_provisional(fact) else ()
    return (of_fact(fact, party.short), *mark)


def _is_provisional(fact: dict[str, object]) -> bool:
    return fact["kind"] == "actual" and fact["status"] == "provisional" and fact["value"] is not None


def _progress(material: Material, party: Party, row: Row, column: YearColumn) -> tuple[Inline, ...]:
    year = column.fiscal_year
    progress = material.progress.get((party.code, row.row, year))
    if progress is None or progress["value"] is None:
        return ()
    to = (year, "target") if column.kind == "achievement" else (material.programme.baseline_fy, "baseline")
    if progress["target" if column.kind == "achievement" else "baseline"] is None:
        return ()
    facts = material.fact_keys(party.code, row.row, (year, "actual"), to)
    return (of_tenths(progress[f"{column.kind}_tenths"], party.short, row.row, year, column.kind, facts),)


def _indent(row: Row) -> int:
    return 0 if row.depth == 0 or (row.depth == 1 and row.within is None) else row.depth


def indicator_heading(material: Material, indicator: Indicator, level: int) -> Iterator[Block]:
    """Yield an indicator's heading as the form prints it, with its 要件."""
    yield Heading(level, f"{indicator.item}) {indicator.title.ja}", f"indicator_{indicator.item}")
    for requirement in material.programme.requirements:
        if requirement.item == indicator.item:
            yield Paragraph((f"※要件：{requirement.text.ja}",), "caption")
