"""Who decides, and what is said where a decision is not possible."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from warehouse.read import Row
from warehouse.workspace import Workspace

TOKYO = timedelta(hours=9)  # no summer time since 1951
RESPONSIBLE = "事業責任者"  # who answers for the programme at the 代表校 (form guide, cover page)


class Refused(Exception):
    """A decision that cannot be taken; the sentence says why and what to do instead, Japanese first."""


class Blocked(Refused):
    """A decision that waits for 要修正 to be mended; `findings` are the open ones."""

    def __init__(self, sentence: str, findings: Sequence[Row]) -> None:
        super().__init__(sentence)
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: name, 職名 (post) and 決裁文書番号 (decision) where there is one."""

    name: str
    post: str = ""
    decision: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.post, self.name) if part)


def stated(text: str | None, ja: str, en: str) -> str:
    """Return a text that must be given, without the blanks around it; Refused where it is missing."""
    if not text or not text.strip():
        raise Refused(f"{ja}を書いてください / {en} is missing")
    return text.strip()


def day_in_japan(at: datetime) -> date:
    """Return the day in Japan of a moment in naive UTC."""
    return (at + TOKYO).date()


def is_same_person(name: str, written: str) -> bool:
    """Whether a name is the one written in the settings, there perhaps with the post before it (副学長 山田 太郎)."""
    one, other = ("".join(text.split()) for text in (name, written))
    return len(one) >= 2 and other.endswith(one)


def approved(workspace: Workspace, post: str, actor: Actor, act_ja: str, act_en: str) -> Actor:
    """Return who acts, with the post that must; Refused where that is another post, or the settings name another person."""
    written = workspace.lead.responsible if post == RESPONSIBLE else None
    if actor.post and actor.post != post:
        raise Refused(f"{act_ja}は{post}が行います（{actor}ではなく） / {act_en} is up to the {post}, not to {actor}")
    if written and not is_same_person(actor.name, written):
        raise Refused(f"{act_ja}は{post}（{written}）が行います / {act_en} is up to the {post}, {written}")
    return Actor(stated(actor.name, "氏名（--who）", "the name (--who)"), post, actor.decision)


def sealed(**content: object) -> str:
    """Return what a decision says as text for its entry in the log, so that the chain seals all of it."""
    return json.dumps(
        {key: value for key, value in content.items() if value not in (None, "")}, ensure_ascii=False, default=str
    )
