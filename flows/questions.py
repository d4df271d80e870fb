"""Questions of universities and answers of the office, as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime

    from warehouse.decision import Actor
    from warehouse.workspace import Workspace

Entry = dict[str, Any]


def questions(workspace: Workspace, year: int | None = None, as_of: datetime | None = None) -> list[Entry]:
    """Return one entry a question, the oldest first, with its answer; then the rulings that nobody asked for."""
    from warehouse import read
    from warehouse.database import open_warehouse

    where: dict[str, object] = {} if year is None else {"fiscal_year": year}
    with open_warehouse(workspace.database, as_of) as connection:
        asked = read.rows(connection, "core.question", "asked_at, university, sheet, cell", **where)
        answers = read.rows(connection, "out.answer", "number")
    by_question = {each["question"]: each for each in answers if each["question"]}
    names = {each.code: each.name for each in workspace.universities}
    found = [_question(row, names, by_question.get(row["question"])) for row in asked]
    return found + [_unasked(each) for each in answers if each["question"] is None]


def answer(
    workspace: Workspace,
    question: str | None,
    text: str,
    actor: Actor,
    at: datetime,
    row: str | None,
    valid_from: date | None,
) -> Entry:
    """Keep an answer and return it with the values that universities reported before it (`answered_before`)."""
    from warehouse import question as asking
    from warehouse.database import open_warehouse

    with open_warehouse(workspace.database) as connection:
        kept = asking.answer(connection, workspace.programme, question, text, actor, at, row, valid_from)
        before = asking.answered_before(connection, kept)
    return _answer(kept) | {
        "id": kept["question"],
        "answered_before": [
            {
                "university": each["university"], "university_name": each["name"], "fiscal_year": each["fiscal_year"],
                "value": each["value"], "state": each["state"], "received_at": each["received_at"],
                "source": {"file": each["file_name"], "sheet": each["sheet"], "cell": each["cell"]},
            }
            for each in before
        ],
    }  # fmt: skip


def _question(row: Entry, names: dict[str, str], answer: Entry | None) -> Entry:
    return {
        "id": row["question"], "fiscal_year": row["fiscal_year"], "university": row["university"],
        "university_name": names.get(row["university"]), "asker": row["asker"], "asked_at": row["asked_at"],
        "place": row["place"], "row": row["row"], "question": row["text"],
        "source": {"file": row["file_name"], "sheet": row["sheet"], "cell": row["cell"]},
        "answered": answer is not None, **_answer(answer),
    }  # fmt: skip


def _unasked(answer: Entry) -> Entry:
    keys = ("id", "fiscal_year", "university", "university_name", "asker", "asked_at", "place", "question", "source")
    return dict.fromkeys(keys) | {"row": answer["row"], "answered": True} | _answer(answer)


def _answer(answer: Entry | None) -> Entry:
    """The answer's part of an entry; `ruling` is the row that it binds."""
    names = {"text": "answer", "row": "ruling", "who": "answered_by", "post": "post", "acted_at": "answered_at",
             "valid_from": "valid_from", "version": "version"}  # fmt: skip
    return {name: answer[key] if answer else None for key, name in names.items()}
