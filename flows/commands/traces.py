"""Traces and differences on the screen, in four steps, in the words of an office."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flows import screen, settings
from flows.commands.listed import behind_the_count

Entry = dict[str, Any]
SHOWN_CELLS = 30
KINDS = {"baseline": "実績（基準年度）", "target": "目標値", "actual": "実績値", "grant": "補助金申請額", "own": "大学負担額",
         "granted": "交付決定額", "executed": "執行額", "plan": "計画"}  # fmt: skip
SIGNED = {
    "draft": "未提出",
    "submitted": "提出済み",
    "checked": "点検済み",
    "signed": "決裁済み（確定）",
    "accepted": "受理済み",
}


def four_steps(entry: Entry, lang: str) -> None:
    """Print one trace: the number, its formula and definition, its facts and cells, and what was checked."""
    ja = lang == "ja"
    document, figure, formula = entry["document"], entry["figure"], entry["formula"]
    moment = settings.minute_in_japan(document["moment"])
    screen.line(
        f"{figure['text']}　{document['file']}  {figure['place']}" + (f"（{moment} 時点）" if ja else f" ({moment})")
    )
    verdict = ("✓" if formula["agrees"] else "✗") + (" 再計算と一致" if ja else " recomputed")
    screen.line(
        f"1 {'式' if ja else 'formula'}  {formula['ja' if ja else 'en']}  {verdict}: {_number(formula['recomputed'])}"
    )
    for line in formula["lines"]:
        source = f"  ← {line['source']}" if line["source"] else ""
        doubt = "" if line["verified"] else ("（未確認）" if ja else " (not verified)")
        screen.line(f"  {line['label_ja' if ja else 'label_en']}  {line['file']}:{line['line']}{source}{doubt}")
    screen.line(f"2 {'値' if ja else 'facts'}")
    for fact in entry["facts"]:
        _fact(fact, ja)
    screen.line(f"3 {'根拠' if ja else 'received'}")
    cells = [cell for fact in entry["facts"] for cell in fact["cells"]]
    for cell in cells[:SHOWN_CELLS]:
        _cell(cell, ja)
    if len(cells) > SHOWN_CELLS:
        rest = len(cells) - SHOWN_CELLS
        screen.line(f"  … ほか {rest} セル（--json ですべて）" if ja else f"  … {rest} more (--json)")
    screen.line(f"4 {'点検' if ja else 'checks'}")
    _checks(entry["checks"], lang)
    behind_the_count(entry, lang)
    screen.line()


def printed(entries: list[Entry], lang: str) -> None:
    """Print figures of documents: where they stand and what they say."""
    heads = {"ja": ["文書", "場所", "表示", "式"], "en": ["document", "place", "text", "formula"]}[lang]
    rows = [[each["file"], each["place"], each["text"], each["formula"]] for each in entries]
    screen.table(heads, rows, right=[2], most=60)


def difference(entries: list[Entry], before: str, after: str, lang: str) -> None:
    """Print what changed between two versions: the figure, its texts, the cause, and the cell that changed."""
    ja = lang == "ja"
    screen.line(f"{before} → {after}")
    if not entries:
        screen.line("変わった数値はありません。" if ja else "No figure changed.")
        return
    heads = ["場所", "前", "後", "原因", "回答"] if ja else ["place", "before", "after", "cause", "received"]
    screen.table(heads, [_changed(each, ja) for each in entries], right=[1, 2], most=60)
    counts = Counter(each["cause_ja" if ja else "cause"] for each in entries)
    screen.line(("、" if ja else ", ").join(f"{cause} {count}" for cause, count in counts.items()))


def _number(exact: str | None) -> str:
    """An exact number for the screen: 5.47… where no decimals end it."""
    if exact is None or "/" not in exact:
        return exact or "－"
    over, under = (int(part) for part in exact.split("/"))
    return f"{over / under:.4f}…"


def _changed(each: Entry, ja: bool) -> list[str]:
    cells = [fact["after"] or fact["before"] for fact in each["facts"]]
    places = dict.fromkeys(_place(cell) for cell in cells)
    first = next(iter(places), "")
    more = f" +{len(places) - 1}" if len(places) > 1 else ""
    return [each["place"], each["before"], each["after"], each["cause_ja" if ja else "cause"], first + more]


def _fact(fact: Entry, ja: bool) -> None:
    label = fact["label_ja" if ja else "label_en"] or ""
    kind = KINDS.get(fact["kind"], fact["kind"]) if ja else fact["kind"]
    value = screen.shown(fact["value"]) or fact["state"]
    status = "（速報）" if fact["status"] == "provisional" else ""
    said = (fact["university_name"], fact["row"], label, fact["fiscal_year"], kind)
    name = " ".join(str(part) for part in said if part)
    screen.line(f"  {name}: {value}{fact['unit'] or ''}{status}")
    if fact["now"]:
        now = screen.shown(fact["now"]["value"]) or fact["now"]["state"]
        screen.line(f"    {'※現在の値' if ja else 'now'}: {now}")


def _cell(cell: Entry, ja: bool) -> None:
    when = settings.minute_in_japan(cell["received_at"])
    quoted = f"「{cell['text']}」" if ja else f"'{cell['text']}'"
    screen.line(f"  {_place(cell)} {quoted}  SHA-256 {cell['sha256'][:16]}…  {when}")
    labels = {"came_from": ("受取先", "from"), "evidence": ("根拠資料", "evidence"), "note": ("備考", "note")}
    for label, name in ((words[0 if ja else 1], name) for name, words in labels.items()):
        if cell[name]:
            screen.line(f"    {label}: {cell[name]}")
    _breakdown(cell["breakdown"], ja)


def _place(cell: Entry) -> str:
    """Return file, sheet and cell as people write them; a CSV has no sheet."""
    address = "!".join(part for part in (cell["sheet"], cell["cell"]) if part)
    return f"{cell['file_name']} {address}".rstrip()


def _breakdown(parts: list[Entry], ja: bool) -> None:
    """Print what the 部局 counted for a cell, each with its own cell."""
    if not parts:
        return
    said = [
        f"{'－' if part['part'] == 'deduction' else ''}{part['faculty']} {screen.shown(part['value']) or part['text'] or '－'}（{part['cell']}）"
        for part in parts
    ]
    source = f"{parts[0]['file_name']} {parts[0]['sheet']}"
    screen.line(f"    {'部局別内訳' if ja else 'by faculty'}: {'、'.join(said)}  {source}")


def _checks(checks: Entry, lang: str) -> None:
    ja = lang == "ja"
    for run in checks["runs"]:
        if run["run"] is None:
            screen.line(f"  {run['scope']}: " + ("点検されていません" if ja else "not checked"))
            continue
        missed = [rule["rule"] for rule in run["rules"] if rule["outcome"] == "not_met"]
        passed = len(run["rules"]) - len(missed)
        when = settings.minute_in_japan(run["ran_at"])
        screen.line(
            f"  {run['run']}（{when}）この値を調べた規則 {len(run['rules'])}: 一致 {passed}、一致しない大学がある規則 {len(missed)}"
            if ja
            else f"  {run['run']} ({when}): {len(run['rules'])} rules examined it; {len(missed)} found a breach at some university"
        )
        _rules(run, ja)
    for finding in checks["findings"]:
        said = screen.SEVERITY[lang].get(finding["severity"], finding["severity"])
        screen.line(f"  [{said} {finding['id']}] {finding['message_' + lang]} ({finding['rule']})")
        if "explanation" in finding:
            why = screen.STANDING[lang][finding.get("reopened") or finding["state"]]
            screen.line(f"    {why}: {finding['explanation']}（{finding['explained_by']}）")
        if "released_by" in finding:
            screen.line(f"    {'提出の決裁' if ja else 'released'}: {finding['released_by']} {finding['decision']}")
    if not checks["findings"]:
        screen.line("  開いている確認事項はありません" if ja else "  no open finding")
    for each in checks["sign_off"]:
        state = SIGNED.get(each["state"], each["state"]) if ja else each["state"]
        who = f"（{each.get('decided_post', '')} {each['decided_who']}）" if "decided_who" in each else ""
        screen.line(f"  {each['name']} {each['fiscal_year']} {each['round_ja'] if ja else each['round']}: {state}{who}")


def _rules(run: Entry, ja: bool) -> None:
    """Print the definition with which a run was made, and its rules in the words that they had then."""
    kept = "" if run["definition_is_kept"] else "（保管なし、今の文）" if ja else " (not kept; as it reads now)"
    screen.line(f"    {'点検時の定義' if ja else 'definition of the run'} {run['definition'][:16]}…{kept}")
    for rule in run["rules"]:
        mark = "▲" if rule["outcome"] == "not_met" else "✓"
        said = rule.get("title_ja" if ja else "title_en", "")
        screen.line(f"    {mark} {rule['rule']} [{rule['version'] or '－'}] {said}")
