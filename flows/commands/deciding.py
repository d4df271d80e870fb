"""`explain`, `waive`, `sign`, `accept`, `unlock`, `release`: what people decide, each an entry of the log."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from flows import settings
from flows.commands import decisions
from flows.commands.options import JsonOption, LangOption, WorkspaceOption, YearOption

if TYPE_CHECKING:
    from warehouse.signing import Act
    from warehouse.workspace import Workspace

ACTS: dict[str, Act] = {
    "作成": "prepared", "確認": "confirmed", "決裁": "decided",
    "prepared": "prepared", "confirmed": "confirmed", "decided": "decided",
}  # fmt: skip


def _day(text: str) -> date:
    try:
        return date(int(text) + 1, 3, 31) if len(text) == 4 else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}': 2027 (FY2027) / 2028-03-31") from None


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter(f"'{text}'") from None


def _act(text: str) -> Any:
    if text not in ACTS:
        raise typer.BadParameter(f"'{text}': 作成 prepared / 確認 confirmed / 決裁 decided")
    return ACTS[text]


FindingsArgument = Annotated[
    list[str], typer.Argument(metavar="FINDING...", help="Ids that `check` shows (or their beginnings).")
]
UniversitiesArgument = Annotated[list[str] | None, typer.Argument(metavar="[UNIVERSITY]...", help="Codes or names.")]
AllOption = Annotated[bool, typer.Option("--all", help="Every university that is as far.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why (理由).")]
WhoOption = Annotated[str, typer.Option("--who", help="The name of who acts.")]
PostOption = Annotated[str, typer.Option("--post", help="The post (職名) of who acts.")]
DecisionOption = Annotated[str, typer.Option("--decision", help="The number of the decision (決裁文書番号).")]
RoundOption = Annotated[int, typer.Option("--round", help="The round of the collection.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (explain, waive, sign, accept, unlock, release):
        app.command(command.__name__)(command)


def explain(
    findings: FindingsArgument,
    reason: ReasonOption,
    who: WhoOption,
    post: PostOption = "",
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give the reason for a finding (理由)."""
    from warehouse.database import open_warehouse
    from warehouse.decision import Actor
    from warehouse.explanation import explain as kept

    place = settings.open_workspace(workspace)
    at = settings.now(place)
    with open_warehouse(place.database) as connection:
        rows = [kept(connection, finding, reason, Actor(who, post), at) for finding in findings]
    decisions.standing(rows, settings.language(lang), as_json)


def waive(
    findings: FindingsArgument,
    who: WhoOption,
    until: Annotated[
        date, typer.Option(metavar="FY|DAY", parser=_day, help="Its last day: the end of a fiscal year, or a day.")
    ],
    reason: Annotated[str | None, typer.Option(help="Why (default: the reason that was given or is proposed).")] = None,
    bound: Annotated[
        Decimal | None,
        typer.Option(metavar="N", parser=_number, help="The largest excess accepted (default: what is seen now)."),
    ] = None,
    carry_over: Annotated[bool, typer.Option("--carry-over", help="Propose it again next year, for review.")] = False,
    post: PostOption = "",
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Accept the reason for a finding (理由了承), by the rule's approver."""
    from warehouse.database import open_warehouse
    from warehouse.decision import Actor
    from warehouse.explanation import waive as kept

    place = settings.open_workspace(workspace)
    at, actor = settings.now(place), Actor(who, post)
    with open_warehouse(place.database) as connection:
        rows = [
            kept(connection, place, finding, reason, actor, at, until, bound, is_carried_over=carry_over)
            for finding in findings
        ]
    decisions.standing(rows, settings.language(lang), as_json)


def sign(
    round_: RoundOption,
    act: Annotated[
        Any,
        typer.Option("--as", metavar="ACT", parser=_act, help="作成 prepared, 確認 confirmed, 決裁 decided (locks)."),
    ],
    who: WhoOption,
    post: PostOption,
    universities: UniversitiesArgument = None,
    everyone: AllOption = False,
    decision: DecisionOption = "",
    year: YearOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sign a return: 作成, 確認, 決裁. The last one locks its values (確定)."""
    from warehouse import signing
    from warehouse.decision import Actor

    place, described, at = _when(workspace, year)
    actor = Actor(who, post, decision)
    chosen = decisions.chosen(place, universities, described, round_, ("checked",) if everyone else ())
    done = decisions.each(
        place, chosen, lambda connection, one: signing.sign(connection, one, described, round_, act, actor, at)
    )
    decisions.states(done, settings.language(lang), as_json)


def accept(
    round_: RoundOption,
    who: WhoOption,
    post: PostOption,
    universities: UniversitiesArgument = None,
    everyone: AllOption = False,
    decision: DecisionOption = "",
    year: YearOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Accept what a partner has signed (受理), by the lead."""
    from warehouse import signing
    from warehouse.decision import Actor

    place, described, at = _when(workspace, year)
    actor = Actor(who, post, decision)
    chosen = decisions.chosen(
        place, universities, described, round_, ("signed",) if everyone else (), partners_only=everyone
    )
    done = decisions.each(
        place, chosen, lambda connection, one: signing.accept(connection, one, described, round_, actor, at)
    )
    decisions.states(done, settings.language(lang), as_json)


def unlock(
    university: Annotated[str, typer.Argument(metavar="UNIVERSITY", help="Its code or name.")],
    round_: RoundOption,
    reason: ReasonOption,
    who: WhoOption,
    post: PostOption,
    year: YearOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Undo the lock of a signed return, for a reason."""
    from warehouse import signing
    from warehouse.decision import Actor

    place, described, at = _when(workspace, year)
    chosen = decisions.chosen(place, [university], described, round_)
    done = decisions.each(
        place,
        chosen,
        lambda connection, one: signing.unlock(connection, one, described, round_, reason, Actor(who, post), at),
    )
    decisions.states(done, settings.language(lang), as_json)


def release(
    document: Annotated[
        Literal["interim", "final", "data-book", "budget", "return"], typer.Argument(help="What goes out.")
    ],
    reason: ReasonOption,
    who: WhoOption,
    decision: DecisionOption,
    post: PostOption = "",
    year: YearOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a document go out with open 要修正, by a recorded decision of the 事業責任者; each is printed as a note (注記)."""
    from warehouse.database import open_warehouse
    from warehouse.decision import Actor
    from warehouse.release import RETURN
    from warehouse.release import release as kept

    place, described, at = _when(workspace, year)
    last_fy = described if document == RETURN else year or place.programme.last_fy
    judged = [each.judged_fy for each in place.programme.evaluations if each.id == document]
    with open_warehouse(place.database) as connection:
        notes = kept(connection, place, document, (judged or [last_fy])[0], reason, Actor(who, post, decision), at)
    decisions.notes(notes, settings.language(lang), as_json)


def _when(workspace: Any, year: int | None) -> tuple[Workspace, int, Any]:
    place = settings.open_workspace(workspace)
    at = settings.now(place)
    return place, settings.asked_year(place, year) or settings.described_year(place, at), at
