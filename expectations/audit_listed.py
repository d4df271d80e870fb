"""The last part of a traced number on the audit page: the lines behind the count (内訳一覧)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from expectations.audit_html import heads, link, row, text, value

Entry = dict[str, Any]
SHOWN_LINES = 200


def listed_part(facts: Sequence[Entry]) -> Iterator[str]:
    """Yield the part: each list with what it counts beside the report and its lines; nothing where no fact has a list."""
    lists = [one for fact in facts for one in fact["listed"]]
    if not lists:
        return
    yield "<h3>5　内訳一覧 Lines behind the count</h3>"
    for one in lists:
        yield from _list(one)


def _list(one: Entry) -> Iterator[str]:
    way = ("のべ", "in all") if one["counting"] == "cumulative" else ("重複を除いて", "without duplicates")
    reported = value({"value": one["reported"], "state": one["state"]})
    verdict = {True: "✓ 一致 agrees", False: '<span class="bad">✗ 不一致 differs</span>', None: "－"}[one["agrees"]]
    yield (
        f"<p>{text(one['university_name'])}「{text(one['name_ja'])}」{text(one['row'])}　"
        f"{one['lines']}行、{way[0]}{one['counted']}件、回答 {reported}　{verdict} / "
        f"{text(one['name_en'])}: {one['lines']} lines, {one['counted']} {way[1]}, reported {reported}　"
        f'<span class="small">{text(one["file"])}:{one["line"]}　{text(one["source"])}</span>'
    )
    if one["groups"]:
        yield "<br>" + "、".join(f"{text(name or '（記載なし）')} {count}" for name, count in one["groups"].items())
    if one["doubled"]:
        yield "<br>2回以上の記入 written twice: " + "、".join(text(each) for each in one["doubled"])
    yield "</p><table>" + heads("番号 No.", "区分 Category", "内容 Line", "他大学にもあり Also at", "根拠 File, cell")
    yield from (_line(line) for line in one["rows"][:SHOWN_LINES])
    yield "</table>"
    if (rest := len(one["rows"]) - SHOWN_LINES) > 0:
        yield f'<p class="small">ほか{rest}行は traces.json にあります / {rest} more lines in traces.json</p>'


def _line(line: Entry) -> str:
    place = f"{line['sheet']}!{line['cell']}" if line["sheet"] else line["cell"]
    said = "<br>".join(f"{text(head)}：{text(written)}" for head, written in line["fields"].items())
    return row(
        str(line["no"]), text(line["category"]), said or text(line["label"]), text("、".join(line["also_at"])),
        f"{link('evidence/' + line['kept'], line['file_name'])}<br>{text(place)}",
    )  # fmt: skip
