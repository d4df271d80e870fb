"""`trace`, `diff`, `audit sample`: from a printed number to the received cells and back, and why a number changed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Any

import typer

from flows import screen, settings
from flows.commands import traces
from flows.commands.options import AsOfOption, JsonOption, LangOption, WorkspaceOption, YearOption

audit = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="For auditors: a sample of printed numbers.")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("trace")(trace)
    app.command("diff")(diff)
    audit.command("sample")(audit_sample)
    app.add_typer(audit, name="audit")


@audit.callback()
def _audit() -> None:
    """For auditors: a sample of printed numbers with all that they rest on."""


def audit_sample(
    size: Annotated[int, typer.Option("--n", min=1, help="How many numbers.")] = 60,
    seed: Annotated[int, typer.Option(help="The same seed draws the same numbers.")] = 1,
    out: Annotated[Path | None, typer.Option(metavar="ZIP", help="Where to write it (default: audit/).")] = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw printed numbers at random and bundle documents, evidence, traces, rules, log and verifier into one zip."""
    from flows.audit import write_sample

    path, entries = write_sample(settings.open_workspace(workspace), size, seed, out)
    if as_json:
        screen.as_json(entries)
        return
    agreed = sum(1 for entry in entries if entry["formula"]["agrees"])
    screen.line(f"{path}\nSHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()}")
    if settings.language(lang) == "ja":
        screen.line(f"数値{len(entries)}件を抽出し、{agreed}件が根拠からの再計算と一致しました。")
    else:
        screen.line(f"{len(entries)} numbers drawn; {agreed} agree with what was received.")


def trace(
    document: Annotated[str | None, typer.Argument(metavar="FILE[#PLACE]", help="A document; #bookmark.")] = None,
    place: Annotated[str | None, typer.Argument(metavar="PLACE", help="Bookmark, name, or Sheet!E7.")] = None,
    row: Annotated[str | None, typer.Option(help="A row of the form, such as 5.B.")] = None,
    university: Annotated[str, typer.Option(help="Its university's code, or TOTAL.")] = "TOTAL",
    kind: Annotated[str | None, typer.Option(help="baseline, target or actual.")] = None,
    cell: Annotated[
        tuple[str, str] | None, typer.Option(metavar="FILE SHEET!CELL", help="Backwards: a received cell.")
    ] = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Trace a document's number to formula, facts, received cells and checks; or a received cell to the documents."""
    from flows import trace as tracing
    from flows.problem import WrongUse

    given = [document is not None, row is not None, cell is not None]
    if sum(given) != 1:
        raise WrongUse(
            "文書（FILE#場所）、--row、--cell のどれか1つを指定してください / name one of FILE#PLACE, --row, --cell"
        )
    if row is not None and year is None:
        raise WrongUse("--row には --year も必要です / --row needs --year")
    if row is None and as_of is not None:
        raise WrongUse(
            "文書と受領セルは、作成した時点のとおりに示します。--as-of は --row とともに指定するか、report --as-of でその時点の文書を作成してください / "
            "a written document is traced as of its own moment: use --as-of with --row, or write it with report --as-of"
        )
    opened, words = settings.open_workspace(workspace), settings.language(lang)
    is_as_written = True
    if document is not None:
        entries, is_as_written = tracing.at_place(opened, document, place)
    elif cell is not None:
        entries = tracing.of_cell(opened, *cell)
    else:
        assert row is not None and year is not None
        entries = tracing.telling(opened, row, university, year, kind, as_of)
    if not is_as_written:
        screen.message(
            "このファイルは作成後に変わったか、新しい版に置き換えられています。記録にある同名の最新の文書を示します / "
            "this file is not as Rokunen wrote it; the newest document of its name is shown"
        )
    _show(entries, as_json, words)


def diff(
    before: Annotated[
        str, typer.Argument(metavar="A", help="A document, its manifest, or KIND@TIME (interim@2027-06-30).")
    ],
    after: Annotated[str, typer.Argument(metavar="B", help="The same, later.")],
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List every figure that changed between two documents or moments, with its cause."""
    from flows import trace as tracing

    entries, (one, other) = tracing.difference(settings.open_workspace(workspace), before, after)
    if as_json:
        screen.as_json(entries)
        return
    traces.difference(entries, one.name, other.name, settings.language(lang))


def _show(entries: list[dict[str, Any]], as_json: bool, lang: str) -> None:
    if as_json:
        screen.as_json(entries)
    elif not entries:
        screen.line({"ja": "該当する数値はどの文書にもありません。", "en": "No document prints it."}[lang])
    elif "checks" in entries[0]:
        for entry in entries:
            traces.four_steps(entry, lang)
    else:
        traces.printed(entries, lang)
