"""`init` and `plan import`: from an empty folder to a plan in the warehouse."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows import screen, settings
from flows.commands.options import JsonOption, LangOption, WorkspaceOption

plan = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="The plan: the official data book.")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("init")(init)
    plan.command("import")(plan_import)
    app.add_typer(plan, name="plan")


@plan.callback()
def _plan() -> None:
    """The plan: the official data book, with its Word cover."""


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to create.")],
    programme: Annotated[str, typer.Option(metavar="ID|FOLDER", help="The programme's definition.")],
    lead: Annotated[str, typer.Option(metavar="CODE=NAME", help="The lead university (代表校).")],
    partner: Annotated[
        list[str] | None, typer.Option(metavar="CODE=NAME", help="A partner (連携校), in the cover page's order.")
    ] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Create a workspace."""
    from warehouse.workspace import create_workspace

    pairs = [("lead", *_pair(lead)), *(("partner", *_pair(text)) for text in partner or [])]
    workspace = create_workspace(folder, programme, pairs)
    if as_json:
        screen.as_json([{"code": each.code, "name": each.name, "role": each.role} for each in workspace.universities])
        return
    names = "、".join(each.name for each in workspace.universities)
    if settings.language(lang) == "ja":
        screen.line(f"{workspace.root} を作りました（{names}）。")
        screen.line("次に: rokunen plan import データ集.xlsx [計画調書.docx]")
    else:
        screen.line(f"Created {workspace.root} ({names}).")
        screen.line("Next: rokunen plan import DATA-BOOK.xlsx [COVER.docx]")


def plan_import(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The data book, and its Word cover if any.")],
    reason: Annotated[str | None, typer.Option(help="Why this plan replaces the earlier one (an amendment).")] = None,
    approver: Annotated[str | None, typer.Option(help="Who allowed the amendment.")] = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import the plan from the official workbook and list what disagrees."""
    from flows.plan import import_plan

    place = settings.open_workspace(workspace)
    with settings.logged(place):
        done = import_plan(place, files, settings.now(place), reason, approver)
    entries = [screen.finding_entry(finding) for finding in done.findings]
    blocking = {place.lead.code, "TOTAL"} & {university for university, _ in done.missed}
    if as_json:
        screen.as_json(entries)
    else:
        _say(done.values, done.is_new, entries, settings.language(lang))
        for university, requirement in done.missed:
            _say_missed(university, requirement, place.programme.final_fy, settings.language(lang))
    if screen.is_blocked(entries) or blocking:
        raise typer.Exit(1)


def _pair(text: str) -> tuple[str, str]:
    code, sign, name = text.partition("=")
    if not (sign and code.strip() and name.strip()):
        raise typer.BadParameter(f"'{text}': CODE=NAME (F113310103224=中央大学)")
    return code.strip(), name.strip()


def _say(values: int, is_new: bool, entries: list[dict[str, object]], lang: str) -> None:
    screen.findings(entries, lang)
    counted = screen.counted(entries, lang)
    if lang == "ja":
        screen.line(
            f"計画を取り込みました（値 {values}）。{counted}" if is_new else f"この計画は取込み済みです。{counted}"
        )
    else:
        screen.line(f"Imported the plan ({values} values). {counted}" if is_new else f"Imported before. {counted}")


def _say_missed(university: str, requirement: str, final_fy: int, lang: str) -> None:
    if lang == "ja":
        name = "合計" if university == "TOTAL" else university
        screen.line(
            f"要件 {requirement}: {name} の{final_fy}年度目標値が達していません（rokunen requirements で詳細）。"
        )
    else:
        screen.line(
            f"Requirement {requirement}: the FY{final_fy} target of {university} misses it (rokunen requirements)."
        )
