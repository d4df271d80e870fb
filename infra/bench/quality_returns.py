"""Slips in a year's 調査票 beside single values: states, heads, sheets, whole files, money."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from quality_file import clear
from quality_slip import Expected, Hands, SlipClass, Spot

LAST_SHEET = "第2回（通年）"


def zero(hands: Hands) -> Spot | None:
    """A zero stands where the year before had five or more."""
    for row in hands.inputs(1):
        if hands.before[row] >= 5:
            hands.put(row, 0)
            return hands.spot(row)
    return None


def not_applicable(hands: Hands) -> Spot | None:
    for row in hands.inputs(1):
        if hands.before[row] >= 1:
            hands.put(row, None)
            hands.type_state(row, "該当なし")
            return hands.spot(row)
    return None


def contradicting(hands: Hands) -> Spot:
    row = hands.inputs(1)[0]
    hands.type_state(row, "該当なし")
    return hands.spot(row)


def whole_year_copied(hands: Hands) -> Spot:
    """Last year's column was copied as a whole."""
    rows = hands.inputs()
    for row in rows:
        hands.put(row, hands.before[row])
    return hands.spot(*rows)


def whole_file_copied(hands: Hands) -> Spot:
    """Another university's numbers in the own form."""
    others = [each for each in hands.world.schools[1:] if each.code != hands.school.code]
    theirs = hands.extra["of"](hands.chance.choice(others))
    rows = hands.inputs()
    for row in rows:
        hands.put(row, theirs[row])
    return hands.spot(*rows)


def other_form(hands: Hands) -> Spot:
    """Another university's form is sent under the own name."""
    other = hands.chance.choice([each for each in hands.world.schools[1:] if each.code != hands.school.code])
    answer = hands.extra["answer"]
    for title in [part.sheet for part in hands.programme.collection.rounds]:
        for line in hands.book[title].iter_rows(max_row=8):
            for cell in line:
                if cell.value == hands.school.name:
                    cell.value = other.name
                elif cell.value == hands.school.code:
                    cell.value = other.code
    answer.name = f"{hands.school.name}_回答.xlsx"
    return Spot(hands.school.code, None, words=(hands.school.name,))


def old_form(hands: Hands) -> Spot:
    """The heads of the form name the year before."""
    old, new = f"令和{hands.fiscal_year - 2018}年度", f"令和{hands.fiscal_year - 2019}年度"
    for title in [part.sheet for part in hands.programme.collection.rounds]:
        for line in hands.book[title].iter_rows(max_row=30):
            for cell in line:
                if isinstance(cell.value, str) and old in cell.value:
                    cell.value = cell.value.replace(old, new)
    return Spot(hands.school.code, None, sheets=tuple(part.sheet for part in hands.programme.collection.rounds))


def row_gone(hands: Hands) -> Spot:
    row = hands.chance.choice(("3.npo", "4.long", "6.i", "1.C", "2.D"))
    sheet, number, _ = hands.extra["answer"].sheet(row)
    clear(sheet[number])
    return Spot(hands.school.code, hands.fiscal_year, rows=(row,))


def sheet_twice(hands: Hands) -> Spot:
    copy = hands.book.copy_worksheet(hands.book[LAST_SHEET])
    copy.title = f"{LAST_SHEET} (2)"
    copy[hands.at("1.B")[1]].value = int(hands.values["1.B"]) + 7
    return Spot(hands.school.code, hands.fiscal_year, rows=("1.B",))


def provisional_later(hands: Hands) -> Spot:
    """A second file comes with 速報 where the first one was 確定, and with other numbers."""
    answer, row = hands.extra["answer"], next(row for row in hands.inputs(5) if not row.startswith("6."))
    answer.put(row, hands.values[row] + 2)
    answer.state(row, "速報")
    file = io.BytesIO()
    hands.book.save(file)
    answer.later.append((f"{hands.school.name}_調査票_{hands.fiscal_year}_再送.xlsx", file.getvalue()))
    answer.put(row, hands.values[row])
    answer.state(row, "確定")
    return Spot(hands.school.code, hands.fiscal_year, rows=(row,))


