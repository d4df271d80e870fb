"""Lists as tables on the screen, in the words of an office."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flows import screen

Entry = dict[str, Any]
STATES = {
    "ja": {"pending": "集計中", "not_applicable": "該当なし", "error": "要確認", "blank": ""},
    "en": {"pending": "pending", "not_applicable": "n/a", "error": "error", "blank": ""},
}
KINDS = {
    "ja": {"baseline": "実績値", "actual": "実績値", "target": "目標値"},
    "en": {"baseline": "actual", "actual": "actual", "target": "target"},
}
KIND_ORDER = ("baseline", "target", "actual")


def facts(entries: list[Entry], lang: str) -> None:
    """Print values university by university: a line per row of the form, a column per year and kind."""
    kinds = sorted({(each["fiscal_year"], each["kind"]) for each in entries}, key=_year_then_kind)
    if lang == "ja":
        heads = ["行", "項目", "単位", *(f"{_era(year)}({KINDS['ja'][kind]})" for year, kind in kinds)]
    else:
        heads = ["row", "label", "unit", *(f"FY{year} {KINDS['en'][kind]}" for year, kind in kinds)]
    for number, (name, group) in enumerate(groupby(entries, key=lambda each: each["university_name"])):
        rows: dict[str, list[str]] = {}
        for each in group:
            blank = [each["row"], each["label_" + lang], each["unit"], *("" for _ in kinds)]
            row = rows.setdefault(each["row"], blank)
            row[3 + kinds.index((each["fiscal_year"], each["kind"]))] = _value(each, lang)
        screen.line(("" if number == 0 else "\n") + f"【{name}】")
        screen.table(heads, rows.values(), right=range(3, len(heads)))


def requirements(entries: list[Entry], lang: str) -> None:
    """Print each 要件 with its alternatives: the value, whether it is met, and how many are missing."""
    if lang == "ja":
        heads = ["大学", "要件", "年度", "値", "判定", "条件", "現在", "不足"]
        verdict = {True: "達成", False: "未達成", None: "－"}
    else:
        heads = ["university", "item", "year", "kind", "verdict", "alternative", "now", "missing"]
        verdict = {True: "met", False: "not met", None: "-"}
    rows = []
    for each in entries:
        kind = KINDS[lang][each["kind"]]
        head = [each["university_name"], f"{each['item']})", each["fiscal_year"], kind, verdict[each["met"]]]
        for number, way in enumerate(each["alternatives"]):
            missing = screen.grouped(way["missing"]) if way["missing"] else ""
            rows.append([*(head if number == 0 else [""] * 5), way["label_" + lang], way["pct_text"], missing])
    screen.table(heads, rows, right=(6, 7), most=56)


def budget(entries: list[Entry], lang: str) -> None:
    """Print the cost table year by year, in 千円."""
    for number, (year, group) in enumerate(groupby(entries, key=lambda each: each["fiscal_year"])):
        if lang == "ja":
            screen.line(("" if number == 0 else "\n") + f"【{_era(year)}】（単位：千円）")
            heads = ["経費区分", "", "補助金申請額", "大学負担額", "プログラム規模", "交付決定額", "執行額", "備考"]
        else:
            screen.line(("" if number == 0 else "\n") + f"[FY{year}] (thousand yen)")
            heads = ["category", "", "grant", "own", "scale", "granted", "executed", "remark"]
        rows = []
        for category, lines in groupby(group, key=lambda each: each["category"]):
            for place, each in enumerate(lines):
                blank = each["grant"] is None and each["own"] is None
                money = [screen.grouped(each[key]) for key in ("grant", "own", "scale", "granted", "executed")]
                money[2] = "" if blank else money[2]
                rows.append([category if place == 0 else "", each["subcategory"], *money, each["remark"]])
        screen.table(heads, rows, right=range(2, 7), most=36)


def positions(entries: list[Entry], lang: str) -> None:
    """Print where the money stands: one line a year, in 千円, the ceiling by the taper beside the grant."""
    if lang == "ja":
        screen.line("\n【年度別】（単位：千円）")
        heads = ["年度", "逓減率", "上限額", "補助金申請額", "大学負担額", "交付決定額", "執行額", "残額", "負担割合"]
    else:
        screen.line("\n[By year] (thousand yen)")
        heads = ["year", "taper", "ceiling", "grant", "own", "granted", "executed", "remaining", "own share"]
    rows = []
    for each in entries:
        keys = ("ceiling", "grant", "own", "granted", "executed", "remaining")
        share = each["own_share_tenths"]
        taper = "" if each["share_pct"] is None else f"{each['share_pct']}%"
        year = _era(each["fiscal_year"]) if lang == "ja" else f"FY{each['fiscal_year']}"
        shown = "" if share is None else f"{share // 10}.{share % 10}%"
        rows.append([year, taper, *(screen.grouped(each[key]) for key in keys), shown])
    screen.table(heads, rows, right=range(1, 9))


def courses(entries: list[Entry], lang: str) -> None:
    """Print the course lists, one line a course."""
    kinds = {"ja": {"regular": "正課", "extracurricular": "正課外"}, "en": {}}[lang]
    if lang == "ja":
        heads = ["大学", "区分", "No.", "課程", "科目名", "科目区分", "単位", "R7", "R8", "R11", "外国人割合"]
    else:
        heads = ["university", "list", "no", "level", "name", "category", "credits", "R7", "R8", "R11", "foreign %"]
    keys = ("no", "level", "name", "category", "credits", "target_r7", "target_r8", "target_r11", "foreign_share_pct")
    rows = [
        [
            each["university_name"],
            kinds.get(each["list"], each["list"]),
            *(screen.number(each.get(key)) for key in keys),
        ]
        for each in entries
    ]
    screen.table(heads, rows, right=(2, 6, 7, 8, 9, 10))


def _value(each: Entry, lang: str) -> str:
    if "pct_text" in each:
        return str(each["pct_text"]) if each["state"] in ("value", "zero") else STATES[lang].get(each["state"], "－")
    if each["value"] is None:
        return STATES[lang].get(each["state"], "")
    return screen.grouped(each["value"], each["decimals"] or 0)


def _era(year: int) -> str:
    return f"令和{year - 2018}年度" if year > 2019 else f"{year}年度"


def _year_then_kind(column: tuple[int, str]) -> tuple[int, int]:
    return column[0], KIND_ORDER.index(column[1])
