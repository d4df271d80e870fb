"""The status board: one line a return that fits into 80 columns, and below it what somebody has to do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from flows import screen

Entry = dict[str, Any]
COLUMNS = 80
NAME = 18  # the widest that a university's name may be
SHOWN = 3  # how many changed cells a line quotes
STATES = {
    "ja": {"draft": "未回答", "submitted": "回答済", "checked": "点検済", "prepared": "作成済", "confirmed": "確認済",
           "signed": "決裁済", "accepted": "受理済"},
    "en": {},
}  # fmt: skip
HEADS = {
    "ja": ("大学", "状態", "回答", "受領日", "期限比", "要修正", "要理由", "参考"),
    "en": ("university", "state", "answered", "came", "by due", "block", "explain", "note"),
}
VALUES = {"blank": "空欄", "not_applicable": "該当なし", "pending": "集計中", "error": "エラー値"}


def status(entries: list[Entry], lang: str) -> None:
    """Print each round of each year as a table of universities, then what is to be done about single ones."""
    for number, ((year, _), group) in enumerate(
        groupby(entries, key=lambda each: (each["fiscal_year"], each["round"]))
    ):
        rounds = list(group)
        due = rounds[0]["due"] or "－"
        title = (
            f"【{year}年度】 {rounds[0]['round_ja']}　期限 {due}"
            if lang == "ja"
            else f"[FY{year}] {rounds[0]['round']}, due {due}"
        )
        screen.line(("\n" if number else "") + title)
        screen.table(HEADS[lang], [_row(each, lang) for each in rounds], right=(2, 5, 6, 7), most=NAME)
        for each in rounds:
            for said in _todo(each, lang):
                mark = "・" if lang == "ja" else "- "
                separator = "：" if lang == "ja" else ": "
                screen.wrapped(f"{each['university_name']}{separator}{said}", COLUMNS, mark)


def _row(each: Entry, lang: str) -> list[object]:
    came = each["first_received_at"]
    return [
        each["university_name"], state_word(each, lang), f"{each['answered']}/{each['asked']}", _day(came) if came else "",
        _late(each["days_late"], bool(came), lang), *(each["open"][key] or "" for key in ("block", "explain", "note")),
    ]  # fmt: skip


def state_word(each: Entry, lang: str) -> str:
    """Return how far a return is in a word: the state, or between 点検 and 決裁 the last act of sign-off."""
    state = each["state"]
    if state == "checked":
        state = next((act for act in ("confirmed", "prepared") if act in each["signatures"]), state)
    return STATES[lang].get(state) or str(state)


def _late(days: int | None, came: bool, lang: str) -> str:
    """How late or early the first answer was, or how long there still is."""
    if days is None:
        return ""
    if lang == "ja":
        words = ("期限当日", "{}日遅れ", "{}日前") if came else ("本日期限", "{}日超過", "あと{}日")
    else:
        words = ("on the day", "{}d late", "{}d early") if came else ("due today", "{}d overdue", "{}d left")
    return words[(days > 0) - (days < 0)].format(abs(days))


def _todo(each: Entry, lang: str) -> Iterator[str]:
    is_ja = lang == "ja"
    if count := each["changed_since_signing"]:
        cells = "、".join(_change(one) for one in each["changed"][:SHOWN])
        rest = (
            ""
            if count <= SHOWN
            else f" ほか{count - SHOWN}件（--json）"
            if is_ja
            else f" … {count - SHOWN} more (--json)"
        )
        pending = all(not one["is_in_force"] for one in each["changed"])
        note = ("、確定を解除するまで反映されません" if is_ja else ", not in force until unlocked") if pending else ""
        yield (
            f"確定後の変更 {count}件（{cells}{rest}）{note}"
            if is_ja
            else f"{count} changed since sign-off ({cells}{rest}){note}"
        )
    if waiting := each["waiting"]:
        days = max((one["days"] or 0) for one in waiting)
        who = "・".join(dict.fromkeys(one["approver"] for one in waiting))
        late = sum(one["is_overdue"] for one in waiting)
        if is_ja:
            yield f"了承待ちの理由 {len(waiting)}件（{who}、最長{days}日）" + (
                f"、うち{late}件は期限超過" if late else ""
            )
        else:
            yield f"{len(waiting)} reasons wait for acceptance ({who}, up to {days} days)" + (
                f", {late} overdue" if late else ""
            )
    if released := each["released"]:
        yield f"要修正のうち{released}件は決裁により注記のうえ提出" if is_ja else f"{released} released with a note"
    said = []
    if each["answered"] and each["provisional"]:
        said.append(f"速報 {each['provisional']}件" if is_ja else f"{each['provisional']} provisional")
    if each["answered"] and each["owes"]:
        owed = "・".join(f"{desk}{count}" for desk, count in each["owes"].items())
        said.append(f"未回答の担当課 {owed}" if is_ja else f"owed by {owed}")
    if said:
        yield ("、" if is_ja else ", ").join(said)


def _change(one: Entry) -> str:
    place = f" {one['sheet'] or ''} {one['cell']}" if one["cell"] else ""
    before, after = (_value(one[f"{key}state"], one[f"{key}value"]) for key in ("signed_", ""))
    return f"{one['row']} {before}→{after}{place}"


def _value(state: str, value: Any) -> str:
    return VALUES.get(state) or screen.shown(value)


def _day(moment: Any) -> str:
    from flows.settings import day_in_japan

    return day_in_japan(moment)[5:]
