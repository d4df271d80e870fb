"""The heads of a CSV or TSV that are understood, and those of the CSV 調査票."""

from __future__ import annotations

import difflib

from warehouse.intake.text import normal

HEADS = {
    "row": ("row", "行", "行キー", "キー", "key", "measure", "指標", "項番", "id"),
    "label": ("label", "項目", "項目名", "ラベル"),
    "year": ("fiscal_year", "年度", "year", "fy", "対象年度"),
    "value": ("value", "値", "数値", "実績値", "実績", "回答", "回答値"),
    "status": ("status", "状態", "状態区分", "状況", "state"),
    "university": ("university", "大学", "大学名", "学校コード", "code", "institution"),
    "note": ("note", "備考", "remark", "remarks"),
    "desk": ("desk", "担当課", "担当"),
    "evidence": ("evidence", "根拠資料", "根拠資料名"),
    "reason": ("reason", "差替え理由", "差替理由", "理由"),
    "unit": ("unit", "単位"),
    "item": ("item", "番号"),
    "heading": ("heading", "見出し", "様式の見出し"),
    "hint": ("hint", "注", "様式の注"),
}
ROLES = {normal(word).casefold(): role for role, words in HEADS.items() for word in words}
FORM_HEADS = {  # the columns of the CSV 調査票, by role, in order
    "university": "学校コード", "row": "項番", "heading": "見出し", "label": "項目", "unit": "単位", "year": "年度",
    "value": "値", "status": "状態", "desk": "担当課", "note": "備考", "evidence": "根拠資料", "reason": "差替え理由",
    "hint": "注",
}  # fmt: skip


def near_head(head: str) -> str | None:
    """Return the known head that is nearest to an unknown one; None where none is near."""
    found = difflib.get_close_matches(normal(head).casefold(), ROLES, 1, cutoff=0.6)
    return found[0] if found else None
