"""The numbers of an invented consortium: seeded, of realistic size, and true to every identity of the form."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SEED = 20240401
Values = dict[str, Decimal]


@dataclass(frozen=True)
class Invented:
    """An invented university: who it is, how it answers, and how large it is in FY2023."""

    code: str
    name: str
    role: str
    channel: str
    kaken_number: str
    founder: str
    president: str
    responsible: str
    office: str
    students: int
    teachers: int
    courses: int

    @property
    def is_lead(self) -> bool:
        """Whether this is the 代表校."""
        return self.role == "lead"


LEAD = Invented(
    "X900000000001", "架空第一大学", "lead", "workbook", "99901", "国立大学法人架空第一大学", "架空 一郎", "見本 花子",
    "国際部国際企画課", students=12400, teachers=1150, courses=3150,
)  # fmt: skip
CSV_PARTNER = Invented(
    "X900000000002", "架空第二大学", "partner", "csv", "99902", "公立大学法人架空第二大学", "架空 二郎", "見本 次郎",
    "学務部国際交流課", students=6800, teachers=520, courses=1720,
)  # fmt: skip
SQL_PARTNER = Invented(
    "X900000000003", "架空第三大学", "partner", "sql", "99903", "学校法人架空第三学園", "架空 三郎", "見本 三郎",
    "国際センター事務室", students=8900, teachers=610, courses=2240,
)  # fmt: skip
UNIVERSITIES = (LEAD, CSV_PARTNER, SQL_PARTNER)

# (row or an auxiliary name, share of what, per head of FY2023, FY2026 and FY2029 as multiples of FY2023)
STUDENTS, TEACHERS, COURSES = "students", "teachers", "courses"
GROWING: tuple[tuple[str, str, str, str, str], ...] = (
    ("1.courses_total", COURSES, "1", "1.01", "1.02"),
    ("1.courses_co_bachelor", COURSES, "0.0105", "1.9", "3.1"),
    ("1.courses_co_master", COURSES, "0.0045", "1.8", "2.8"),
    ("1.courses_co_doctor", COURSES, "0.0018", "1.7", "2.4"),
    ("1.B", STUDENTS, "0.052", "1.6", "2.5"),
    ("1.C", STUDENTS, "0.019", "1.5", "2.1"),
    ("2.A", TEACHERS, "1", "1.0", "1.01"),
    ("2.B", TEACHERS, "0.035", "1.7", "2.6"),
    ("2.C", STUDENTS, "0.094", "1.05", "1.1"),
    ("2.D", STUDENTS, "0.0075", "1.7", "2.6"),
    ("3.local", STUDENTS, "0.0009", "1.5", "2.1"),
    ("3.companies", STUDENTS, "0.0017", "1.7", "2.6"),
    ("3.npo", STUDENTS, "0.0012", "1.5", "2.2"),
    ("4.short", STUDENTS, "0.0075", "1.6", "2.7"),
    ("4.mid", STUDENTS, "0.0034", "1.6", "2.6"),
    ("4.long", STUDENTS, "0.0021", "1.5", "2.4"),
    ("abroad_otherwise", STUDENTS, "0.0205", "1.5", "2.3"),
    ("5.A", STUDENTS, "1", "1.0", "1.01"),
    ("5.B_long", STUDENTS, "0.062", "1.22", "1.5"),
    ("5.B_short", STUDENTS, "0.014", "1.3", "1.65"),
    ("other_foreigners", STUDENTS, "0.013", "1.05", "1.1"),
    ("6.a", STUDENTS, "0.0078", "1.2", "1.45"),
    ("6.i", STUDENTS, "0.0031", "1.1", "1.2"),
    ("8.1", STUDENTS, "0.012", "1.6", "2.4"),
    ("8.2", STUDENTS, "0.021", "1.5", "2.2"),
)
LEAD_ONLY: tuple[tuple[str, str, str, str, str], ...] = (
    ("7.C", COURSES, "1.9", "1.01", "1.02"),
    ("7.ii", TEACHERS, "0.072", "1.15", "1.35"),
    ("7.iii", COURSES, "0.21", "1.25", "1.6"),
)
HIRED_AT_HOME = {2023: "0.51", 2026: "0.57", 2029: "0.66"}  # of those who seek work in Japan; the 要件 is 0.6
HIRED_ABROAD = "0.55"
DECIMALS = {"8.2": Decimal("0.1")}  # the others are whole
FULL_YEAR_STUDENTS = "1.024"  # all who were enrolled at some time of the year, beside those of 1 May
DEGREES = {"bachelor": "0.72", "master": "0.22"}  # the rest are doctoral students


def planned(university: Invented, fiscal_year: int, seed: int = SEED) -> Values:
    """Return the plan's values by row for FY2023 (実績), FY2026 or FY2029 (目標), inputs and computed rows alike."""
    return _completed(
        university, {key: _at(university, line, fiscal_year, seed) for key, line in _lines(university)}, fiscal_year
    )


