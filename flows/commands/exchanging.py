"""`precheck`, `annotate`, `aside`: what a university is told before and after it sends its file, and what no university sent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows import screen, settings
from flows.commands.options import JsonOption, LangOption, WorkspaceOption, YearOption

DEFAULT_PROGRAMME = "social-impact-type2"


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (precheck, annotate, aside):
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


def annotate(
    year: YearOption = None, workspace: WorkspaceOption = None, lang: LangOption = None, as_json: JsonOption = False
) -> None:
    """Write each university's own file with what is open in its cells, to be sent back."""
    from reports.annotated.write import write_annotated

    place = settings.open_workspace(workspace)
    described = settings.asked_year(place, year) or settings.described_year(place, settings.now(place))
    files = write_annotated(place, described)
    if as_json:
        screen.as_json([{"file": str(file), "fiscal_year": described} for file in files])
        return
    for file in files:
        screen.line(str(file.relative_to(place.root)))
    if settings.language(lang) == "ja":
        screen.line(f"確認事項を記入した回答を{len(files)}件作りました。各大学へお返しください。")
    else:
        screen.line(f"Wrote {len(files)} answers with their findings, to be sent back.")


def aside(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="As named below inbox/<year>/, or a SHA-256.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is nobody's answer (理由).")],
    who: Annotated[str, typer.Option("--who", help="The name of who acts.")],
    post: Annotated[str, typer.Option("--post", help="The post (職名) of who acts.")] = "",
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Set a file aside (対象外) that is nobody's answer; it is kept, and what was open about it closes."""
    from warehouse.database import open_warehouse
    from warehouse.decision import Actor
    from warehouse.set_aside import set_aside

    place = settings.open_workspace(workspace)
    at = settings.now(place)
    with open_warehouse(place.database) as connection:
        done = [set_aside(connection, file, reason, Actor(who, post), at) for file in files]
    if as_json:
        screen.as_json([{"file": row["file_name"], "sha256": row["sha256"], "reason": reason} for row in done])
        return
    for row in done:
        words = {"ja": "対象外としました（ファイルは保管しています）", "en": "set aside (the file is kept)"}
        screen.line(f"{row['file_name']}: {words[settings.language(lang)]}")
