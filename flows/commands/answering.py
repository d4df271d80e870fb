"""`form`, `collect`, `check`, `report`, `status`: a year's questions, its answers, and what is told of them."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from flows import screen, settings
from flows.commands import board, exchanging, returns
from flows.commands.options import AsOfOption, JsonOption, LangOption, WorkspaceOption, YearOption

if TYPE_CHECKING:
    from flows.publish import Written
    from warehouse.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (form, collect, check, report, status):
        app.command(command.__name__)(command)
    exchanging.register(app)


def form(
    year: YearOption = None,
    round_: Annotated[
        Literal["1", "2"] | None, typer.Option("--round", help="1: 1 May; 2: full year and leavers (default: both).")
    ] = None,
    by_desk: Annotated[
        bool, typer.Option("--by-desk", help="One form for each desk (担当課), without letters.")
    ] = False,
    by_faculty: Annotated[
        bool, typer.Option("--by-faculty", help="With a sheet on which the faculties (部局) add up, for everybody.")
    ] = False,
    with_lists: Annotated[
        bool, typer.Option("--with-lists", help="With sheets for the lines behind the counts (内訳一覧), all of them.")
    ] = False,
    lists: Annotated[
        list[str] | None, typer.Option("--list", metavar="ROW", help="Only these lists: 3, 4.C (may be repeated).")
    ] = None,
    format_: Annotated[
        Literal["xlsx", "csv"], typer.Option("--format", help="csv: one line a row, for who exports from a system.")
    ] = "xlsx",
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the collection forms (調査票) and letters of a year."""
    from flows.problem import WrongUse
    from reports.collection.form import write_forms

    if format_ == "csv" and (by_faculty or with_lists or lists):
        raise WrongUse(
            "部局別内訳（--by-faculty）と内訳一覧（--with-lists、--list）は CSV の調査票には付きません。--format xlsx で作成してください / "
            "--by-faculty, --with-lists and --list go with --format xlsx only"
        )
    place = settings.open_workspace(workspace)
    at = settings.now(place)
    described = settings.asked_year(place, year) or settings.described_year(place, at)
    place.inbox(described).mkdir(parents=True, exist_ok=True)
    asked = lists or (["all"] if with_lists else [])
    try:
        files = write_forms(place, described, at, int(round_) if round_ else None, by_desk, by_faculty, asked, format_)
    except KeyError as unknown:
        raise WrongUse(
            f"「{unknown.args[0]}」の内訳一覧はありません（例: --list 3） / there is no list for '{unknown.args[0]}' (such as --list 3)"
        ) from None
    if as_json:
        screen.as_json([{"file": str(file), "fiscal_year": described} for file in files])
        return
    for file in files:
        screen.line(str(file.relative_to(place.root)))
    returns.forms(len(files), described, settings.language(lang), by_desk, is_csv=format_ == "csv")


def collect(
    year: YearOption = None, workspace: WorkspaceOption = None, lang: LangOption = None, as_json: JsonOption = False
) -> None:
    """Take in every answer of a year: files of the inbox, and databases."""
    from flows import collect as collecting

    place = settings.open_workspace(workspace)
    at = settings.now(place)
    asked = settings.asked_year(place, year)
    years = [asked] if asked else collecting.years_with_an_inbox(place) or [settings.described_year(place, at)]
    for other in collecting.inboxes_of_no_year(place):
        screen.message(
            f"inbox/{other}/ はこの事業の年度のフォルダではないため、読み取りません / inbox/{other}/ is no year of this programme and is not read"
        )
    with settings.logged(place):
        done = [collecting.collect(place, each, at, os.environ) for each in years]
    entries = [entry for each in done for entry in each.findings]
    if as_json:
        screen.as_json(entries)
    else:
        for each in done:
            returns.came(place, each, settings.language(lang))
    if screen.is_blocked(entries):
        raise typer.Exit(1)


def check(
    plan: Annotated[bool, typer.Option("--plan", help="Check the plan.")] = False,
    year: YearOption = None,
    present_rules: Annotated[
        bool, typer.Option("--present-rules", help="The present rules for years whose collection is over, too.")
    ] = False,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the plan and the answers; list what is open (default: all of it)."""
    from flows import check as checking

    place = settings.open_workspace(workspace)
    one = settings.asked_year(place, year)
    asked = ([checking.PLAN] if plan else []) + ([one] if one else [])
    scopes = asked or checking.scopes_with_data(place, as_of)
    with settings.logged(place):
        done = checking.check(place, scopes, settings.now(place), as_of, with_present_rules=present_rules)
    entries = list(done.findings)
    if as_json:
        screen.as_json(entries)
    else:
        returns.checked(done, settings.language(lang))
    if screen.is_blocked(entries):
        raise typer.Exit(1)


def report(
    document: Annotated[Literal["interim", "final", "data-book", "budget", "quality"], typer.Argument()],
    data_docs: Annotated[
        bool,
        typer.Option("--data-docs", help="With quality: Great Expectations' own pages, too (they load from outside)."),
    ] = False,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a document; a draft (案) while a 要修正 is open."""
    from flows.publish import report as publish

    if data_docs and document != "quality":
        from flows.problem import WrongUse

        raise WrongUse("--data-docs は quality とともに指定してください / --data-docs goes with quality")
    place = settings.open_workspace(workspace)
    done = publish(place, document, settings.now(place), as_of)
    if data_docs:
        done = _with_data_docs(place, done, as_of)
    if as_json:
        files = [{"document": document, "file": str(file), "draft": bool(done.blocking)} for file in done.files]
        screen.as_json(files)
    else:
        returns.written(place, done, settings.language(lang))
    if done.blocking:
        raise typer.Exit(1)


def _with_data_docs(place: Workspace, done: Written, as_of: datetime | None) -> Written:
    from expectations.data_docs import write_data_docs

    with settings.logged(place):
        path = write_data_docs(place, settings.now(place), as_of)
    screen.message(
        "Data Docs は、開いたときに書体・装飾・動作の一部を外部から取得します。通信しない品質台帳が正式な記録です / "
        "Data Docs fetch styles and scripts from outside when they are opened; the quality book requests nothing"
    )
    return replace(done, files=(*done.files, path))


def status(
    year: YearOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how far each return is, how late, what is open, and what changed since it was signed."""
    from flows.collect import years_with_an_inbox
    from flows.status import status as listed

    place = settings.open_workspace(workspace)
    asked = settings.asked_year(place, year)
    years = [asked] if asked else years_with_an_inbox(place) or [settings.described_year(place, settings.now(place))]
    entries = listed(place, years, as_of, settings.now(place))
    if as_json:
        screen.as_json(entries)
    else:
        board.status(entries, settings.language(lang))
