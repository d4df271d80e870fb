"""`run`, `lifecycle`, `serve`, `demo`: the only commands that load Prefect."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows import screen, settings
from flows.commands.options import JsonOption, LangOption, WorkspaceOption, YearOption

if TYPE_CHECKING:
    from flows.calendar import Deployment
    from flows.publish import Written
    from warehouse.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (run, lifecycle, serve, demo):
        app.command(command.__name__)(command)


def run(
    year: YearOption = None, workspace: WorkspaceOption = None, lang: LangOption = None, as_json: JsonOption = False
) -> None:
    """Run one fiscal year: collect, check, report."""
    from flows.server import server

    place = settings.open_workspace(workspace)
    at = settings.now(place)
    described = settings.asked_year(place, year) or settings.described_year(place, at)
    with settings.logged(place), server(place):
        from flows.yearly import yearly

        written = yearly(str(place.root), described, at=at)
    _show(place, written, settings.language(lang), as_json)


def lifecycle(workspace: WorkspaceOption = None, lang: LangOption = None, as_json: JsonOption = False) -> None:
    """Run every fiscal year of the programme."""
    from flows.server import server

    place = settings.open_workspace(workspace)
    with settings.logged(place), server(place):
        from flows.yearly import lifecycle as all_years

        written = all_years(str(place.root), at=settings.now(place))
    _show(place, written, settings.language(lang), as_json)


def serve(workspace: WorkspaceOption = None, lang: LangOption = None) -> None:
    """Run the calendar's flows at their times, until interrupted."""
    from flows.serve import serve as run_calendar

    place = settings.open_workspace(workspace)
    language = settings.language(lang)

    def tell(url: str, deployments: list[Deployment]) -> None:
        head = (
            "暦のとおりに実行します（止めるには Ctrl+C）"
            if language == "ja"
            else "Running the calendar; stop with Ctrl+C"
        )
        screen.line(f"{head}: {url.removesuffix('/api')}")
        rows = [[each.name, _time(each), each.description] for each in deployments]
        screen.table(["", "", ""], rows, most=70)

    run_calendar(place, tell)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write.")] = Path("demo"),
    lang: LangOption = None,
) -> None:
    """Run six fiscal years of a synthetic programme."""
    from flows.demo.run import run as six_years

    six_years(folder, settings.language(lang))


def _time(deployment: Deployment) -> str:
    if deployment.every_seconds:
        return f"every {deployment.every_seconds}s"
    return deployment.cron or "-"


def _show(place: Workspace, written: list[Written], lang: str, as_json: bool) -> None:
    from flows.commands import returns

    blocking = any(each.blocking for each in written)
    if as_json:
        screen.as_json(
            [
                {"document": each.document, "file": str(file), "draft": bool(each.blocking)}
                for each in written
                for file in each.files
            ]
        )
    else:
        for each in written[:-1]:
            returns.files(place, each)
        for each in written[-1:]:
            returns.written(place, each, lang)
    if blocking:
        raise typer.Exit(1)
