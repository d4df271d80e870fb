"""`rules`: the catalogue, one rule, what changed, and a rehearsal on earlier years before rules go live."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from flows import screen, settings
from flows.commands import rule_tables
from flows.commands.options import JsonOption, LangOption, WorkspaceOption, YearOption

Entry = dict[str, Any]
rules = typer.Typer(rich_markup_mode=None, help="The rules of the checks: list, show, changes, rehearse.")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    rules.command("show")(show)
    rules.command("changes")(changes)
    rules.command("rehearse")(rehearse)
    app.add_typer(rules, name="rules")


@rules.callback(invoke_without_command=True)
def listed(
    context: typer.Context,
    severity: Annotated[
        Literal["block", "explain", "note"] | None, typer.Option(help="Only 要修正, 要理由 or 参考.")
    ] = None,
    scope: Annotated[
        Literal["plan", "return"] | None, typer.Option(help="Only those for the plan, or for returns.")
    ] = None,
    year: YearOption = None,
    programme: Annotated[
        str | None, typer.Option(metavar="ID|FOLDER", help="Of this definition, without a workspace.")
    ] = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the rules; with --year those with which that year is checked."""
    if context.invoked_subcommand is not None:
        return
    from flows.rules import catalogue

    entries = [
        entry
        for entry in catalogue(None if programme else settings.open_workspace(workspace), programme, year)
        if (not severity or severity in (entry["severity"], entry["severity_partner"]))
        and (not scope or entry["scope"] in (scope, "both"))
    ]
    if as_json:
        screen.as_json(entries)
    else:
        rule_tables.rules(entries, settings.language(lang))


def show(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Its id.")],
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one rule: sentence, remedy, source, its line of the definition, version, an example."""
    from flows.rules import one

    entry = one(settings.open_workspace(workspace), rule)
    if as_json:
        screen.as_json([entry])
    else:
        rule_tables.rule(entry, settings.language(lang))


def changes(
    since: Annotated[
        datetime | None, typer.Option(metavar="TIME", parser=settings.start_of, help="Only what came into force since.")
    ] = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List rules that were added, removed or changed, and those that are not in force yet."""
    from expectations.rule_changes import rule_changes

    entries = rule_changes(settings.open_workspace(workspace), since)
    if as_json:
        screen.as_json(entries)
    else:
        rule_tables.changes(entries, settings.language(lang))


def rehearse(
    proposed: Annotated[
        Path | None,
        typer.Option("--rules", metavar="FOLDER|FILE", help="A definition, or a file of rules in its place."),
    ] = None,
    who: Annotated[str, typer.Option("--who", help="Who rehearses, for the record.")] = "rokunen",
    reading: Annotated[
        bool, typer.Option("--reading", help="Read all kept files again, also where no rule differs.")
    ] = False,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run new or changed rules on the plan and every year, beside what stands now; no result is kept.

    For rules that are decided while reading, the kept files are read again.
    """
    from expectations.rehearse import rehearse as run
    from warehouse.candidate import candidate_text

    place = settings.open_workspace(workspace)
    with settings.logged(place):
        done = run(place, candidate_text(place, proposed), settings.now(place), who, with_reading=reading)
    if as_json:
        screen.as_json(done.entries)
    else:
        rule_tables.rehearsal(place, done, settings.language(lang))
