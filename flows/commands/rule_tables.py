"""Rules, their changes and a rehearsal on the screen, in the words of an office."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from flows import screen, settings

if TYPE_CHECKING:
    from expectations.rehearse import Rehearsal
    from warehouse.workspace import Workspace

Entry = dict[str, Any]
SCOPES = {"ja": {"plan": "計画", "return": "回答", "both": "計画・回答"}, "en": {"return": "returns"}}
CHANGES = {"added": "追加", "removed": "廃止", "changed": "変更", "definition": "規則以外", "unknown": "不明"}
FIELDS = {
    "severity": "区分", "severity_partner": "連携校の区分", "ja": "文（日）", "en": "文（英）", "remedy_ja": "対応（日）", "remedy_en": "対応（英）",
    "parameters": "条件", "applies_to": "対象", "source": "典拠", "kind": "点検の種類", "from_fy": "開始年度", "until_fy": "終了年度",
    "verified": "確認済み",
}  # fmt: skip
COMPARED = {"new": "新たに出る", "gone": "なくなる", "same": "変わらない"}
SILENT = {"met": "適合", "nothing_to_check": "対象なし", "could_not_run": "実行できず"}
SHOWN = 40


def rules(entries: list[Entry], lang: str) -> None:
    """Print the catalogue: a line a rule."""
    ja = lang == "ja"
    heads = ["id", "区分", "対象", "年度", "規則", "典拠", "予行"] if ja else ["id", "severity", "of", "years", "rule", "source", "rehearsed"]  # fmt: skip
    rows = [
        [
            each["rule"], _severity(each, lang), SCOPES[lang].get(each["scope"], each["scope"]), _years(each, lang),
            each["title_" + lang], each["source"], settings.day_in_japan(each["rehearsed_at"]) if each["rehearsed_at"] else "",
        ]
        for each in entries
    ]  # fmt: skip
    screen.table(heads, rows, most=60)
    screen.line(
        f"{len(entries)}件。1件の詳細は rokunen rules show ID"
        if ja
        else f"{len(entries)} rules; see rokunen rules show ID"
    )


def rule(entry: Entry, lang: str) -> None:
    """Print one rule with all that is known of it."""
    ja = lang == "ja"
    screen.line(f"{entry['rule']}　[{_severity(entry, lang)}]　{SCOPES[lang].get(entry['scope'], entry['scope'])}")
    screen.line(entry["title_" + lang])
    screen.line("→ " + entry["remedy_" + lang])
    verified = "" if entry["verified"] else "（未確認）" if ja else " (not verified)"
    where = f"{entry['file']}:{entry['line']}" if entry["file"] else ""
    rehearsed = (
        f"{settings.minute_in_japan(entry['rehearsed_at'])} {entry['rehearsed_by']}" if entry["rehearsed_at"] else "－"
    )
    decided = {"check": ("点検時", "by a check"), "reading": ("読み取り時", "while reading")}[entry["decided"]]
    rows = [
        ("典拠", "source", entry["source"] + verified),
        ("定義の行", "definition", where),
        ("判定", "decided", f"{decided[0 if ja else 1]} ({entry['kind']})"),
        ("条件", "parameters", ", ".join(f"{name}={value}" for name, value in entry["parameters"].items())),
        ("年度", "years", _years(entry, lang)),
        ("理由了承", "approver", entry["approver"] if entry["severity"] != "block" else "－"),
        ("版", "version", entry["version"]),
        ("予行", "rehearsed", rehearsed),
    ]
    for word, english, value in rows:
        if value:
            screen.line(f"  {word if ja else english}: {value}")
    _example(entry["example"], lang)


def _example(example: Entry | None, lang: str) -> None:
    """Print what is written when a rule is met, what when it is not, and what is said then."""
    ja = lang == "ja"
    if example is None:
        return
    screen.line("例（数値は架空）" if ja else "Example (invented numbers)")
    words = ("適合", screen.SEVERITY["ja"][example["severity"]]) if ja else ("met", "not met")
    for place, word in zip(("passing", "failing"), words, strict=True) if example["changes"] else ():
        told = ("、" if ja else "; ").join(
            f"{each[f'place_{lang}']}: {each[f'{place}_{lang}']}" for each in example["changes"]
        )
        screen.line(f"  {word}: {told}")
    screen.line(f"  → {example[f'message_{lang}']}")


def changes(entries: list[Entry], lang: str) -> None:
    """Print what changed, definition by definition."""
    ja = lang == "ja"
    if not entries:
        screen.line("規則は変わっていません。" if ja else "No rule has changed.")
        return
    heads = ["発効", "変更", "規則", "区分", "変わった項目", "年度", "予行"] if ja else ["in force", "change", "rule", "severity", "what", "years", "rehearsed"]  # fmt: skip
    rows = []
    for each in entries:
        at = settings.day_in_japan(each["at"]) if each["at"] else ("未発効" if ja else "not yet")
        what = each["files"] or [FIELDS.get(name, name) if ja else name for name in each["fields"]]
        rehearsed = settings.day_in_japan(each["rehearsed_at"]) if each["rehearsed_at"] else ""
        severity = screen.SEVERITY[lang].get(each["severity"], each["severity"])
        change = CHANGES[each["change"]] if ja else each["change"]
        rows.append([at, change, each["rule"] or "", severity, "・".join(what), _years(each, lang), rehearsed])
    screen.table(heads, rows, most=60)


def rehearsal(workspace: Workspace, done: Rehearsal, lang: str) -> None:
    """Print what a rehearsal found by year, university and rule, then the new findings."""
    ja = lang == "ja"
    if not done.rules and not done.removed:
        screen.line(
            "予行する規則はありません（今の規則と同じです）。"
            if ja
            else "Nothing to rehearse: the rules are those in force."
        )
        return
    names = {each.code: each.name for each in workspace.universities} | {"TOTAL": "合計" if ja else "total"}
    told = [each for each in done.entries if each["state"] in COMPARED]
    keys = Counter((each["scope"], each["university"], each["rule"], each["state"]) for each in told)
    applies = {(each["scope"], each["rule"]): each["applies"] for each in told}
    words = [COMPARED[state] if ja else state for state in COMPARED]
    heads = ["対象", "大学", "規則", *words, "適用"] if ja else ["of", "university", "rule", *words, "applies"]
    rows = []
    for scope, code, rule in sorted({key[:3] for key in keys}, key=lambda key: (key[0] != "plan", *map(str, key))):
        numbers = [keys[scope, code, rule, state] or "" for state in COMPARED]
        mark = ("○", "×") if ja else ("yes", "no")
        rows.append(
            [_scope(scope, lang), names.get(code or "", code or "－"), rule, *numbers, mark[not applies[scope, rule]]]
        )
    if rows:
        screen.table(heads, rows, right=(3, 4, 5))
    _silent_rules(done, lang)
    new = [each for each in done.entries if each["state"] == "new"]
    for each in new[:SHOWN]:
        screen.line(f"[{screen.SEVERITY[lang].get(each['severity'], each['severity'])}] {each['message_' + lang]}")
    if len(new) > SHOWN:
        screen.line(f"… ほか {len(new) - SHOWN} 件（--json ですべて）" if ja else f"… {len(new) - SHOWN} more (--json)")
    counts = done.counts()
    if ja:
        said = "・".join(f"{word} {counts[state]}件" for state, word in COMPARED.items())
        screen.line(
            f"規則{len(done.rules)}件を予行しました（廃止{len(done.removed)}件）: {said}。結果は保存していません。"
        )
        if rows:
            screen.line("「適用 ×」の年度は、収集を終えたか規則の年度の外のため、今の規則のままです。")
    else:
        said = ", ".join(f"{counts[state]} {state}" for state in COMPARED)
        screen.line(f"{len(done.rules)} rules rehearsed ({len(done.removed)} removed): {said}. No result was kept.")
        if rows:
            screen.line("Where it says no, the year is over or outside the rule's years and keeps its rules.")
    if done.unread:
        _unread(sorted(set(done.unread)), len(done.unread), ja)


def _unread(names: list[str], count: int, ja: bool) -> None:
    """Print which answers could not be read again."""
    told = f"{count} answers cannot be read again (of databases, or files that could not be opened): "
    if ja:
        told = f"{count}件の回答は読み直せません（データベースの答え、開けなかったファイル）: "
    screen.line(told + ("、" if ja else ", ").join(names[:5]) + ("…" if len(names) > 5 else ""))


def _silent_rules(done: Rehearsal, lang: str) -> None:
    """Print, rule by rule, where it found nothing: met, nothing to check, could not run."""
    silent = sorted(
        (each for each in done.entries if each["state"] in SILENT), key=lambda each: (each["rule"], each["state"])
    )
    for (rule, state), group in groupby(silent, key=lambda each: (each["rule"], each["state"])):
        scopes = "、".join(_scope(each["scope"], lang) for each in group)
        screen.line(f"{rule}: {SILENT[state] if lang == 'ja' else state}（{scopes}）")


def _severity(entry: Entry, lang: str) -> str:
    words = screen.SEVERITY[lang]
    severity, partner = entry["severity"], entry["severity_partner"]
    own = str(words.get(severity, severity))
    if not partner:
        return own
    return f"{own}（連携校は{words[partner]}）" if lang == "ja" else f"{own} (partners {partner})"


def _years(entry: Entry, lang: str) -> str:
    first, last = entry["from_fy"], entry["until_fy"]
    if first is None and last is None:
        return ""
    if lang == "ja":
        return f"{first or ''}～{last or ''}年度"
    return f"FY{first or ''}-{last or ''}"


def _scope(scope: str, lang: str) -> str:
    if scope == "plan":
        return "計画" if lang == "ja" else "plan"
    return f"{scope}年度" if lang == "ja" else f"FY{scope}"
