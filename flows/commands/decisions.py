"""Decisions for several universities, each on its own, and what is shown of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import typer

from flows import screen

if TYPE_CHECKING:
    from warehouse.workspace import University, Workspace

Row = dict[str, Any]
STATES = {
    "ja": {"draft": "未回答", "submitted": "回答済み", "checked": "点検済み", "signed": "決裁済み（確定）", "accepted": "受理済み"},
    "en": {"draft": "draft", "submitted": "submitted", "checked": "checked", "signed": "signed (locked)", "accepted": "accepted"},
}  # fmt: skip
ACTS = {
    "ja": {"prepared": "作成", "confirmed": "確認", "decided": "決裁", "accepted": "受理"},
    "en": {"prepared": "prepared", "confirmed": "confirmed", "decided": "decided", "accepted": "accepted"},
}
ANSWERS = {
    "ja": {"open": "未了", "explained": "理由あり", "waived": "理由了承"},
    "en": {"open": "open", "explained": "explained", "waived": "accepted"},
}


def chosen(
    workspace: Workspace,
    named: Sequence[str] | None,
    fiscal_year: int,
    round_: int,
    states: Sequence[str] = (),
    partners_only: bool = False,
) -> list[University]:
    """Return the universities that are named by code or name, or else those whose return is in one of the states.

    Raises WrongUse where nobody is meant, WorkspaceProblem for an unknown one.
    """
    from flows.problem import WrongUse
    from warehouse import read
    from warehouse.database import open_warehouse

    if named:
        by_name = {each.name: each for each in workspace.universities}
        return [by_name.get(name) or workspace.university(name) for name in named]
    with open_warehouse(workspace.database) as connection:
        rows = read.rows(connection, "out.return_state", fiscal_year=fiscal_year, round=round_, state=list(states))
    codes = {row["university"] for row in rows if not (partners_only and row["role"] == "lead")}
    found = [each for each in workspace.universities if each.code in codes]
    if not found:
        raise WrongUse(
            "対象の大学がありません。学校コード又は大学名を指定するか --all を付けてください / "
            "no university is meant; name some, or say --all"
        )
    return found


def each(workspace: Workspace, universities: Sequence[University], act: Callable[[Any, University], Row]) -> list[Row]:
    """Do the act for each university on its own and return how far each return is; one that is refused stops no other.

    The sentences of those that were refused are shown, and the row says so (`is_refused`). Where nothing could be done and
    no 要修正 is the reason, Refused is raised: a wrong use.
    """
    from warehouse.database import open_warehouse
    from warehouse.decision import Blocked, Refused

    done: list[Row] = []
    sentences: list[str] = []
    is_blocked = False
    with open_warehouse(workspace.database) as connection:
        for university in universities:
            try:
                done.append(act(connection, university) | {"is_refused": False})
            except Refused as refused:
                sentences.append(str(refused))
                is_blocked = is_blocked or isinstance(refused, Blocked)
                done.append({"university": university.code, "name": university.name, "is_refused": True})
    if len(sentences) == len(done) and not is_blocked:
        raise Refused("\n".join(sentences))
    for sentence in sentences:
        screen.message(sentence)
    return done


def states(done: list[Row], lang: str, as_json: bool) -> None:
    """Show how far the returns are, and leave with 1 where one was refused."""
    if as_json:
        screen.as_json(done)
    else:
        for row in done:
            if not row["is_refused"]:
                screen.line(f"{row['name']} {row['round_ja']}: {STATES[lang][row['state']]}{_signed_by(row, lang)}")
    if any(row["is_refused"] for row in done):
        raise typer.Exit(1)


def _signed_by(row: Row, lang: str) -> str:
    """Return who has signed, and how many values have come since that say something else; an empty text for nobody."""
    said = [f"{name} {row[f'{act}_who']}" for act, name in ACTS[lang].items() if row[f"{act}_who"]]
    if changed := row["changed_since_signing"]:
        said.append(f"署名後の変更 {changed}件" if lang == "ja" else f"{changed} changed since signing")
    return f"（{'、'.join(said)}）" if said else ""


def standing(rows: list[Row], lang: str, as_json: bool) -> None:
    """Show how findings stand after a reason was given or accepted."""
    from flows.findings import entry

    if as_json:
        screen.as_json([entry(row) for row in rows])
        return
    for row in rows:
        limits = [str(row["expires_on"]) if row["expires_on"] else "", screen.shown(row["bound"])]
        labels = {"ja": ("期限", "上限"), "en": ("until", "bound")}[lang]
        said = "、".join(f"{label} {limit}" for label, limit in zip(labels, limits, strict=True) if limit)
        screen.line(f"{row['id']} {ANSWERS[lang][row['state']]}{f'（{said}）' if said else ''}: {row['explanation']}")
        screen.line(f"    {row['message_' + lang]}")
        if row["severity"] == "block":
            screen.line(
                {"ja": "    要修正は理由だけでは閉じません。", "en": "    It stays open until corrected."}[lang]
            )


def notes(rows: list[Row], lang: str, as_json: bool) -> None:
    """Show the notes (注記) with which a document goes out."""
    if as_json:
        screen.as_json(rows)
        return
    for row in rows:
        screen.line(
            f"注記{row['note']} {row['message_' + lang]}"
            if lang == "ja"
            else f"Note {row['note']}: {row['message_en']}"
        )
    head = rows[0]
    if lang == "ja":
        screen.line(
            f"{head['post']} {head['who']} の決裁（{head['decision']}）により、要修正{len(rows)}件を注記として提出できます。"
        )
    else:
        screen.line(f"Released by {head['who']} ({head['decision']}) with {len(rows)} notes.")
