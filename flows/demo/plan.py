"""The plan of the invented consortium as plain rows: values, own indicators, courses and money, ready for its workbook."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flows.demo.universe import LEAD, SEED, UNIVERSITIES, Invented, planned
from warehouse.intake.submission import OwnIndicator
from warehouse.programme import Programme

GRANT = 120_000  # 千円 in the first year
OWN_SHARE = {2024: 14_000, 2025: 16_000, 2026: 18_000, 2027: 38_000, 2028: 52_000, 2029: 70_000}
PARTS = {  # of each year's money, per mille, by category and line; what is left goes to the last
    ("goods", "equipment"): 120, ("goods", "consumables"): 60, ("staff", "salaries"): 390, ("staff", "honoraria"): 45,
    ("travel", ""): 160, ("other", "outsourcing"): 95, ("other", "printing"): 25, ("other", "meetings"): 15,
    ("other", "communication"): 20, ("other", "utilities"): 10, ("other", "misc"): 60,
}  # fmt: skip
REMARKS = {
    ("goods", "equipment"): "遠隔共修用会議設備 一式",
    ("staff", "salaries"): "特任教員3名、コーディネーター2名",
    ("travel", ""): "海外拠点への派遣・引率",
    ("other", "outsourcing"): "共修プラットフォームの運用",
}
OWN_INDICATORS = (
    ("8.1", "海外拠点における多文化共修科目の履修者数", "人", 0, "「海外拠点」は、本事業で設置又は活用する海外の教育研究拠点とする。"),
    ("8.2", "デジタル証明により認定した多文化共修科目の単位数", "単位", 1, "「認定した単位数」は、連携する海外の大学と相互に認定した単位数とする。"),
)  # fmt: skip
THEMES = (
    "地域防災と多文化共生", "まちづくり合宿", "食と環境の国際共修", "観光と地域経済", "移動と健康", "ことばと社会",
    "起業とソーシャルイノベーション", "海洋プラスチックと企業", "少子高齢社会の国際比較", "平和構築とNGO", "伝統産業のデザイン", "データで見る地域",
)  # fmt: skip
CATEGORIES = ("必修", "選択必修", "選択")


def plan_values(seed: int = SEED) -> dict[tuple[str, str, int, str], Decimal]:
    """Return the plan's values by (university, row, fiscal year, kind)."""
    kinds = {2023: "baseline", 2026: "target", 2029: "target"}
    return {
        (university.code, row, year, kind): value
        for university in UNIVERSITIES
        for year, kind in kinds.items()
        for row, value in planned(university, year, seed).items()
    }


def own_indicators() -> list[OwnIndicator]:
    """Return the own indicators, which partners share with the lead."""
    return [
        OwnIndicator(LEAD.code, row, label, unit, decimals, definition, "各年度通年の数値を記入。", "", "")
        for row, label, unit, decimals, definition in OWN_INDICATORS
    ]


def grant(programme: Programme, fiscal_year: int) -> int:
    """Return the grant applied for in a year, in 千円: what the taper leaves of the first year's."""
    return programme.ceiling(GRANT, fiscal_year)


def budget(programme: Programme) -> dict[tuple[int, str, str, str], Any]:
    """Return the planned cost table by (fiscal year, category, line, column), in 千円, with remarks."""
    rows: dict[tuple[int, str, str, str], Any] = {}
    for year in programme.fiscal_years:
        for column, amount in (("grant", grant(programme, year)), ("own", OWN_SHARE[year])):
            for (category, line), part in shared_out(amount).items():
                rows[year, category, line, column] = part
        for (category, line), remark in REMARKS.items():
            rows[year, category, line, "remark"] = remark
    return rows


def shared_out(amount: int) -> dict[tuple[str, str], int]:
    """Return an amount cut into the lines of the cost table; the parts add up to it."""
    parts = {place: amount * share // 1000 for place, share in PARTS.items()}
    last = next(reversed(PARTS))
    parts[last] += amount - sum(parts.values())
    return parts


def courses() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the course lists by (list, university): rows by column id, in the order that the guide asks for."""
    lists: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for university in UNIVERSITIES:
        count = 12 if university.is_lead else 6
        lists["regular", university.code] = [_regular(university, number, count) for number in range(count)]
        lists["extracurricular", university.code] = [_extracurricular(number) for number in range(3)]
    return lists


def _regular(university: Invented, number: int, count: int) -> dict[str, Any]:
    theme = THEMES[number % len(THEMES)]
    people = 18 + 7 * (number % 4) + int(university.code[-1])
    return {
        "level": "博士前期" if number % 5 == 4 else "学士",
        "faculty": ("全学教育機構", "国際学部", "工学部", "経済学部")[number % 4],
        "grade": "1・2年" if number % 2 else "全学年",
        "credits": 1 if number % 3 == 2 else 2,
        "term": ("前期", "後期", "集中")[number % 3],
        "category": CATEGORIES[number * 3 // count],
        "name": f"多文化共修「{theme}」",
        "opened": ("既存", "令和6年度", "令和7年度", "令和8年度")[number % 4],
        "target_r7": people,
        "target_r8": people + 6,
        "target_r11": people + 18,
        "foreign_share_pct": Decimal(300 + 13 * number) / 10,
        "description": f"国内外の学生が混成班で「{theme}」の課題に取り組み、地域に提案する。",
    }


def _extracurricular(number: int) -> dict[str, Any]:
    name, period = (
        ("国際合宿", "8月（5日間）"),
        ("海外拠点研修", "2月（2週間）"),
        ("地域共修フォーラム", "11月（2日間）"),
    )[number]
    people = 20 + 10 * number
    return {
        "level": "学士",
        "period": period,
        "name": name,
        "target_r7": people,
        "target_r8": people + 5,
        "target_r11": people + 15,
        "foreign_share_pct": Decimal(40),
        "description": f"{name}を通じて、国内外の学生が地域の課題を共に考える。",
    }
