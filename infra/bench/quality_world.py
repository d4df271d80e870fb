"""Invented consortia of several sizes for the benchmark of the checks: a sound plan, and what is counted each year.

A year's value follows the plan with a lasting gap of its own, a noise of some per cent, and the scatter that small counts
have (half a square root). Stocks (all students, teachers, all courses) move by about one per cent.
"""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import docx

from flows.demo.plan import PARTS, THEMES
from flows.demo.universe import CSV_PARTNER, Invented, Values, between, planned
from warehouse.programme import Programme

SIZES = (12400, 420, 2600, 6800, 24000, 950)  # students: a lead first, then partners small and large
STEADY = {"1.courses_total", "2.A", "5.A", "7.C"}
PLAN_YEARS = (2023, 2026, 2029)
ABROAD, OTHERS = "abroad_otherwise", "other_foreigners"
GRADUATES = ("1.courses_co_doctor", "1.A_doctor")


@dataclass(frozen=True)
class World:
    """A consortium of a seed: the lead first, then the partners in the order of the cover."""

    seed: int
    schools: tuple[Invented, ...]

    @property
    def lead(self) -> Invented:
        return self.schools[0]

    def plan(self, school: Invented, fiscal_year: int) -> Values:
        return dict(_plan(self.seed, school)[fiscal_year])

    def counted(self, school: Invented, fiscal_year: int) -> Values:
        """Return what a university truly counts in a year; FY2023 is the plan's baseline."""
        return self.plan(school, fiscal_year) if fiscal_year == 2023 else dict(_counted(self.seed, school, fiscal_year))


