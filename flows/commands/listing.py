"""`facts`, `ratios`, `requirements`, `budget`, `courses`: what the warehouse holds, as of any moment."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from flows import screen, settings
from flows.commands import tables
from flows.commands.options import AsOfOption, JsonOption, LangOption, WorkspaceOption, YearOption

TotalsOption = Annotated[bool, typer.Option("--totals", help="With the total (合計), always recomputed.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (facts, ratios, requirements, budget, courses):
        app.command(command.__name__)(command)


def facts(
    totals: TotalsOption = False,
    year: YearOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List every value and ratio, with its sheet and cell."""
    from flows.facts import facts as listed

    entries = listed(settings.open_workspace(workspace), as_of, year, totals)
    _show(entries, tables.facts, lang, as_json)


def ratios(
    year: YearOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the ratios, totals included."""
    from flows.facts import ratios as listed

    entries = listed(settings.open_workspace(workspace), as_of, year)
    _show(entries, tables.facts, lang, as_json)


def requirements(
    year: YearOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the requirements (要件) and what is missing."""
    from flows.facts import requirements as listed

    entries = listed(settings.open_workspace(workspace), as_of, year)
    _show(entries, tables.requirements, lang, as_json)


def budget(
    year: YearOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the cost table by year, in thousands of yen."""
    from flows import budget as money

    place = settings.open_workspace(workspace)
    entries = money.budget(place, as_of, year)
    _show(entries, tables.budget, lang, as_json)
    if not as_json and entries:
        tables.positions(money.positions(place, as_of, year), settings.language(lang))


def courses(
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the courses of the plan."""
    from flows.courses import courses as listed

    entries = listed(settings.open_workspace(workspace), as_of)
    _show(entries, tables.courses, lang, as_json)


def _show(entries: list[dict[str, Any]], table: Any, lang: str | None, as_json: bool) -> None:
    if as_json:
        screen.as_json(entries)
    elif entries:
        table(entries, settings.language(lang))
    else:
        nothing = {"ja": "まだ何もありません。", "en": "Nothing yet."}
        screen.line(nothing[settings.language(lang)])
