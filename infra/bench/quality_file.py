"""Slips in the plan's workbook beside single values: sheets, heads, 合計, own indicators, targets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from quality_slip import Hands, SlipClass, Spot

REQUIRED = (("4.B", "2.2"), ("5.B_long", "1.4"), ("6.u", "0.6"))


def sheet_of(hands: Hands) -> str:
    return hands.at("1.B")[0]


def find(hands: Hands, title: str, text: str) -> str:
    """Return the address of the first cell of a sheet that holds a text."""
    cells = (cell for line in hands.book[title].iter_rows() for cell in line)
    return str(next(cell.coordinate for cell in cells if text in str(cell.value or "")))


def typed_total(hands: Hands) -> Spot:
    row = hands.chance.choice(("1.courses_total", "1.B", "2.C", "3.companies", "4.B", "5.B", "6.u", "1.A"))
    cells = hands.extra["file"].cells
    title, address = cells["TOTAL", row, hands.fiscal_year]
    total = sum(hands.world.plan(school, hands.fiscal_year)[row] for school in hands.world.schools)
    hands.book[title][address].value = int(total) + hands.chance.choice((1, -3, 10, 100))
    return Spot("TOTAL", hands.fiscal_year, rows=(row,), cells=((title, address),))


def typed_growth(hands: Hands) -> Spot:
    row = hands.chance.choice(("4.growth", "5.growth"))
    title, address = hands.extra["file"].cells[hands.school.code, row, 2029]
    of = "4.B" if row == "4.growth" else "5.B"
    ratio = hands.world.plan(hands.school, 2029)[of] / hands.world.plan(hands.school, 2023)[of]
    hands.book[title][address].value = float(round(ratio, 3) + Decimal("0.031"))
    return Spot(hands.school.code, 2029, rows=(row,), cells=((title, address),))


def of_final_year(hands: Hands) -> Hands:
    return hands.extra["file"].hands(hands.school, 2029, hands.chance)  # type: ignore[no-any-return]


def missed(hands: Hands) -> Spot:
    """The planned last year reaches none of the alternatives."""
    last, base = of_final_year(hands), hands.world.plan(hands.school, 2023)
    row, share = hands.chance.choice(REQUIRED)
    if row == "6.u":
        value = max(0, int(last.values["6.a"] * Decimal(share)) - 1)
    elif row == "4.B":
        value = max(0, int(base["4.B"] * Decimal(share)) - 1)
    else:
        value = int(base["5.B"] * Decimal(share)) - 1 - int(last.values["5.B_short"])
    last.put(row, value)
    return last.spot(row, "5.B" if row == "5.B_long" else row)


def only_rounded(hands: Hands) -> Spot:
    """59.96 % prints as 60.0 %."""
    last = of_final_year(hands)
    seekers = hands.chance.choice((1669, 2002, 2507))
    last.put("6.a", seekers)
    last.put("6.u", seekers * 6 // 10)
    last.put("6.2", seekers * 6 // 10 + int(last.values["6.i"]) // 2)
    return last.spot("6.u")


def swapped_targets(hands: Hands) -> Spot | None:
    """The columns of two years are swapped for a row that grows."""
    early, late = hands.chance.choice(((2026, 2029), (2023, 2026)))
    one, other = (hands.extra["file"].hands(hands.school, year, hands.chance) for year in (early, late))
    for row in one.inputs(5):
        if other.values[row] >= one.values[row] * Decimal("1.15") + 2:
            one.put(row, other.values[row])
            other.put(row, one.values[row])
            return Spot(hands.school.code, None, rows=(row,))
    return None


def swapped_columns(hands: Hands) -> Spot | None:
    """The columns of two target years are swapped for a whole item in which a value of 20 or more grows by 15 %."""
    one, other = (hands.extra["file"].hands(hands.school, year, hands.chance) for year in (2026, 2029))
    for item in hands.chance.sample("1246", 4):
        rows = [row for row in one.inputs() if row.startswith(item + ".")]
        if any(one.values[row] >= 20 and other.values[row] >= one.values[row] * Decimal("1.15") for row in rows):
            for row in rows:
                one.put(row, other.values[row])
                other.put(row, one.values[row])
            return Spot(hands.school.code, None, rows=tuple(rows))
    return None


def head_year(hands: Hands) -> Spot:
    title = sheet_of(hands)
    old, new = hands.chance.choice(
        (("令和8年度", "令和7年度"), ("令和11年度", "令和10年度"), ("令和5年度", "令和6年度"))
    )
    address = find(hands, title, old + "\n")
    hands.book[title][address].value = str(hands.book[title][address].value).replace(old, new)
    return Spot(None, None, cells=((title, address),), words=(title, address))


def sheet_missing(hands: Hands) -> Spot:
    title = sheet_of(hands)
    del hands.book[title]
    return Spot(None, None, sheets=(title,), words=(title,))


def sheet_doubled(hands: Hands) -> Spot:
    title = sheet_of(hands)
    copy = hands.book.copy_worksheet(hands.book[title])
    copy.title = f"{title} (2)"
    copy[hands.at("1.B")[1]].value = int(hands.values["1.B"]) + 3
    return Spot(None, None, sheets=(copy.title, title))


def partners_swapped(hands: Hands) -> Spot:
    """Two partners' sheets change places: each bears the other's number, its own name and values."""
    filled = [
        title
        for title in hands.book.sheetnames
        if title.startswith("審査項目⑨（連携校") and hands.book[title]["D3"].value
    ]
    one, other = hands.chance.sample(filled, 2)
    first, second = hands.book[one], hands.book[other]
    first.title, second.title = "一時", one
    first.title = other
    return Spot(None, None, sheets=(one, other))


def name_other(hands: Hands) -> Spot:
    title = sheet_of(hands)
    others = [each.name for each in hands.world.schools if each.code != hands.school.code]
    hands.book[title]["D3"].value = hands.chance.choice(("架空大学", "", *others)) or None
    return Spot(None, None, sheets=(title,), words=(title,))


def row_deleted(hands: Hands) -> Spot:
    row = hands.chance.choice(("3.npo", "2.D", "1.C"))
    title, address = hands.at(row)
    clear(hands.book[title][hands.book[title][address].row])
    return Spot(
        hands.school.code, None, rows=(row,), words=(title, hands.programme.rows_by_key[row].label.lstrip("・"))
    )


def clear(line: Any) -> None:
    """Empty a line of a sheet, merged cells and all."""
    for cell in line:
        if type(cell).__name__ != "MergedCell":
            cell.value = None


def sgu_unset(hands: Hands) -> Spot:
    title = hands.at("7.A")[0]
    address = find(hands, title, "SGU採択")
    place = "E" + address[1:]
    hands.book[title][place].value = hands.chance.choice((None, "未定", "－"))
    return Spot(None, None, cells=((title, place), (title, address)), words=("SGU",))


def own_label(hands: Hands) -> Spot:
    title, address = hands.at("8.1")
    cell = next(cell for cell in hands.book[title][hands.book[title][address].row] if "指標1" in str(cell.value))
    cell.value = hands.chance.choice(
        (
            "(指標1) 海外拠点の利用者数（人）",
            "(指標1) 共修科目の満足度（人）",
            "(指標1) 国際共修に参加した教員の数（人）",
        )
    )
    return Spot(hands.school.code, None, rows=("8.1",), cells=((title, cell.coordinate),))


def own_unit(hands: Hands) -> Spot:
    title, address = hands.at("8.1")
    cell = next(cell for cell in hands.book[title][hands.book[title][address].row] if "指標1" in str(cell.value))
    cell.value = str(cell.value).replace("（人）", hands.chance.choice(("（%）", "（件）", "（延べ件）", "（百人）")))
    return Spot(hands.school.code, None, rows=("8.1",), cells=((title, cell.coordinate),))


def own_definition(hands: Hands) -> Spot:
    title = sheet_of(hands)
    address = find(hands, title, "※（指標1）")
    hands.book[title][address].value = "※（指標1）に設定した「海外拠点」は、" + hands.chance.choice(
        ("学生寮を含む。", "平成30年以降に設置した拠点に限る。", "協定校とする。")
    )
    return Spot(hands.school.code, None, rows=("8.1",), cells=((title, address),))


def own_order(hands: Hands) -> Spot:
    """The partner gives the lead's own indicators in another order."""
    title = sheet_of(hands)
    sheet = hands.book[title]
    rows = [sheet[hands.at(row)[1]].row for row in ("8.1", "8.2")]
    for one, other in zip(sheet[rows[0]], sheet[rows[1]], strict=True):
        if type(one).__name__ != "MergedCell" and type(other).__name__ != "MergedCell":
            one.value, other.value = other.value, one.value
    return Spot(hands.school.code, None, rows=("8.1", "8.2"), words=(title, "指標"))


