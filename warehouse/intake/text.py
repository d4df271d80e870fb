"""What people mean by what they type: numbers, labels and years."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

State = Literal["value", "zero", "blank", "not_applicable", "pending", "error", "question"]
Kind = Literal["target", "actual"]
DASHES = "‐‑‒–—―−－ー─━ｰ﹣-"
MINUS = "-−"
CODE = re.compile(r"#[A-Z_/0]+[!?]?|ERR:\d+", re.ASCII)
NOT_APPLICABLE = ("該当なし", "該当無し", "該当無", "該当せず", "非該当", "対象外", "なし", "無し", "N/A", "NA")
PENDING = re.compile(
    r"集計中|調整中|確認中|調査中|検討中|作成中|未定|未確定|未集計|後日|追って|(確定|判明|回答|提出)予定|月.*(予定|頃|以降)|TBD"
)
ABOUT = re.compile(
    r"^(約|およそ|概ね|ほぼ)|(程度|前後|以上|以下|未満|余|強|弱|ほど|超|くらい|ぐらい|\+|\(?(予定|見込み?)\)?)$"
)
UNITS = "千円|百万円|万円|円|人|名|科目|件|機関|団体|社|校|か所|箇所|大学|単位|回|コース|プログラム|%|倍|年|点|時間|日|か国|ヵ国|カ国|ポイント"
NUMBER = re.compile(
    rf"(?P<sign>[▲△+-]?)(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<decimals>\.\d+)?(?:(?P<unit>{UNITS})|\((?P<boxed>{UNITS})\))?",
    re.ASCII,
)
ANY_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?", re.ASCII)
ERA_STARTS = {"令和": 2018, "令": 2018, "R": 2018, "平成": 1988, "H": 1988}
ERA_YEAR = re.compile(
    r"(令和?|平成|(?<![A-Z])[RH])\.?(元|\d{1,2}|[二三四五六]?十[一二三四五六七八九]?|[一二三四五六七八九])(?!\d)"
)
KANJI_DIGITS = "〇一二三四五六七八九"
WESTERN_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a number cell says: a state, and the number where there is one.

    `value` is in the unit that is written: 25% is 25 with `unit_text` %. `remarks` lists what was tidied on the way
    (full_width, unit, comma, spaces, text_number, percent_format), or why it is a question or an error.
    """

    state: State
    value: Decimal | None = None
    unit_text: str | None = None
    remarks: tuple[str, ...] = ()


def read_number(cell_value: object, number_format: str | None = None, *, is_error: bool = False) -> Reading:
    """What was meant in a number cell; zero only where 0 is written, and never a guess.

    A stored number under a percent format is told as shown: 0.25 under 0% is 25 with the unit %.
    """
    if cell_value is None:
        return Reading("blank")
    if is_error:
        return Reading("error", remarks=(str(cell_value),))
    if isinstance(cell_value, int | Decimal) and not isinstance(cell_value, bool):
        return _of_number(Decimal(cell_value), number_format)
    if not isinstance(cell_value, str):
        return Reading("error", remarks=("not a number",))
    return _of_text(cell_value)


def _of_number(value: Decimal, number_format: str | None) -> Reading:
    if not value.is_finite():
        return Reading("error", remarks=("not a number",))
    if is_date(number_format):  # 3/4 typed in a cell becomes a day, stored as a number such as 46085
        return Reading("question", remarks=("date", format(value, "f")))
    if is_percent(number_format):
        sign, digits, exponent = value.as_tuple()
        assert isinstance(exponent, int)
        return _numbered(Decimal((sign, digits, exponent + 2)), "%", ("percent_format",))
    return _numbered(value, None, ())


@lru_cache(maxsize=1 << 10)
def is_percent(number_format: str | None) -> bool:
    """Whether a number format shows 0.25 as 25%: it holds a % that is no quoted or escaped text."""
    return "%" in _unquoted(number_format)


@lru_cache(maxsize=1 << 10)
def is_date(number_format: str | None) -> bool:
    """Whether a number format shows a day or a time."""
    return re.search(r"[ymdhs]|ggg", _unquoted(number_format).lower()) is not None


def _unquoted(number_format: str | None) -> str:
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format or "")


def _numbered(value: Decimal, unit: str | None, remarks: tuple[str, ...]) -> Reading:
    if value == value.to_integral_value() and value.adjusted() < 25:
        value = value.quantize(Decimal(1))
    return Reading("zero" if value == 0 else "value", value, unit, remarks)


def _of_text(typed: str) -> Reading:
    typed = _without_ends(typed)
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    if not plain:
        return Reading("blank", remarks=("spaces",) if typed else ())
    if CODE.fullmatch(plain.upper()):
        return Reading("error", remarks=(plain.upper(),))
    if all(sign in DASHES for sign in plain):
        return Reading("question", remarks=("dash",))
    if plain.strip("()「」[]").upper() in NOT_APPLICABLE:
        return Reading("not_applicable", remarks=(plain,))
    if PENDING.search(plain.upper()):
        return Reading("pending", remarks=(plain,))
    return _of_digits(typed, plain)


