"""The example of a rule in words: where something is written, what when the rule is met, what when it is not, what is said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from expectations.explain import reiwa, shown
from warehouse.programme import Programme
from warehouse.programme.example import Change, Example, load_examples

Entry = dict[str, Any]
WHO = {"lead": ("○○大学", "○○大学"), "partner": ("△△大学", "△△大学"), "total": ("合計", "total")}
_STATES = {
    "error": ("「{}」", "“{}”"),
    "pending": ("集計中", "still compiled"),
    "not_applicable": ("該当なし", "not applicable"),
}
_OWN = {"label": ("名称", "label"), "unit": ("単位", "unit"), "definition": ("定義", "definition")}
_WHOLE = {
    "courses": ("科目の数", "number of courses", "件", ""),
    "own_indicators": ("任意指標の数", "number of own indicators", "件", ""),
    "answer": ("回答", "answer", "件", ""),
}


def rule_example(programme: Programme, rule: str) -> Entry | None:
    """Return a rule's example as `rules show` tells it, its numbers invented; None where the definition has none.

    `changes`: one entry a place, with what stands there when the rule is met (`passing`) and when it is not (`failing`).
    """
    example = load_examples(programme.folder).get(rule)
    if example is None:
        return None
    return {
        "scope": example.of, "fiscal_year": example.fiscal_year, "severity": example.finds.severity,
        "university": example.finds.university, "row": example.finds.row,
        "changes": [_change(programme, example, change) for change in example.changes],
        "message_ja": example.ja, "message_en": example.en,
    }  # fmt: skip


def _change(programme: Programme, example: Example, change: Change) -> Entry:
    place_ja, place_en, unit_ja, unit_en = _place(programme, example, change)
    if change.what == "file":
        passing, failing = (
            _lines(change.was or "", change.becomes or ""),
            _lines(change.becomes or "", change.was or ""),
        )
    else:
        passing, failing = (_written(text, change, unit_ja, unit_en) for text in (change.was, change.becomes))
    return {
        "what": change.what, "place_ja": place_ja, "place_en": place_en, "passing_ja": passing[0], "passing_en": passing[1],
        "failing_ja": failing[0], "failing_en": failing[1],
    }  # fmt: skip


def _lines(text: str, other: str) -> tuple[str, str]:
    """Return the lines of a file that another has not; all of them where only one of the two has others."""
    lines, others = text.splitlines(), other.splitlines()
    own = [line for line in lines if line not in others]
    quoted = own if own and any(line not in lines for line in others) else lines
    return "".join(f"「{line}」" for line in quoted), " ".join(f"“{line}”" for line in quoted)


def _written(text: str | None, change: Change, unit_ja: str, unit_en: str) -> tuple[str, str]:
    """Return what is written in a place, as a person would say it."""
    if text is None:
        return ("なし", "none") if change.what in _WHOLE or change.what == "cover" else ("空欄", "blank")
    if text in _STATES:
        ja, en = _STATES[text]
        return ja.format(change.text or ""), en.format(change.text or "")
    if text == change.becomes and change.text and change.what == "value":
        return change.text, change.text
    number = shown(Decimal(text)) if text.replace(".", "", 1).removeprefix("-").isdigit() else None
    return (f"{number}{unit_ja}", f"{number}{unit_en}") if number else (f"「{text}」", f"“{text}”")


def _place(programme: Programme, example: Example, change: Change) -> tuple[str, str, str, str]:
    """Return where a change stands and the unit of what is written there, each in both languages."""
    who_ja, who_en = WHO[change.university]
    if change.what == "file":
        return f"{who_ja}の CSV（{example.fiscal_year}年度）", f"CSV of {who_en} (FY{example.fiscal_year})", "", ""
    if change.what in _WHOLE:
        ja, en, *units = _WHOLE[change.what]
        return f"{who_ja}の{ja}", f"{who_en}: {en}", units[0], units[1]
    if change.what == "cost" or change.what == "cover":
        return _amount(programme, change)
    if change.what == "course":
        return _course(programme, change)
    if change.what == "own":
        ja, en = _OWN[str(change.column)]
        return f"{who_ja}の任意指標の{ja}", f"{who_en}: {en} of the own indicator", "", ""
    return _row(programme, example, change)


def _row(programme: Programme, example: Example, change: Change) -> tuple[str, str, str, str]:
    who_ja, who_en = WHO[change.university]
    fiscal_year, row = change.fiscal_year or 0, programme.rows_by_key.get(str(change.row))
    ja, en = (row.label.lstrip("・"), row.en) if row else ("任意指標", "own indicator")
    is_actual = example.of == "return" or fiscal_year == programme.baseline_fy
    kind_ja, kind_en = ("実績値", "actual") if is_actual else ("目標値", "target")
    how_ja, how_en = {
        "later": ("（後から届いた速報）", " (sent later, provisional)"), "said_again": ("（回答で再び記入）", " (said again in a return)"),
        "desk": (f"（{change.column}の回答）", f" (answered by {change.column})"),
        "part": (f"（部局別内訳の{change.column}）", f" (by faculty: {change.column})"),
        "listed": ("の内訳一覧", ", lines of its list"),
        "reason": (f"（{change.text}への差替え）の理由", f", reason of the replacement by {change.text}"),
        "ruling": (f"の裁定「{change.text}」の適用日", f", day from which the ruling '{change.text}' holds"),
    }.get(change.what, ("", ""))  # fmt: skip
    item = str(change.row).partition(".")[0]
    return (
        f"{who_ja} {reiwa(fiscal_year)}({kind_ja}) {item}) {ja}{how_ja}",
        f"{who_en} FY{fiscal_year} ({kind_en}), {item}) {en}{how_en}", row.unit if row else "", "",
    )  # fmt: skip


def _amount(programme: Programme, change: Change) -> tuple[str, str, str, str]:
    columns = {each.id: (each.ja, each.en) for each in (*programme.budget.columns, *programme.budget.actuals)}
    column_ja, column_en = columns.get(str(change.column), ("備考", "remark"))
    if change.what == "cover":
        if change.column == "partner":
            return "表紙の連携校の先頭", "first partner on the cover", "", ""
        return (
            f"表紙の{reiwa(change.fiscal_year or 0)}の{column_ja}",
            f"cover, FY{change.fiscal_year}: {column_en}",
            "千円",
            " (1,000 yen)",
        )
    ja, en = "合計", "total"
    for category in programme.budget.categories:
        if category.id == change.category:
            line = next((each for each in category.lines if each.id == change.line), None)
            rest = line.label if line else "計" if category.lines else ""
            ja, en = f"【{category.label}】{rest}", category.en + (f" / {line.en}" if line else "")
    where = f"{reiwa(change.fiscal_year or 0)} {ja}の{column_ja}"
    return where, f"FY{change.fiscal_year} {en}, {column_en}", "千円", " (1,000 yen)"


def _course(programme: Programme, change: Change) -> tuple[str, str, str, str]:
    (courses,) = [each for each in programme.form.course_lists if each.id == change.list]
    heads = {each.id: (each.head + (f"（{each.under}）" if each.under else ""), each.id) for each in courses.columns}
    ja, en = heads.get(str(change.column), (str(change.column), str(change.column)))
    ja = ja.replace("\n", "")
    return f"{courses.heading}の{ja}", f"{change.list} list of courses, {en}", "", ""
