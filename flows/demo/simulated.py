"""The invented universities at work: each answers a round, and later sends a 差替え, by its own channel."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from flows.demo import records
from flows.demo.answers import SHAPES, Answer, csv_lines, fill_form, write_csv
from flows.demo.consortium import database
from flows.demo.flaws import broken_queries, distorted, misprinted, planted, typed_over
from flows.demo.plan import grant, shared_out
from flows.demo.universe import CSV_PARTNER, LEAD, SEED, SQL_PARTNER, Invented, planned, reported
from warehouse.workspace import Workspace

REASON = "確認事項への対応による訂正（架空）"
MAY1, FULL_YEAR = 1, 2


def answer_may1(workspace: Workspace, fiscal_year: int) -> None:
    """Let each university answer the 1 May round of a fiscal year, without a slip."""
    asked = _rows_of_may1(workspace)
    known = {
        each: {row: value for row, value in reported(each, fiscal_year).items() if row in asked} for each in _all()
    }
    fill_form(
        _form(workspace, fiscal_year, MAY1),
        _inbox(workspace, fiscal_year, "第1回", LEAD),
        workspace.programme,
        known[LEAD],
    )
    lines = csv_lines(fiscal_year, known[CSV_PARTNER], "final")
    write_csv(_inbox(workspace, fiscal_year, "第1回", CSV_PARTNER), lines, SHAPES[fiscal_year])
    records.store(database(workspace), fiscal_year, known[SQL_PARTNER])
    _set_channel(workspace)


def answer(workspace: Workspace, fiscal_year: int) -> None:
    """Let each university answer the full-year round, with the slips that are planted in that year."""
    flaws = {each: planted(fiscal_year, each) for each in _all()}
    told = {each: distorted(reported(each, fiscal_year), _last_year(each, fiscal_year), flaws[each]) for each in _all()}
    _answer_by_form(workspace, fiscal_year, told[LEAD])
    lines = misprinted(csv_lines(fiscal_year, told[CSV_PARTNER], "final"), flaws[CSV_PARTNER])
    write_csv(_inbox(workspace, fiscal_year, "第2回", CSV_PARTNER), lines, SHAPES[fiscal_year])
    records.store(database(workspace), fiscal_year, told[SQL_PARTNER])
    _set_channel(workspace, queries=broken_queries(records.queries(), flaws[SQL_PARTNER]))


def replace_answers(workspace: Workspace, fiscal_year: int) -> None:
    """Let each university mend its slips by a 差替え with the reason, everything 確定."""
    true = {each: reported(each, fiscal_year) for each in _all()}
    target = _inbox(workspace, fiscal_year, "第2回_差替え", LEAD)
    fill_form(
        _form(workspace, fiscal_year), target, workspace.programme, true[LEAD], money(workspace, fiscal_year), REASON
    )
    lines = csv_lines(fiscal_year, true[CSV_PARTNER], "corrected")
    write_csv(_inbox(workspace, fiscal_year, "第2回_差替え", CSV_PARTNER), lines, SHAPES[fiscal_year], REASON)
    records.store(database(workspace), fiscal_year, true[SQL_PARTNER])
    _set_channel(workspace, "corrected", REASON)


def money(workspace: Workspace, fiscal_year: int) -> dict[tuple[str, str], tuple[int, int]]:
    """Return 交付決定額 and 執行額 in 千円 by (category, line): the grant as applied for, nearly all of it spent."""
    decided = shared_out(grant(workspace.programme, fiscal_year))
    spent = {}
    for place, amount in decided.items():
        chance = random.Random(f"{SEED} {fiscal_year} {place}")
        spent[place] = (amount, amount * chance.randint(965, 1000) // 1000)
    return spent


def is_database_up(fiscal_year: int) -> bool:
    """Return whether the third university's database runs when the full-year round of a year is first collected."""
    return all(flaw.kind != "database_down" for flaw in planted(fiscal_year, SQL_PARTNER))


def _answer_by_form(workspace: Workspace, fiscal_year: int, told: Mapping[str, Answer]) -> None:
    kinds = {flaw.kind for flaw in planted(fiscal_year, LEAD)}
    target = _inbox(workspace, fiscal_year, "第2回", LEAD)
    form = _form(workspace, fiscal_year - 1 if "old_form" in kinds else fiscal_year)
    over = typed_over(reported(LEAD, fiscal_year), planted(fiscal_year, LEAD))
    fill_form(form, target, workspace.programme, told, money(workspace, fiscal_year), overwritten=over)
    if "unreadable" in kinds:
        target.write_bytes(target.read_bytes()[:-9_000])


def _all() -> tuple[Invented, ...]:
    return LEAD, CSV_PARTNER, SQL_PARTNER


def _last_year(university: Invented, fiscal_year: int) -> dict[str, Decimal]:
    return planned(university, 2023) if fiscal_year == 2024 else reported(university, fiscal_year - 1)


def _rows_of_may1(workspace: Workspace) -> set[str]:
    return {row.row for _, table, row in workspace.programme.rows() if table.basis == "may1"}


def _form(workspace: Workspace, fiscal_year: int, number: int | None = None) -> Path:
    """Return the lead's 調査票 as it was handed out: the round's, or the one that holds the whole year."""
    name = f"{LEAD.name}_{workspace.programme.collection.name}_{fiscal_year}"
    if number is None:
        number = FULL_YEAR if (workspace.outbox(fiscal_year) / f"{name}_第{FULL_YEAR}回.xlsx").is_file() else None
    return workspace.outbox(fiscal_year) / f"{name}{f'_第{number}回' if number else ''}.xlsx"


def _inbox(workspace: Workspace, fiscal_year: int, what: str, university: Invented) -> Path:
    ending = {"workbook": "xlsx", "csv": "tsv" if SHAPES[fiscal_year].separator == "\t" else "csv"}[university.channel]
    return workspace.inbox(fiscal_year) / f"{university.name}_{fiscal_year}_{what}.{ending}"


def _set_channel(
    workspace: Workspace, status: str = "final", reason: str | None = None, queries: Mapping[str, str] | None = None
) -> None:
    path = workspace.root / "channels" / f"{SQL_PARTNER.code}.yaml"
    path.write_text(records.channel_text(queries or records.queries(), status, reason), encoding="utf-8")
