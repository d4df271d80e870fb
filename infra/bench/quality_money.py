"""Slips in the plan's cost sheets, on its cover, and in its course lists."""

from __future__ import annotations

from typing import Any

from quality_slip import Hands, SlipClass, Spot

COLUMNS = {"grant": "D", "own": "E", "scale": "F"}
LEAVES = ("①人件費", "②謝金", "②消耗品費", "①外注費", "③会議費", "⑥その他（諸経費）")


def sheet(hands: Hands) -> Any:
    return hands.book[f"審査項目⑫（R{hands.fiscal_year - 2018}）"]


def line(hands: Hands, label: str) -> int:
    return next(cell.row for row in sheet(hands).iter_rows(max_col=3) for cell in row if label in str(cell.value or ""))


def spot(hands: Hands, column: str, number: int, **more: Any) -> Spot:
    title = sheet(hands).title
    return Spot(hands.world.lead.code, hands.fiscal_year, cells=((title, f"{column}{number}"),), **more)


def put(hands: Hands, column: str, label: str, change: Any) -> Spot:
    """Type over the amount of a line, and return its spot; `change` says what becomes of the amount."""
    number = line(hands, label)
    cell = sheet(hands)[f"{column}{number}"]
    cell.value = change(cell.value)
    return spot(hands, column, number)


def total(hands: Hands, column: str) -> int:
    return int(hands.extra["file"].amounts[hands.fiscal_year, column])


def subtotal(hands: Hands) -> Spot:
    label, column = hands.chance.choice(("【物品費】", "【人件費・謝金】", "【その他】")), hands.chance.choice("DE")
    below = {"【物品費】": 2, "【人件費・謝金】": 2, "【その他】": 6}[label]
    number = line(hands, label)
    added = sum(int(sheet(hands)[f"{column}{number + each}"].value or 0) for each in range(1, below + 1))
    return put(hands, column, label, lambda _: added + hands.chance.choice((1, -10, 100)))


def year_total(hands: Hands) -> Spot:
    name = hands.chance.choice(("grant", "own"))
    return put(hands, COLUMNS[name], "年度 合計", lambda _: total(hands, name) + hands.chance.choice((1, -1, 1000)))


def scale(hands: Hands) -> Spot:
    label = hands.chance.choice(LEAVES)
    number = line(hands, label)
    both = sum(int(sheet(hands)[f"{column}{number}"].value or 0) for column in "DE")
    return put(hands, "F", label, lambda _: both + hands.chance.choice((1, -5, 90)))


def fractions(hands: Hands) -> Spot:
    return put(hands, hands.chance.choice("DE"), hands.chance.choice(LEAVES[:2]), lambda old: float(old or 0) + 0.5)


def negative(hands: Hands) -> Spot:
    return put(hands, hands.chance.choice("DE"), hands.chance.choice(LEAVES), lambda old: -abs(int(old or 1)))


def text(hands: Hands) -> Spot:
    return put(
        hands,
        hands.chance.choice("DE"),
        hands.chance.choice(LEAVES),
        lambda _: hands.chance.choice(("約1000", "別途", "#REF!", "一式")),
    )


def in_yen(hands: Hands) -> Spot:
    """One line is written in yen."""
    return put(hands, "D", hands.chance.choice(LEAVES), lambda old: int(old) * 1000)


def unit_yen(hands: Hands) -> Spot:
    cell = next(cell for row in sheet(hands).iter_rows(max_row=6) for cell in row if "千円" in str(cell.value or ""))
    cell.value = str(cell.value).replace("千円", "円")
    return Spot(hands.world.lead.code, None, cells=((sheet(hands).title, cell.coordinate),))


def above_taper(hands: Hands) -> Spot | None:
    """A tapered year asks for more than its share; the cover says the same."""
    if hands.fiscal_year < 2027:
        return None
    more = hands.chance.randint(2, 9000)
    found = put(hands, "D", "①人件費", lambda old: int(old) + more)
    amounts = hands.extra["file"].amounts
    amounts[hands.fiscal_year, "grant"] += more
    amounts[hands.fiscal_year, "scale"] += more
    return Spot(
        found.university, hands.fiscal_year, cells=(*found.cells, (sheet(hands).title, f"D{line(hands, '年度 合計')}"))
    )


def leaf_turned(hands: Hands) -> Spot:
    """Two digits of a line are turned after the cover was written: the year's sum is no longer the cover's."""
    column = hands.chance.choice(("grant", "own"))
    number = line(hands, "①人件費")
    cell = sheet(hands)[f"{COLUMNS[column]}{number}"]
    digits = str(cell.value)
    cell.value = int(digits[1] + digits[0] + digits[2:]) if digits[0] != digits[1] else int(digits) + 900
    return Spot(
        hands.world.lead.code,
        hands.fiscal_year,
        cells=((sheet(hands).title, f"{COLUMNS[column]}{line(hands, '年度 合計')}"),),
    )