def a_world(seed: int, number: int, partners: int) -> World:
    """Return a consortium; `number` tells those of one seed apart."""
    chance = random.Random(f"world {seed} {number}")
    first = chance.randrange(1, len(SIZES))
    schools = []
    for position in range(partners + 1):
        students = SIZES[1 + (first + position) % (len(SIZES) - 1)] if position else SIZES[(seed + number) % 4]
        students = students * chance.randint(80, 125) // 100
        size = {
            "students": students,
            "teachers": max(12, students * chance.randint(6, 11) // 100),
            "courses": 60 + students // 4,
        }
        code = f"X{seed:04d}{number:02d}{position:06d}"
        schools.append(
            replace(CSV_PARTNER, code=code, name=_name(position), role="partner" if position else "lead", **size)
        )  # type: ignore[arg-type]
    return World(seed, tuple(schools))


def _name(position: int) -> str:
    signs = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    return f"架空{signs[position % len(signs)]}{signs[position // len(signs)] if position >= len(signs) else ''}大学"


def has_doctors(school: Invented) -> bool:
    return school.students >= 1500


@cache
def _plan(seed: int, school: Invented) -> dict[int, Values]:
    points = {year: planned(school, year, seed) for year in PLAN_YEARS}
    for year in (2026, 2029):
        for row in ("4.B", "5.B_long"):  # where small counts round badly the target still reaches the 要件
            more = Decimal("2.2") if row == "4.B" else Decimal("1.4")
            base = points[2023]["5.B" if row == "5.B_long" else row]
            short = (
                (base * more).to_integral_value(ROUND_HALF_UP) + 1 - points[2029]["5.B" if row == "5.B_long" else row]
            )
            if short > 0:
                points[year][row] += short if year == 2029 else short // 2
        for row in points[year]:  # nothing is planned to shrink by a rounding
            points[year][row] = max(
                points[year][row], points[2023 if year == 2026 else 2026][row] if row != "1.E" else Decimal(0)
            )
    return {year: _summed(school, _parts(values)) for year, values in points.items()}


def _parts(values: Values) -> Values:
    return values | {
        ABROAD: values["4.B"] - values["4.C"],
        OTHERS: values["1.F"] - values["5.B"],
        "d": values["1.D"] - values["5.A"],
    }


@cache
def _counted(seed: int, school: Invented, fiscal_year: int) -> Values:
    points = {year: _parts(values) for year, values in _plan(seed, school).items()}
    drawn = {
        row: _drawn(random.Random(f"{seed} {school.code} {row}"), row, between({year: each[row] for year, each in points.items()}, fiscal_year), fiscal_year)
        for row in points[2023]
    }  # fmt: skip
    if fiscal_year == max(PLAN_YEARS):  # a university that truly misses the 要件 would rightly be asked
        base = _plan(seed, school)[2023]
        drawn["6.u"] = max(drawn["6.u"], Decimal(math.ceil(drawn["6.a"] * 6 / 10)))
        drawn["5.B_long"] = max(drawn["5.B_long"], base["5.B"] * 7 // 5 + 1 - drawn["5.B_short"])
        drawn[ABROAD] = max(
            drawn[ABROAD], base["4.B"] * 11 // 5 + 1 - drawn["4.short"] - drawn["4.mid"] - drawn["4.long"]
        )
    drawn["6.u"] = min(drawn["6.u"], drawn["6.a"])
    drawn["6.2"] = max(drawn["6.u"], min(drawn["6.2"], drawn["6.a"] + drawn["6.i"]))
    return _summed(school, drawn)


def _drawn(chance: random.Random, row: str, path: Decimal, fiscal_year: int) -> Decimal:
    gap = chance.gauss(0, 0.01 if row in STEADY else 0.05)
    year = random.Random(f"{chance.random()} {fiscal_year}")
    noise = year.gauss(0, 0.006 if row in STEADY else 0.04)
    mean = float(path) * math.exp(gap * min(3, fiscal_year - 2023) / 3 + noise)
    scatter = 0 if row in STEADY or row == "d" else 0.5 * math.sqrt(mean) * year.gauss(0, 1)
    step = Decimal("0.1") if row == "8.2" else Decimal(1)
    return max(Decimal(mean + scatter).quantize(step, ROUND_HALF_UP), Decimal(0))


def _summed(school: Invented, drawn: Values) -> Values:
    """Return every row of the form from the rows that are counted, so that the form's arithmetic holds."""
    values = dict(drawn)
    abroad, others, more = values.pop(ABROAD), values.pop(OTHERS), values.pop("d")
    if not has_doctors(school):
        values["1.courses_co_doctor"] = Decimal(0)
    values["1.courses_co"] = sum(
        (values[f"1.courses_co_{degree}"] for degree in ("bachelor", "master", "doctor")), Decimal(0)
    )
    values["1.A"] = values["1.B"] + values["1.C"]
    values["1.A_master"] = min(values["1.A_master"], values["1.A"])
    values["1.A_doctor"] = (
        min(values["1.A_doctor"], values["1.A"] - values["1.A_master"]) if has_doctors(school) else Decimal(0)
    )
    values["1.A_bachelor"] = values["1.A"] - values["1.A_master"] - values["1.A_doctor"]
    values["4.C"] = values["4.short"] + values["4.mid"] + values["4.long"]
    values["4.B"] = values["4.C"] + abroad
    values["5.B"] = values["5.B_long"] + values["5.B_short"]
    values["1.F"] = values["5.B"] + others
    values["1.D"] = values["5.A"] + more
    values["1.E"] = values["4.A"] = values["1.D"] - values["1.F"]
    values["6.1"] = values["6.a"] + values["6.i"]
    if school.is_lead:
        values |= {"7.A": values["5.A"], "7.B": values["2.A"], "7.i": values["5.B"]}
    return values


def budget(world: World, programme: Programme) -> dict[tuple[int, str, str, str], Any]:
    """Return the cost table by (fiscal year, category, line, column) in 千円; equipment has no own share."""
    chance = random.Random(f"budget {world.seed}")
    initial, own = chance.randint(90_000, 150_000), chance.randint(14_000, 24_000)
    rows: dict[tuple[int, str, str, str], Any] = {}
    for position, year in enumerate(programme.fiscal_years):
        grant = programme.ceiling(initial, year)
        amounts = {"grant": grant, "own": own + 900 * position + (initial - grant) // 2}
        for column, amount in amounts.items():
            weights = {place: share * chance.randint(85, 118) for place, share in PARTS.items()}
            if column == "own":
                weights["goods", "equipment"] = 0
            parts = {place: amount * weight // sum(weights.values()) for place, weight in weights.items()}
            parts["other", "misc"] += amount - sum(parts.values())
            for (category, line), part in parts.items():
                rows[year, category, line, column] = part or None
    return rows


def courses(world: World) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the course lists; a graduate course names no faculty, and one that opens in FY2026 has no FY2025 target."""
    lists: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for school in world.schools:
        chance = random.Random(f"courses {world.seed} {school.code}")
        count = chance.randint(5, 12)
        lists["regular", school.code] = [_course(chance, number, count) for number in range(count)]
        lists["extracurricular", school.code] = [_activity(chance, number) for number in range(chance.randint(2, 4))]
    return lists


def _course(chance: random.Random, number: int, count: int) -> dict[str, Any]:
    theme, is_graduate = THEMES[number % len(THEMES)], number % 5 == 4
    opened = ("既存", "令和6年度", "令和7年度", "令和8年度")[number % 4]
    first = 5 * chance.randint(2, 16)
    return {
        "level": "博士前期" if is_graduate else "学士", "faculty": None if is_graduate else chance.choice(("国際学部", "工学部", "経済学部")),
        "grade": chance.choice(("1年次", "2年次", "全学年")), "credits": chance.choice((1, 2)), "term": chance.choice(("前期", "後期", "集中")),
        "category": ("必修", "選択必修", "選択")[number * 3 // count], "name": f"多文化共修「{theme}」", "opened": opened,
        "target_r7": None if opened == "令和8年度" else first, "target_r8": first + 5 * chance.randint(1, 5), "target_r11": first + 5 * chance.randint(6, 14),
        "foreign_share_pct": chance.choice((Decimal("12.5"), Decimal(20), Decimal(25), Decimal("33.3"), Decimal(40), Decimal(50))),
        "description": f"国内外の学生が混成班で「{theme}」の課題に取り組む。",
    }  # fmt: skip


def _activity(chance: random.Random, number: int) -> dict[str, Any]:
    first = 5 * chance.randint(2, 12)
    return {
        "level": "全課程", "period": ("8月（5日間）", "2月（2週間）", "通年", "11月（2日間）")[number],
        "name": ("国際合宿", "海外拠点研修", "地域共修フォーラム", "国際ハッカソン")[number],
        "target_r7": first, "target_r8": first + 10, "target_r11": first + 30, "foreign_share_pct": Decimal(40),
        "description": "国内外の学生が地域の課題を共に考える。",
    }  # fmt: skip


def cover(names: list[str], amounts: dict[tuple[int, str], int], years: list[int]) -> bytes:
    """Return the Word front page: lead, partners in order, and the money of each year."""
    heads = ["年度（令和）", "", *[f"{year - 2018}年度" for year in years]]
    money = [["プログラム規模", ""], ["内訳", "補助金申請額"], ["", "大学負担額"]]
    lines = [
        [*words, *[f"{amounts[year, column]:,}" for year in years]]
        for words, column in zip(money, ("scale", "grant", "own"), strict=True)
    ]
    document = docx.Document()
    for rows in (
        [["大学名", names[0], "機関番号", "99999"], ["プログラム名", "【和文】架空", "", ""]],
        [["", "大学等名"], *[[str(number), name] for number, name in enumerate(names[1:], 1)]],
        [heads, *lines],
    ):
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
