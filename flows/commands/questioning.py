"""`questions`: what universities ask on their 質問票, and what the office answers and rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from flows import screen, settings
from flows.commands.board import VALUES
from flows.commands.options import AsOfOption, JsonOption, LangOption, WorkspaceOption, YearOption

Entry = dict[str, Any]
questions = typer.Typer(rich_markup_mode=None, help="Questions of universities (質問票); answer: answer or rule.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}': 2027-06-12") from None


def register(app: typer.Typer) -> None:
    """Add these commands."""
    questions.command("answer")(answer)
    app.add_typer(questions, name="questions")


@questions.callback(invoke_without_command=True)
def listed(
    context: typer.Context,
    unanswered: Annotated[bool, typer.Option("--open", help="Only those without an answer.")] = False,
    year: YearOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what universities asked, with the answers."""
    if context.invoked_subcommand is not None:
        return
    from flows.questions import questions as found

    entries = [
        each for each in found(settings.open_workspace(workspace), year, as_of) if not (unanswered and each["answered"])
    ]
    if as_json:
        screen.as_json(entries)
        return
    _show(entries, settings.language(lang))


def answer(
    question: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="The question, as `questions` shows it (none: a ruling of one's own)."),
    ] = None,
    text: Annotated[str, typer.Option("--text", help="The answer (回答).")] = "",
    who: Annotated[str, typer.Option("--who", "--by", help="The name of who answers.")] = "",
    post: Annotated[str, typer.Option("--post", help="The post (職名) of who answers.")] = "",
    row: Annotated[
        str | None, typer.Option("--row", metavar="KEY", help="Rule (裁定): a note of this row for everybody.")
    ] = None,
    valid_from: Annotated[
        date | None, typer.Option("--from", metavar="DAY", parser=_day, help="It holds from this day (default: today).")
    ] = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question; with --row rule about a row, and list what was reported before."""
    from flows.questions import answer as kept
    from warehouse.decision import Actor

    place = settings.open_workspace(workspace)
    done = kept(place, question, text, Actor(who, post), settings.now(place), row, valid_from)
    if as_json:
        screen.as_json([done])
        return
    _tell(done, settings.language(lang))


def _show(entries: list[Entry], lang: str) -> None:
    ja = lang == "ja"
    if not entries:
        screen.line("質問はありません。" if ja else "Nothing was asked.")
    for each in entries:
        who = f"{each['university_name'] or ''} {each['asker'] or ''}".strip()
        when = settings.day_in_japan(each["asked_at"]) if each["asked_at"] else ""
        if each["id"]:
            about = f"（{each['place']}）" if each["place"] else ""
            screen.line(f"[{each['id']}] {when} {who}{about}「{each['question']}」")
        if each["answered"]:
            kind = ("裁定" if ja else "ruling") if each["ruling"] else ("回答" if ja else "answer")
            row = f" {each['ruling']}" if each["ruling"] else ""
            version = f" 第{each['version']}版" if each["version"] > 1 else ""
            screen.line(f"    → {kind}{row}{version}（{each['valid_from']} {each['answered_by']}）: {each['answer']}")
        else:
            screen.line("    → 未回答" if ja else "    → not answered yet")


def _tell(done: Entry, lang: str) -> None:
    ja = lang == "ja"
    kind = ("裁定" if ja else "ruling") if done["ruling"] else ("回答" if ja else "answer")
    screen.line(f"{kind} {done['ruling'] or done['id']}（{done['valid_from']}）: {done['answer']}")
    if not done["ruling"]:
        return
    before = done["answered_before"]
    names = list(dict.fromkeys(each["university_name"] for each in before))
    head = "この裁定の前に回答した大学" if ja else "answered before this ruling"
    screen.line(f"{head}: " + (("、" if ja else ", ").join(names) if names else ("なし" if ja else "none")))
    for each in before:
        source = each["source"]
        place = " ".join(part for part in (source["file"], source["sheet"], source["cell"]) if part)
        value = screen.shown(each["value"]) or (VALUES.get(each["state"], each["state"]) if ja else each["state"])
        screen.line(f"    {each['university_name']} {each['fiscal_year']}{'年度' if ja else ''} {value}  {place}")