def reported(university: Invented, fiscal_year: int, seed: int = SEED) -> Values:
    """Return what the university truly counts in a fiscal year: on the way to its targets, a little above or below."""
    counted = {
        key: _at(university, line, fiscal_year, seed) * _wobble(seed, university.code, key, fiscal_year, line)
        for key, line in _lines(university)
    }
    return _completed(university, counted, fiscal_year)


def _lines(university: Invented) -> list[tuple[str, tuple[str, str, str, str, str]]]:
    return [(line[0], line) for line in (*GROWING, *(LEAD_ONLY if university.is_lead else ()))]


def _at(university: Invented, line: tuple[str, str, str, str, str], fiscal_year: int, seed: int) -> Decimal:
    key, of, share, middle, last = line
    chance = random.Random(f"{seed} {university.code} {key}")
    size = {STUDENTS: university.students, TEACHERS: university.teachers, COURSES: university.courses}[of]
    variety = Decimal(chance.randint(92, 112)) / 100 if share not in ("1", "1.9") else Decimal(1)
    growth = Decimal(chance.randint(100, 108)) / 100 if Decimal(last) > Decimal("1.3") else Decimal(1)
    multiples = {2023: Decimal(1), 2026: Decimal(middle), 2029: Decimal(last) * growth}
    return size * Decimal(share) * variety * between(multiples, fiscal_year)


def between(known: Mapping[int, Decimal], fiscal_year: int) -> Decimal:
    """Return the value of a year on the straight way between the known years before and after it."""
    if fiscal_year in known:
        return known[fiscal_year]
    before = max(year for year in known if year < fiscal_year)
    after = min(year for year in known if year > fiscal_year)
    return known[before] + (known[after] - known[before]) * (fiscal_year - before) / (after - before)


def _wobble(seed: int, code: str, key: str, fiscal_year: int, line: tuple[str, ...]) -> Decimal:
    chance = random.Random(f"{seed} {code} {key} {fiscal_year}")
    if line[2] in ("1", "1.9"):
        return Decimal(chance.randint(996, 1004)) / 1000
    return Decimal(chance.randint(970, 1045)) / 1000


def _completed(university: Invented, driven: Mapping[str, Decimal], fiscal_year: int) -> Values:
    """Return whole numbers for every row of the form, the computed ones from their parts."""
    values = {key: _rounded(value, DECIMALS.get(key, Decimal(1))) for key, value in driven.items()}
    _courses_and_students(values)
    values["4.C"] = values["4.short"] + values["4.mid"] + values["4.long"]
    values["4.B"] = values["4.C"] + values.pop("abroad_otherwise")
    values["4.A"] = values["1.E"]
    _work(values, fiscal_year)
    if university.is_lead:
        values |= {"7.A": values["5.A"], "7.B": values["2.A"], "7.i": values["5.B"]}
    return dict(sorted(values.items()))


def _courses_and_students(values: Values) -> None:
    values["1.courses_co"] = sum(
        (values[f"1.courses_co_{degree}"] for degree in ("bachelor", "master", "doctor")), Decimal(0)
    )
    values["1.A"] = values["1.B"] + values["1.C"]
    for degree, share in DEGREES.items():
        values[f"1.A_{degree}"] = _whole(values["1.A"] * Decimal(share))
    values["1.A_doctor"] = values["1.A"] - values["1.A_bachelor"] - values["1.A_master"]
    values["5.B"] = values["5.B_long"] + values["5.B_short"]
    values["1.D"] = _whole(values["5.A"] * Decimal(FULL_YEAR_STUDENTS)) + values["5.B_short"]
    values["1.F"] = values["5.B"] + values.pop("other_foreigners")
    values["1.E"] = values["1.D"] - values["1.F"]


def _work(values: Values, fiscal_year: int) -> None:
    share = between({year: Decimal(text) for year, text in HIRED_AT_HOME.items()}, fiscal_year)
    values["6.1"] = values["6.a"] + values["6.i"]
    values["6.u"] = (values["6.a"] * share).to_integral_value(rounding="ROUND_CEILING")
    values["6.2"] = values["6.u"] + _whole(values["6.i"] * Decimal(HIRED_ABROAD))


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return max(value.quantize(step, ROUND_HALF_UP), Decimal(1))


def _whole(value: Decimal) -> Decimal:
    return _rounded(value, Decimal(1))
