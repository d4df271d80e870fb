"""`facts`, `ratios`, `requirements`, `budget`, `courses`, `findings`: what the warehouse holds, as of any moment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from flows import screen, settings
from flows.commands import listed as behind
from flows.commands import tables
from flows.commands.options import AsOfOption, JsonOption, LangOption, WorkspaceOption, YearOption

TotalsOption = Annotated[bool, typer.Option("--totals", help="With the total (合計), always recomputed.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (facts, ratios, requirements, budget, courses, findings):
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
    by_faculty: Annotated[
        bool, typer.Option("--faculties", help="Which faculties take part, by the plan and by the lists of each year.")
    ] = False,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the courses of the plan."""
    from flows import courses as listed

    place = settings.open_workspace(workspace)
    if by_faculty:
        _show(listed.faculties(place, as_of), behind.faculties, lang, as_json)
        return
    _show(listed.courses(place, as_of), tables.courses, lang, as_json)


def findings(
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write them as .xlsx, .csv or .json.")
    ] = None,
    state: Annotated[
        Literal["open", "explained", "waived", "closed"] | None, typer.Option(help="Only these (default: all).")
    ] = None,
    severity: Annotated[
        Literal["block", "explain", "note"] | None, typer.Option(help="Only 要修正, 要理由 or 参考.")
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Only those of the plan.")] = False,
    year: YearOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List findings with state and history as they were found last; nothing is checked anew."""
    from flows import findings as found

    place = settings.open_workspace(workspace)
    scopes = (["plan"] if plan else []) + ([str(year)] if year else [])
    rows = found.history(place, as_of, scopes, state, severity)
    if output is not None:
        told = settings.minute_in_japan(as_of or settings.now(place))
        found.write(place, rows, output, told)
    entries = [found.history_entry(row) for row in rows]
    if as_json:
        screen.as_json(entries)
    elif output is not None:
        screen.line(str(output))
    else:
        language = settings.language(lang)
        standing = [each for each in entries if each["state"] != "closed" or state == "closed"]
        screen.findings(standing, language)
        rest = len(entries) - len(standing)
        closed = f"解消 {rest}件" if language == "ja" else f"{rest} closed"
        screen.line(f"{screen.counted(standing, language)}{'・' if language == 'ja' else ', '}{closed}")


def _show(entries: list[dict[str, Any]], table: Any, lang: str | None, as_json: bool) -> None:
    if as_json:
        screen.as_json(entries)
    elif entries:
        table(entries, settings.language(lang))
    else:
        nothing = {"ja": "まだ何もありません。", "en": "Nothing yet."}
        screen.line(nothing[settings.language(lang)])
