"""Slips in the values of the indicators: the same hands make them in a plan and in a year's answer."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from quality_slip import Hands, Make, SlipClass, Spot

SUMS = {"1.A", "1.D", "4.C", "5.B", "6.1"}
DEGREES = ("bachelor", "master", "doctor")
SWAPPABLE = (
    ("1.B", "1.C"), ("1.E", "1.F"), ("4.short", "4.mid"), ("4.mid", "4.long"), ("5.B_long", "5.B_short"), ("6.a", "6.i"),
    ("3.companies", "3.npo"), ("1.courses_co_bachelor", "1.courses_co_master"),
)  # fmt: skip


def typed_sum(hands: Hands) -> Spot:
    row = hands.chance.choice(sorted(SUMS))
    hands.put(row, hands.values[row] + hands.chance.choice((1, 2, 5, 10, -1)))
    return hands.spot(row)


def typed_same(hands: Hands) -> Spot:
    hands.put("4.A", hands.values["4.A"] + hands.chance.choice((-9, -1, 1, 10, 100)))
    return hands.spot("4.A")


def typed_ratio(hands: Hands) -> Spot | None:
    row, of, to = hands.chance.choice(
        (("2.ratio", "2.B", "2.A"), ("4.ratio", "4.B", "4.A"), ("5.ratio", "5.B", "5.A"), ("6.ratio", "6.u", "6.a"))
    )
    if not hands.values[to]:
        return None
    hands.put(row, round(hands.values[of] / hands.values[to], 3) + Decimal(hands.chance.choice((5, 13, -4, 40))) / 1000)
    return hands.spot(row)


def part_over_whole(hands: Hands) -> Spot:
    pairs = [("2.B", "2.A"), ("2.D", "2.C"), ("4.B", "4.A"), ("6.u", "6.2"), ("1.courses_co", "1.courses_total")]
    part, whole = hands.chance.choice(pairs)
    hands.put(part, hands.values[whole] + hands.chance.randint(1, 9))
    return hands.spot(part, whole)


def lead_part_over_whole(hands: Hands) -> Spot:
    hands.put("7.iii", hands.values["7.C"] + hands.chance.randint(1, 9))
    return hands.spot("7.iii", "7.C")


def co_learning_abroad_over_all(hands: Hands) -> Spot:
    hands.put("4.B", hands.values["4.C"] - min(hands.chance.randint(1, 5), int(hands.values["4.C"])))
    return hands.spot("4.B", "4.C")


def courses_by_degree(hands: Hands) -> Spot:
    row = "1.courses_co_" + hands.chance.choice(DEGREES)
    hands.put(row, hands.values[row] + hands.chance.randint(1, 4))
    return hands.spot(row, "1.courses_co")


def participants_by_degree(hands: Hands) -> Spot:
    row = "1.A_" + hands.chance.choice(DEGREES)
    hands.put(row, hands.values[row] + hands.chance.choice((1, 3, 10)))
    return hands.spot(row, "1.A")


def of_lead(left: str, right: str) -> Make:
    def slip(hands: Hands) -> Spot:
        row = hands.chance.choice((left, right)) if left != "5.B" else right
        hands.put(row, hands.values[row] + hands.chance.choice((-7, -1, 1, 10, 30)))
        return hands.spot(left, right)

    return slip


def over(part: str, whole: str) -> Make:
    def slip(hands: Hands) -> Spot:
        hands.put(part, hands.values[whole] + hands.chance.randint(1, 6))
        return hands.spot(part, whole)

    return slip


def year_below_may(hands: Hands) -> Spot:
    """The students of the year were counted on one day, and without some: fewer than on 1 May."""
    hands.put("1.E", hands.values["1.E"] - (hands.values["1.D"] - hands.values["5.A"]) - hands.chance.randint(1, 30))
    return hands.spot("1.D", "5.A", "1.E")


def may_is_year(hands: Hands) -> Spot:
    """The number of the full year stands where 1 May is asked."""
    hands.put("5.A", hands.values["1.D"])
    if hands.school.is_lead:
        hands.put("7.A", hands.values["1.D"])
    return hands.spot("5.A", "1.D")


def typed(*texts: object, least: int = 0) -> Make:
    def slip(hands: Hands) -> Spot | None:
        row = next(iter(hands.inputs(least)), None)
        if row is None:
            return None
        text = hands.chance.choice(texts)
        hands.put(row, text.replace("{}", str(hands.values[row])) if isinstance(text, str) else text)
        return hands.spot(row)

    return slip


def negative(hands: Hands) -> Spot:
    row = hands.inputs(1)[0]
    hands.put(row, -hands.values[row])
    return hands.spot(row)


def fraction(hands: Hands) -> Spot:
    row = hands.inputs(1)[0]
    hands.put(row, hands.values[row] + Decimal(hands.chance.choice(("0.5", "0.25", "0.1"))))
    return hands.spot(row)


def times(*factors: str, least: int) -> Make:
    def slip(hands: Hands) -> Spot | None:
        factor = Decimal(hands.chance.choice(factors))
        for row in hands.inputs(least):
            value = hands.values[row] * factor
            if value == value.to_integral_value() or factor < 1:
                hands.put(row, value.to_integral_value())
                return hands.spot(row)
        return None

    return slip


def turned(value: int, places: Iterator[int] | range) -> Iterator[int]:
    text = str(value)
    for place in places:
        if place + 1 < len(text) and text[place] != text[place + 1]:
            yield int(text[:place] + text[place + 1] + text[place] + text[place + 2 :])


def turned_first(hands: Hands) -> Spot | None:
    """The first two digits of a number of three or more, where that changes it by a fifth or more."""
    for row in hands.inputs(100):
        value = int(hands.values[row])
        for other in turned(value, range(1)):
            if abs(other - value) * 5 >= value and other >= 10 ** (len(str(value)) - 1):
                hands.put(row, other)
                return hands.spot(row)
    return None


def turned_any(hands: Hands) -> Spot | None:
    """Any two neighbouring digits of any number of two or more."""
    for row in hands.inputs(10):
        value = int(hands.values[row])
        others = list(turned(value, range(len(str(value)) - 1)))
        if others:
            hands.put(row, hands.chance.choice(others))
            return hands.spot(row)
    return None


def swapped(hands: Hands) -> Spot | None:
    """Two rows of a table, one at least 1.5 times the other and 10 or more."""
    for one, other in hands.chance.sample(SWAPPABLE, len(SWAPPABLE)):
        low, high = sorted((hands.values[one], hands.values[other]))
        if high >= 10 and high >= 2 * low + 5:
            hands.put(one, hands.values[other])
            hands.put(other, hands.values[one])
            return hands.spot(one, other)
    return None


def swapped_whole(hands: Hands) -> Spot:
    part, whole = hands.chance.choice((("2.B", "2.A"), ("2.D", "2.C")))
    hands.put(part, hands.values[whole])
    hands.put(whole, hands.values[part])
    return hands.spot(part, whole)


def shifted(hands: Hands) -> Spot | None:
    """A column was pasted one row too low within a table, where one of the values changes by ten and by a half or more."""
    tables = (("4.short", "4.mid", "4.long"), ("1.courses_co_bachelor", "1.courses_co_master", "1.courses_co_doctor"),
              ("3.local", "3.companies", "3.npo"), ("1.A_bachelor", "1.A_master", "1.A_doctor"))  # fmt: skip
    for rows in hands.chance.sample(tables, len(tables)):
        moved = {row: hands.values[above] for row, above in zip(rows, (rows[-1], *rows[:-1]), strict=True)}
        changes = {row: abs(value - hands.values[row]) for row, value in moved.items()}
        if any(change >= max(10, hands.values[row] / 2) for row, change in changes.items()):
            for row, value in moved.items():
                hands.put(row, value)
            return hands.spot(*rows)
    return None


def whole_in_part(hands: Hands) -> Spot:
    """The sum stands in the row of its first part as well."""
    part, whole = hands.chance.choice((("1.B", "1.A"), ("4.short", "4.C"), ("5.B_long", "5.B"), ("6.a", "6.1")))
    hands.put(part, hands.values[whole])
    return hands.spot(part, whole)


def copied_item(hands: Hands) -> Spot | None:
    """Every value of an item as the year before; only where they differ, and one of them is 20 or more."""
    for item in hands.chance.sample("123456", 6):
        rows = [row for row in hands.inputs() if row.startswith(item + ".")]
        old = {row: hands.before[row] for row in rows}
        if max(old.values()) >= 20 and sum(hands.values[row] != old[row] for row in rows) >= 2:
            for row in rows:
                hands.put(row, old[row])
            return hands.spot(*rows)
    return None


def copied_other(hands: Hands) -> Spot | None:
    """Every value of an item is another university's, one of them 20 or more and unlike the own."""
    others = [each for each in hands.world.schools if each.code != hands.school.code]
    for item in hands.chance.sample("12456", 5):
        rows = [row for row in hands.inputs() if row.startswith(item + ".")]
        theirs = hands.extra["of"](hands.chance.choice(others))
        if any(theirs[row] >= 20 and abs(theirs[row] - hands.values[row]) >= 5 for row in rows):
            for row in rows:
                hands.put(row, theirs[row])
            return hands.spot(*rows)
    return None