def non_respondents(hands: Hands) -> Spot | None:
    """Those who did not answer the survey were left out of the seekers, not of the hires."""
    if hands.values["6.a"] < 8 or hands.values["6.u"] <= hands.values["6.a"] * Decimal("0.45"):
        return None
    hands.put("6.a", int(hands.values["6.a"] * Decimal("0.45")))
    return hands.spot("6.a", "6.u")


LINES = {"money": ("①人件費", "②謝金"), "money 2": ("①外注費", "②消耗品費"), "money 3": ("⑥その他（諸経費）",)}


def money_cell(hands: Hands, column: str, slot: str) -> tuple[Any, Any]:
    sheet = hands.book[hands.programme.collection.money.sheet]
    label = hands.chance.choice(LINES[slot])
    number = next(row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value or "") == label)
    return sheet, sheet[f"{column}{number}"]


def money(name: str, ja: str, expects: Expected, slot: str, column: str, change: Any) -> SlipClass:
    """Return the class of slips in one amount; `change` says what becomes of it."""

    def slip(hands: Hands) -> Spot:
        sheet, cell = money_cell(hands, column, slot)
        cell.value = change(int(cell.value), hands.chance)
        both = tuple((sheet.title, f"{each}{cell.row}") for each in "CD")
        return Spot(hands.school.code, hands.fiscal_year, cells=both)

    return SlipClass(name, ja, expects, slip, slot=slot, who="lead")


def granted_over(hands: Hands) -> Spot:
    """More was granted than the taper leaves of the first year's."""
    sheet, cell = money_cell(hands, "C", "money 2")
    cell.value = int(cell.value) + 60_000
    return Spot(
        hands.school.code,
        hands.fiscal_year,
        words=("交付決定額", "当初配分額"),
        cells=((sheet.title, cell.coordinate),),
    )


RETURN_SLIPS = (
    SlipClass("zero_for_value", "記入漏れを0と記入（前年5以上）", "explain", zero),
    SlipClass("not_applicable", "値のあった行に「該当なし」", "explain", not_applicable),
    SlipClass("state_contradicts", "「該当なし」なのに数がある", "block", contradicting),
    SlipClass("copied_year", "前年度の列をそのまま提出", "explain", whole_year_copied, is_decidable=False),
    SlipClass("copied_file", "他大学の数をそのまま記入", "explain", whole_file_copied, is_decidable=False),
    SlipClass("other_form", "他大学名の調査票を提出", "block", other_form),
    SlipClass("old_form", "前年度の調査票に記入", "block", old_form),
    SlipClass("row_gone", "様式の行が消えている", "block", row_gone),
    SlipClass("sheet_twice", "値の違うシートが二つ", "block", sheet_twice),
    SlipClass("provisional_later", "確定の後に別の値の速報", "explain", provisional_later),
    SlipClass("non_respondents", "未回答者を希望者から除き就職者は除かない", "explain", non_respondents, is_decidable=False),
    money("executed_over", "執行額が交付決定額を超える", "explain", "money", "D", lambda old, chance: old * 6 // 5 + chance.randint(9, 50)),
    SlipClass("granted_over", "交付決定額が逓減の上限を超える", "explain", granted_over, slot="money 2", who="lead"),
    money("executed_in_yen", "執行額を円で記入", "explain", "money 3", "D", lambda old, _: old * 1000),
    money("granted_in_yen", "交付決定額を円で記入", "explain", "money", "C", lambda old, _: old * 1000),
    money("executed_thousandth", "執行額が千分の一", "explain", "money 3", "D", lambda old, _: max(1, old // 1000)),
    money("money_negative", "金額が負", "block", "money 2", "D", lambda old, _: -old),
    money("money_fraction", "千円未満の端数", "block", "money", "C", lambda old, _: old + 0.5),
    money("money_text", "金額に文字", "block", "money 2", "D", lambda _, chance: chance.choice(("約500", "精算中", "#REF!"))),
    money("money_blank", "金額が空欄", "block", "money 3", "D", lambda _, __: None),
)  # fmt: skip