def on_cover(hands: Hands) -> Spot:
    name = hands.chance.choice(("grant", "own", "scale"))
    hands.extra["file"].amounts[hands.fiscal_year, name] += hands.chance.choice((1, -1, 1000))
    return Spot(
        hands.world.lead.code,
        hands.fiscal_year,
        cells=((sheet(hands).title, f"{COLUMNS[name]}{line(hands, '年度 合計')}"),),
    )


def equipment(hands: Hands) -> Spot:
    """Equipment takes more than the ceiling, from the other lines."""
    move = total(hands, "grant") * 33 // 100
    number = line(hands, "①設備備品費")
    now = int(sheet(hands)[f"D{number}"].value or 0)
    left = move - now
    for label in ("①人件費", "①外注費", "⑥その他", "②消耗品費"):
        cell = sheet(hands)[f"D{line(hands, label)}"]
        taken = min(left, int(cell.value or 0))
        cell.value, left = int(cell.value or 0) - taken, left - taken
    sheet(hands)[f"D{number}"].value = move - left
    return spot(hands, "D", number)


def other_subsidy(hands: Hands) -> Spot:
    label = hands.chance.choice(LEAVES)
    number = line(hands, label)
    sheet(hands)[f"G{number}"].value = hands.chance.choice(
        ("文部科学省の他の補助金を充当", "科研費により支出", "他省庁の補助金を含む", "世界展開力強化事業の経費")
    )
    return Spot(
        hands.world.lead.code,
        hands.fiscal_year,
        cells=((sheet(hands).title, f"G{number}"), (sheet(hands).title, f"E{number}")),
    )


def own_falls(hands: Hands) -> Spot | None:
    if hands.fiscal_year < 2027:
        return None
    amounts = hands.extra["file"].amounts
    for number in range(6, 21):
        cell = sheet(hands)[f"E{number}"]
        if isinstance(cell.value, int):
            amounts[hands.fiscal_year, "own"] -= cell.value - cell.value // 5
            amounts[hands.fiscal_year, "scale"] -= cell.value - cell.value // 5
            cell.value //= 5
    return Spot(hands.world.lead.code, hands.fiscal_year, cells=((sheet(hands).title, f"E{line(hands, '年度 合計')}"),))


def cost_year(hands: Hands) -> Spot:
    label = hands.chance.choice(("経 費 区 分", "年度 合計"))
    cell = sheet(hands)[f"B{line(hands, label)}"]
    era = hands.fiscal_year - 2018
    cell.value = str(cell.value).replace(f"令和{era}年度", f"令和{era - 1}年度")
    return Spot(hands.world.lead.code, hands.fiscal_year, cells=((sheet(hands).title, cell.coordinate),))


def cost_sheet_copied(hands: Hands) -> Spot | None:
    """The sheet of a tapered year holds the amounts of the year before."""
    if hands.fiscal_year < 2027:
        return None
    before = hands.book[f"審査項目⑫（R{hands.fiscal_year - 2019}）"]
    for number in range(6, 21):
        for column in "DE":
            if not str(sheet(hands)[f"{column}{number}"].value).startswith("="):
                sheet(hands)[f"{column}{number}"].value = before[f"{column}{number}"].value
    return Spot(hands.world.lead.code, hands.fiscal_year, sheets=(sheet(hands).title,))


MONEY_SLIPS = tuple(
    SlipClass(name, ja, expects, make, slot="budget", who="lead")  # type: ignore[arg-type]
    for name, ja, expects, make in (
        ("cost_subtotal", "費目の小計が内訳と合わない", "block", subtotal), ("cost_total", "年度の合計が費目と合わない", "block", year_total),
        ("cost_scale", "規模が補助金＋大学負担と合わない", "block", scale), ("cost_fractions", "千円未満の端数", "block", fractions),
        ("cost_negative", "負の金額", "block", negative), ("cost_text", "金額に文字・エラー値", "block", text),
        ("cost_in_yen", "1行だけ円単位", "explain", in_yen), ("cost_unit", "シートの単位が円", "block", unit_yen),
        ("above_taper", "逓減後の上限を超える", "block", above_taper), ("cost_turned", "金額の2桁が入れ替わり表紙と違う", "block", leaf_turned),
        ("cover_amount", "表紙の金額がエクセルと違う", "block", on_cover), ("equipment_share", "設備備品費が目安を超える", "explain", equipment),
        ("other_subsidy", "他の補助金を大学負担額に計上", "explain", other_subsidy),
        ("own_share_falls", "逓減の年度に大学負担の割合が下がる", "explain", own_falls), ("cost_year", "経費シートの年度が違う", "block", cost_year),
        ("cost_copied", "経費シートが前年度の写し", "block", cost_sheet_copied),
    )
)  # fmt: skip


