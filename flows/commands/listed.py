"""The lines behind a count (内訳一覧), and the faculties that take part, on the screen."""

from __future__ import annotations

from typing import Any

from flows import screen

Entry = dict[str, Any]
SHOWN_LINES = 10
NO_GROUP = {"ja": "（記載なし）", "en": "(not said)"}


def behind_the_count(entry: Entry, lang: str) -> None:
    """Print the last step of a trace: each list with what it counts and its first lines; nothing where there is no list."""
    lists = [one for fact in entry["facts"] for one in fact["listed"]]
    if not lists:
        return
    screen.line("5 内訳一覧" if lang == "ja" else "5 lines behind the count")
    for one in lists:
        screen.line("  " + counted(one, lang) + f"  {one['file']}:{one['line']}  ← {one['source']}")
        if one["groups"]:
            screen.line("    " + groups(one["groups"], lang))
        for line in one["rows"][:SHOWN_LINES]:
            screen.line("    " + _line(line, lang))
        if (rest := len(one["rows"]) - SHOWN_LINES) > 0:
            screen.line(f"    … ほか {rest} 行（--json ですべて）" if lang == "ja" else f"    … {rest} more (--json)")


def counted(one: Entry, lang: str) -> str:
    """Return what a list counts beside what was reported, in one line."""
    reported = screen.shown(one["reported"]) or one["state"]
    verdict = {True: "✓", False: "✗", None: "－"}[one["agrees"]]
    if lang == "ja":
        way = "のべ" if one["counting"] == "cumulative" else "重複を除いて"
        return f"{one['university_name']}「{one['name_ja']}」 {one['row']}: {one['lines']}行、{way}{one['counted']}（回答 {reported}）{verdict}"
    way = "in all" if one["counting"] == "cumulative" else "without duplicates"
    return f"{one['university_name']}, {one['name_en']}, {one['row']}: {one['lines']} lines, {one['counted']} {way} (reported {reported}) {verdict}"


def groups(found: dict[str, int], lang: str) -> str:
    """Return the groups of a list with their counts: 国際学部 12、文学部 3."""
    return ("、" if lang == "ja" else ", ").join(f"{name or NO_GROUP[lang]} {count}" for name, count in found.items())


def faculties(entries: list[Entry], lang: str) -> None:
    """Print which faculties take part, by university and list of courses."""
    heads = {
        "ja": ["大学", "一覧", "年度", "部局", "科目数", "科目"],
        "en": ["university", "list", "year", "faculty", "courses", "names"],
    }
    rows = [
        [
            each["university_name"], each[f"list_{lang}"], each["fiscal_year"] or ("計画" if lang == "ja" else "plan"),
            each["faculty"] or NO_GROUP[lang], each["courses"], "、".join(each["names"]),
        ]
        for each in entries
    ]  # fmt: skip
    screen.table(heads[lang], rows, right=[4], most=60)


def _line(line: Entry, lang: str) -> str:
    place = (
        f"{line['file_name']} {line['sheet'] or ''}!{line['cell']}"
        if line["sheet"]
        else f"{line['file_name']} {line['cell']}"
    )
    said = "、".join(f"{head} {text}" for head, text in list(line["fields"].items())[1:])
    also = "、".join(line["also_at"])
    also = (f"  ※{also}にもあり" if lang == "ja" else f"  also at {also}") if also else ""
    return (
        f"{line['no']}. [{line['category']}] {line['label']}" + (f"（{said}）" if said else "") + f"  ← {place}{also}"
    )
