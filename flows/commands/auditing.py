"""`log` and `verify`: every act, and whether all is as it was."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from flows import screen, settings
from flows.commands.options import AsOfOption, JsonOption, LangOption, WorkspaceOption

SHOWN = 40
ACTS_JA = {
    "defined": "定義の登録", "received": "受領", "checked": "点検", "corrected": "訂正", "explained": "理由", "waived": "理由了承",
    "signed": "署名", "locked": "確定", "accepted": "受理", "unlocked": "確定解除", "released": "提出の決裁",
    "documented": "文書作成", "drafted": "案の作成", "wrote": "本文の記入", "rehearsed": "規則の予行",
    "set_aside": "対象外", "answered": "質問への回答・裁定",
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (log, verify):
        app.command(command.__name__)(command)


def log(
    act: Annotated[list[str] | None, typer.Option(help="Only these acts, such as received, waived, signed.")] = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List every act in order: who did what, when, to what."""
    from flows.log import entries as listed

    entries = listed(settings.open_workspace(workspace), as_of, act)
    if as_json:
        screen.as_json(entries)
        return
    words = settings.language(lang)
    heads = {
        "ja": ["番号", "日時", "氏名", "行為", "対象", "内容"],
        "en": ["no", "time (Japan)", "who", "act", "subject", "detail"],
    }
    if len(entries) > SHOWN:
        rest = len(entries) - SHOWN
        screen.line(
            f"… {rest} 件（--json ですべて）" if words == "ja" else f"… {rest} earlier (all of them with --json)"
        )
    screen.table(heads[words], [_row(each, words) for each in entries[-SHOWN:]], right=[0])


def verify(
    head: Annotated[
        list[str] | None, typer.Option(help="A hash of the log noted elsewhere (or its beginning).")
    ] = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Verify log, evidence and documents: changed, dropped, moved or lost entries and files are named."""
    from flows.log import verify as verified

    entries, faults = verified(settings.open_workspace(workspace), head or [])
    if as_json:
        screen.as_json(faults)
    elif faults:
        for each in faults:
            screen.line("✗ " + each["message_" + settings.language(lang)])
    elif settings.language(lang) == "ja":
        screen.line(f"記録{entries}件と根拠ファイル、文書は、すべて記録されたときのままです。")
    else:
        screen.line(f"All {entries} entries, the evidence and the documents are as they were.")
    if faults:
        raise typer.Exit(1)


def _row(each: dict[str, Any], lang: str) -> list[Any]:
    act = ACTS_JA.get(each["act"], each["act"]) if lang == "ja" else each["act"]
    return [each["number"], settings.minute_in_japan(each["time"]), each["who"], act, each["subject"], each["detail"]]