def course_sheet(hands: Hands, list_: str = "正課科目") -> Any:
    number = hands.world.schools.index(hands.school)
    return hands.book[f"審査項目⑩（{list_}）" + (f"【連携校{number}】" if number else "")]


def course_cell(hands: Hands, column: str, number: int, value: Any, list_: str = "正課科目") -> Spot:
    found = course_sheet(hands, list_)
    found[f"{column}{number}"].value = value
    return of_course(hands, found.title, number)


def of_course(hands: Hands, title: str, number: int) -> Spot:
    """Return the spot of a course: a finding in any of its cells names it."""
    return Spot(hands.school.code, None, cells=tuple((title, f"{column}{number}") for column in "CDEFGHIJKLMNO"))


def a_course(hands: Hands) -> int:
    count = len(hands.extra["file"].lists["regular", hands.school.code])
    return 7 + hands.chance.randrange(count)


def courses_over(hands: Hands) -> Spot:
    found = course_sheet(hands)
    for number in range(7, 7 + 52):
        for column in "CDEFGHIJKLMNO":
            found[f"{column}{number}"].value = found[f"{column}7"].value
        found[f"B{number}"].value, found[f"I{number}"].value = number - 6, f"多文化共修演習{number}"
    return Spot(hands.school.code, None, sheets=(found.title,))


def course_of(column: str, *values: Any, list_: str = "正課科目") -> Any:
    def slip(hands: Hands) -> Spot:
        number = a_course(hands) if list_ == "正課科目" else 7
        value = hands.chance.choice(values)
        old = course_sheet(hands, list_)[f"{column}{number}"].value
        return course_cell(hands, column, number, value(old) if callable(value) else value, list_)

    return slip


def course_unsorted(hands: Hands) -> Spot:
    last = 6 + len(hands.extra["file"].lists["regular", hands.school.code])
    return course_cell(hands, "H", last, "必修")


def course_late_target(hands: Hands) -> Spot:
    number = a_course(hands)
    found = course_sheet(hands)
    found[f"M{number}"].value = max(1, int(found[f"L{number}"].value) - hands.chance.randint(1, 9))
    return of_course(hands, found.title, number)


def course_twice(hands: Hands) -> Spot:
    found = course_sheet(hands)
    last = 6 + len(hands.extra["file"].lists["regular", hands.school.code])
    for column in "CDEFGHIJKLMNO":
        if column != "H":
            found[f"{column}{last}"].value = found[f"{column}{last - 1}"].value
    return Spot(hands.school.code, None, cells=tuple((found.title, f"I{number}") for number in (last - 1, last)))


COURSE_SLIPS = tuple(
    SlipClass(name, ja, expects, make, slot="courses")  # type: ignore[arg-type]
    for name, ja, expects, make in (
        ("course_rows", "正課科目が50を超える", "block", courses_over), ("course_name", "科目名がない", "block", course_of("I", None)),
        ("course_category_blank", "科目区分がない", "block", course_of("H", None)), ("course_credits_blank", "単位数がない", "block", course_of("F", None)),
        ("course_target_blank", "R11の履修目標人数がない", "block", course_of("M", None)), ("course_share", "外国人割合が100%を超える", "block", course_of("N", 1.2, 3, 40)),
        ("course_share_text", "割合・人数に文字", "block", course_of("N", "半数程度", "約30%", "未定")), ("course_order", "必修が選択の後", "explain", course_unsorted),
        ("course_opened", "R9以降に開設", "explain", course_of("J", "令和9年度", "R10", "2028")), ("course_targets", "目標人数が減る", "explain", course_late_target),
        ("course_twice", "同じ科目が二度", "explain", course_twice), ("course_long", "概要が50字を超える", "note", course_of("O", "多国籍の班で地域の課題を調べ、" * 5)),
        ("course_credits", "単位数があり得ない（20・0・負・文字）", "explain", course_of("F", 20, 0, -2, "二単位")),
        ("course_category", "科目区分が様式の語でない", "explain", course_of("H", "必須", "自由", "選択必")),
        ("course_target_times", "目標人数が一桁多い", "explain", course_of("L", lambda old: old * 10)),
        ("activity_period", "正課外の期間がない", "explain", course_of("D", None, list_="正課外科目")),
        ("activity_share", "正課外の割合が100%を超える", "block", course_of("I", 1.5, list_="正課外科目")),
    )
)  # fmt: skip