def own_gone(hands: Hands) -> Spot:
    title, address = hands.at("8.2")
    clear(hands.book[title][hands.book[title][address].row])
    return Spot(hands.school.code, None, rows=("8.2",))


def own_decimals(hands: Hands) -> Spot:
    hands.put("8.2", hands.values["8.2"] + Decimal("0.25"))
    return hands.spot("8.2")


def own_none(hands: Hands) -> Spot:
    """Nobody sets an own indicator."""
    file = hands.extra["file"]
    for school in hands.world.schools:
        for row in ("8.1", "8.2"):
            title, address = file.cells[school.code, row, 2023]
            clear(hands.book[title][hands.book[title][address].row])
    return Spot(hands.world.lead.code, None, words=("任意指標",))


FILE_SLIPS = (
    SlipClass("total_typed", "合計シートに別の数を上書き", "block", typed_total, slot="alone", who="lead"),
    SlipClass("growth_typed", "令和5年度比に合わない率を上書き", "block", typed_growth),
    SlipClass("requirement_lead", "代表校のR11目標が要件に届かない", "block", missed, slot="requirement", who="lead"),
    SlipClass("requirement_partner", "連携校のR11目標が要件に届かない", "explain", missed),
    SlipClass("requirement_rounded", "四捨五入すれば要件に届く", "block", only_rounded, slot="requirement", who="lead"),
    SlipClass("targets_swapped", "1行の2つの年度の列が入れ替わり", "explain", swapped_targets, is_decidable=False),
    SlipClass("columns_swapped", "項目の R8 と R11 の列が入れ替わり", "explain", swapped_columns, is_decidable=False),
    SlipClass("head_year", "列見出しの年度が違う", "block", head_year),
    SlipClass("sheet_missing", "連携校のシートがない", "block", sheet_missing),
    SlipClass("sheet_doubled", "値の違うシートが二つ", "block", sheet_doubled),
    SlipClass("partners_swapped", "連携校の順が表紙と違う", "block", partners_swapped, slot="alone"),
    SlipClass("name_other", "大学名が空白・別の大学・参加外", "block", name_other, slot="alone"),
    SlipClass("row_deleted", "様式の行が消えている", "block", row_deleted),
    SlipClass("sgu_unset", "SGU採択の有無が未選択", "block", sgu_unset, slot="sgu", who="lead"),
    SlipClass("own_label", "任意指標が代表校と違う", "block", own_label),
    SlipClass("own_unit", "任意指標の単位が違う", "block", own_unit),
    SlipClass("own_definition", "任意指標の定義（※）が違う", "block", own_definition),
    SlipClass("own_order", "任意指標の順が違う（読み取りは名称による）", "note", own_order, has_goal=False),
    SlipClass("own_gone", "連携校に任意指標が足りない", "block", own_gone),
    SlipClass("own_decimals", "任意指標が小数第2位まで", "explain", own_decimals),
    SlipClass("own_none", "任意指標が一つもない", "block", own_none, slot="alone", who="lead"),
)
