"""`precheck`: what a university looks at before it sends its file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows import screen, settings
from flows.commands.options import JsonOption, LangOption, YearOption

DEFAULT_PROGRAMME = "social-impact-type2"


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (precheck,):
        app.command(command.__name__)(command)


def precheck(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The filled 調査票 or CSV.")],
    programme: Annotated[
        str, typer.Option(metavar="ID|FOLDER", help="The programme's definition.")
    ] = DEFAULT_PROGRAMME,
    university: Annotated[
        str | None, typer.Option(metavar="CODE|NAME", help="Who answers, where the file does not say.")
    ] = None,
    year: YearOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what a file would meet, before it is sent; no workspace is needed and nothing is kept."""
    from flows.precheck import precheck as look

    done = look(file, programme, settings.now(), year, university)
    if as_json:
        screen.as_json(done.findings)
    else:
        language = settings.language(lang)
        screen.findings(done.findings, language)
        head = (
            f"{done.university} {done.fiscal_year}年度: 値 {done.values}。"
            if language == "ja"
            else f"{done.university} FY{done.fiscal_year}: {done.values} values. "
        )
        screen.line(head + screen.counted(done.findings, language))
    if screen.is_blocked(done.findings):
        raise typer.Exit(1)
