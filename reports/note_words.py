"""The words of a 注: what was found, why it stands, and who accepted or released it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reports.figures import plain_text
from reports.material import Material, Row, japanese_day
from warehouse.explanation import excess_unit
from warehouse.finding import Place


def released_notes(material: Material) -> Iterator[tuple[Row, str]]:
    """Yield each 要修正 with which a document goes out by decision, with its sentence."""
    for note in material.notes:
        yield note, _released(note)


def accepted_notes(material: Material) -> Iterator[tuple[Row, str]]:
    """Yield each finding whose reason was accepted (理由了承), with its sentence."""
    for finding in material.findings:
        if finding["state"] == "waived":
            yield finding, _accepted(material, finding)


def release_line(material: Material, numbers: str = "") -> str:
    """Return by whose decision a document goes out although something must be corrected; empty where nothing must."""
    decisions = dict.fromkeys(_decision(note) for note in material.notes)
    if not decisions:
        return ""
    return f"未解決の要修正が{len(material.notes)}件ある{numbers}。{'及び'.join(decisions)}により、注を付して提出する。"


def _decision(note: Row) -> str:
    return f"{_actor(note['post'], note['who'])}の決裁（{note['decision']}、{japanese_day(note['released_at'])}）"


def _released(note: Row) -> str:
    return f"【要修正・未解決】{_said(note)}理由：{_ended(note['reason'])}{_decision(note)}により、このまま提出する。"


def _accepted(material: Material, finding: Row) -> str:
    actor = _actor(finding["explained_as"], finding["explained_by"])
    limits = []
    if finding["bound"] is not None:
        limits.append(f"上限 {plain_text(finding['bound'])}{excess_unit(material.programme, finding)}")
    if finding["expires_on"]:
        limits.append(f"期限 {_day(finding['expires_on'])}")
    return (
        f"【理由了承】{_said(finding)}理由：{_ended(finding['explanation'])}"
        f"（{actor}が{japanese_day(finding['explained_at'])}に了承。{'、'.join((*limits, '規則 ' + finding['rule']))}）"
    )


def _said(row: Row) -> str:
    """What was found, without the place in the university's file: here it stands at its number."""
    place = Place(row["file"], row["sheet"], row["cell"])
    return _ended(row["message_ja"].removeprefix(f"{place}: "))


def _ended(text: str) -> str:
    return text if text.endswith(("。", "？", "！")) else f"{text}。"


def _actor(post: str, who: str) -> str:
    return " ".join(part for part in (post, who) if part)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
