"""Files that look untidy and are right: nothing may be blocked, and nothing asked."""

from __future__ import annotations

from typing import Any

from quality_slip import Hands, Make, SlipClass, Spot

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def written(*ways: Any) -> Make:
    """Some inputs are written in another way that means the same."""

    def mess(hands: Hands) -> Spot:
        for row in hands.inputs(1)[:6]:
            way = hands.chance.choice(ways)
            hands.put(row, way(int(hands.values[row]), hands.programme.rows_by_key[row].unit))
        return Spot(hands.school.code, hands.fiscal_year, rows=("none",))

    return mess


def sheets(hands: Hands) -> list[Any]:
    if hands.is_plan:
        return [hands.book[hands.at("1.B")[0]]]
    return [hands.book[part.sheet] for part in hands.programme.collection.rounds]


def hidden(hands: Hands) -> Spot:
    for sheet in sheets(hands):
        for number in hands.chance.sample(range(12, 40), 4):
            sheet.row_dimensions[number].hidden = True
    return Spot(hands.school.code, hands.fiscal_year, rows=("none",))


def noted(hands: Hands) -> Spot:
    from openpyxl.comments import Comment

    for sheet in sheets(hands):
        sheet["B14"].comment = Comment("前年度の担当に確認済み", "担当")
        sheet.cell(sheet.max_row + 3, 2).value = "（メモ）9月末までに提出"
    return Spot(hands.school.code, hands.fiscal_year, rows=("none",))


def spaced(hands: Hands) -> Spot:
    """Labels bear spaces and other widths of brackets."""
    for sheet in sheets(hands):
        for line in sheet.iter_rows(min_row=10, max_col=4):
            for cell in line:
                if isinstance(cell.value, str) and hands.chance.random() < 0.3 and "※" not in cell.value:
                    cell.value = f"{cell.value.replace('(', '（').replace(')', '）')}　"
    return Spot(hands.school.code, hands.fiscal_year, rows=("none",))


def typed_right(hands: Hands) -> Spot:
    """The sums were typed over with the right numbers."""
    for row in ("1.A", "1.D", "4.C", "5.B", "6.1"):
        hands.put(row, hands.values[row])
    return Spot(hands.school.code, hands.fiscal_year, rows=("none",))


MESS = tuple(
    SlipClass(name, ja, "note", make, is_harmless=True)
    for name, ja, make in (
        ("mess_wide", "全角数字", written(lambda value, _: str(value).translate(WIDE))),
        ("mess_text", "文字列・桁区切り・空白", written(lambda value, _: str(value), lambda value, _: f"{value:,}", lambda value, _: f" {value}　")),
        ("mess_unit", "単位付き", written(lambda value, unit: f"{value}{unit}", lambda value, unit: f"{value:,} {unit}")),
        ("mess_hidden", "非表示の行", hidden), ("mess_notes", "コメントとメモ", noted), ("mess_labels", "項目名の空白・括弧", spaced),
        ("mess_sums", "計算式を正しい値で上書き", typed_right),
    )
)  # fmt: skip