VALUE_SLIPS = (
    SlipClass("sum_typed", "計算式の計に別の数を上書き", "block", typed_sum),
    SlipClass("same_typed", "4)A に 1)E と違う数を上書き", "block", typed_same),
    SlipClass("ratio_typed", "割合に合わない率を上書き", "block", typed_ratio),
    SlipClass("part_over_whole", "うち書きが全体を超える", "block", part_over_whole),
    SlipClass("abroad_co_over_all", "4)C が 4)B を超える", "block", co_learning_abroad_over_all),
    SlipClass("lead_part_over_whole", "7) iii が全体を超える", "block", lead_part_over_whole, slot="7", who="lead"),
    SlipClass("courses_by_degree", "①の内訳の計が合わない", "explain", courses_by_degree),
    SlipClass("participants_by_degree", "Aの内訳の計が合わない", "explain", participants_by_degree),
    SlipClass("5A_7A", "5)A と 7)A が違う", "block", of_lead("5.A", "7.A"), slot="5.A", who="lead"),
    SlipClass("5B_7i", "5)B と 7)i が違う", "block", of_lead("5.B", "7.i"), slot="5.B", who="lead"),
    SlipClass("2A_7B", "2)A と 7)B が違う", "block", of_lead("2.A", "7.B"), slot="2.A", who="lead"),
    SlipClass("C_over_F", "1)C が 1)F を超える", "explain", over("1.C", "1.F")),
    SlipClass("B_over_E", "1)B が 1)E を超える", "explain", over("1.B", "1.E")),
    SlipClass("u_over_a", "6)ウ が ア を超える（100%超）", "explain", over("6.u", "6.a")),
    SlipClass("employed_over_seekers", "6)② が ① を超える", "explain", over("6.2", "6.1")),
    SlipClass("visa_over_foreign", "5)留学ビザの数が 1)F を超える", "explain", over("5.B_long", "1.F")),
    SlipClass("year_below_may1", "通年の学生総数が5月1日の全学生数より少ない", "explain", year_below_may),
    SlipClass("may1_is_full_year", "5月1日の欄に通年の数", "explain", may_is_year, is_decidable=False),
    SlipClass("blank", "必須の欄が空欄", "block", typed(None)),
    SlipClass("error_value", "エラー値（#DIV/0!、#REF! など）", "block", typed("#REF!", "#DIV/0!", "#N/A", "#VALUE!")),
    SlipClass(
        "text",
        "数でない文字（約300、－、別紙 など）",
        "block",
        typed("約{}", "{}程度", "別紙のとおり", "－", "{}?", "三十", least=1),
    ),
    SlipClass("other_unit", "様式と違う単位付きの数", "block", typed("{}%", "{}千円", "{}単位", "{}クラス", least=1)),
    SlipClass("negative", "負の数", "block", negative),
    SlipClass("decimals", "人数・件数に小数", "block", fraction),
    SlipClass("times_10", "一桁多い（×10）", "explain", times("10", least=5), is_decidable=False),
    SlipClass("tenth", "一桁少ない（÷10）", "explain", times("0.1", least=30), is_decidable=False),
    SlipClass("times_1000", "千倍・百倍", "explain", times("1000", "100", least=3), is_decidable=False),
    SlipClass(
        "turned_first", "先頭2桁の入れ替わり（100以上、2割以上変わるもの）", "explain", turned_first, is_decidable=False
    ),
    SlipClass(
        "turned_any",
        "任意の隣り合う2桁の入れ替わり（10以上）",
        "explain",
        turned_any,
        is_decidable=False,
        has_goal=False,
    ),
    SlipClass("rows_swapped", "同じ表の2行の入れ替わり", "explain", swapped, is_decidable=False),
    SlipClass("whole_part_swapped", "総数とうち書きの入れ替わり", "block", swapped_whole),
    SlipClass("rows_shifted", "表の中で1行ずれて貼付け", "explain", shifted, is_decidable=False),
    SlipClass("whole_in_part", "内訳の先頭に計の値", "explain", whole_in_part, is_decidable=False, has_goal=False),
    SlipClass("copied_item", "前の年度の値のまま（項目ごと）", "explain", copied_item, is_decidable=False),
    SlipClass("copied_other", "他大学の値の転記（項目ごと）", "explain", copied_other, is_decidable=False),
)