def _without_ends(typed: str) -> str:
    """The text without unseen signs at its ends, as copying leaves them; one inside a number stays, and is a question."""
    if typed.startswith("'"):  # how a spreadsheet is told that digits are text
        return typed[1:]
    if typed.isascii():
        return typed
    seen = [place for place, sign in enumerate(typed) if not (sign.isspace() or unicodedata.category(sign) == "Cf")]
    bare = typed[seen[0] : seen[-1] + 1] if seen else ""
    return bare if bare == typed else f" {bare}"


def _of_digits(typed: str, plain: str) -> Reading:
    signed = re.sub(f"^[{MINUS}]", "-", plain)
    if any(unicodedata.category(sign) == "No" for sign in typed):  # ① or a raised footnote mark is no digit
        return Reading("error", remarks=("not a number",))
    if re.search(r"\d\s+\d", unicodedata.normalize("NFKC", typed)):
        return Reading("question", remarks=("spaces", typed))
    negative = re.fullmatch(r"\(([\d,.]+)\)", signed, re.ASCII)  # how accounts write a loss; elsewhere a mere bracket
    if negative:
        return Reading("question", remarks=("parentheses", negative[1]))
    found = NUMBER.fullmatch(signed)
    if found:
        value = Decimal(found["digits"].replace(",", "") + (found["decimals"] or ""))
        if found["sign"] in ("▲", "△", "-"):
            value = -value
        unit = found["unit"] or found["boxed"]
        return _numbered(value, unit, _tidied(typed, unit))
    about = ABOUT.search(plain)
    amount = ANY_NUMBER.search(plain)
    if about and amount:
        return Reading("question", remarks=(about[0], amount[0].replace(",", "")))
    if amount and plain[0] in DASHES and NUMBER.fullmatch(plain[1:]):  # a long vowel or a rule before a number
        return Reading("question", remarks=("dash", amount[0].replace(",", "")))
    return Reading("error", remarks=("not a number",))


def _tidied(typed: str, unit: str | None) -> tuple[str, ...]:
    told = {
        "full_width": any(unicodedata.east_asian_width(sign) == "F" for sign in typed if not sign.isspace()),
        "unit": unit is not None,
        "comma": "," in typed or "，" in typed,
        "spaces": any(sign.isspace() for sign in typed),
        "text_number": True,
    }
    return tuple(name for name, holds in told.items() if holds)


SAME_SIGNS = str.maketrans(
    {
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys("[{〔【《〈「『〖", "("),
        **dict.fromkeys("]}〕】》〉」』〗", ")"),
        **dict.fromkeys("･·‧•∙⋅", "・"),
        "：": ":",
        "〜": "~",
    }
)


@lru_cache(maxsize=1 << 14)  # the same labels come back on each sheet
def normal(label: str) -> str:
    """The label without spaces and line breaks, half-width, with one form of each bracket, dash, colon and dot.

    For comparing labels only: ① reads 1, and the dash of a long vowel (データ) becomes a hyphen as well, on both sides.
    """
    return "".join(visible(unicodedata.normalize("NFKC", label)).split()).translate(SAME_SIGNS)


def visible(text: str) -> str:
    """The text without signs that nobody sees: what a web page or a mail leaves between letters when it is copied."""
    return text if text.isascii() else "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


@lru_cache(maxsize=1 << 12)
def read_year(text: str) -> tuple[int | None, Kind | None]:
    """The Western fiscal year that a heading names, and whether it says target or actual; None for what it leaves out.

    令和元年度 and 平成31年度 are both 2019. A heading that names two different years names none.
    """
    plain = normal(text).upper()
    years = {int(year) for year in WESTERN_YEAR.findall(plain)}
    for era, count in ERA_YEAR.findall(plain):
        years.add(ERA_STARTS[era] + _count(count))
    is_target = "目標" in plain or "計画値" in plain or "TARGET" in plain
    is_actual = "実績" in plain or "ACTUAL" in plain
    kind: Kind | None = None
    if is_target != is_actual:
        kind = "target" if is_target else "actual"
    return (years.pop() if len(years) == 1 else None), kind


def _count(written: str) -> int:
    """Return the number of an era's year: 元 is 1, 十一 is 11."""
    if written.isdecimal():
        return int(written)
    if written == "元":
        return 1
    tens, ten, ones = written.rpartition("十")
    return (10 * KANJI_DIGITS.index(tens or "一") if ten else 0) + (KANJI_DIGITS.index(ones) if ones else 0)
