"""How people write numbers, heads and labels otherwise than the form does: each still says the same."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from typing import Any

from mess_book import Book
from mess_harmless import mess

from warehouse.intake.text import read_year

FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
HALF_KATAKANA = {
    "ア": "ｱ",
    "タ": "ﾀ",
    "グ": "ｸﾞ",
    "ロ": "ﾛ",
    "バ": "ﾊﾞ",
    "ル": "ﾙ",
    "デ": "ﾃﾞ",
    "ー": "ｰ",
    "プ": "ﾌﾟ",
    "ラ": "ﾗ",
    "ム": "ﾑ",
    "ウ": "ｳ",
    "イ": "ｲ",
}


def _typed_as(words: str, ways: Callable[[int | float, str, random.Random], Any]) -> None:
    @mess(words)
    def change(book: Book) -> None:
        for key, cell in book.counts()[:12]:
            cell.value = ways(cell.value, _unit(key), book.chance)
            if isinstance(cell.value, str) and not cell.value.startswith("="):
                cell.data_type = "s"


def _unit(key: tuple[Any, ...]) -> str:
    return "科目" if key[2].startswith(("1.courses", "7.C", "7.iii")) else "件" if key[2].startswith("3.") else "人"


SPACES = (
    " {}",
    "{} ",
    "　{}",
    "{}　",
    "\u00a0{}",
    "{}\u00a0\u00a0",
    "{}\n",
    "\t{}",
    " {} \n",
    "\u2003{}",
    "\u200b{}",
    "{}\ufeff",
    "\u200e{}",
)
_typed_as("全角の数字", lambda number, _, __: str(number).translate(FULL_WIDTH))
_typed_as(
    "桁区切りの文字", lambda number, _, chance: chance.choice((f"{number:,}", f"{number:,}".translate(FULL_WIDTH)))
)
_typed_as(
    "単位付きの文字",
    lambda number, unit, chance: chance.choice(("{}" + unit, "{} " + unit, "{}（" + unit + "）", "{}　" + unit)).format(
        chance.choice((f"{number}", f"{number:,}", str(number).translate(FULL_WIDTH)))
    ),
)
_typed_as(
    "文字として保存された数字",
    lambda number, _, chance: chance.choice((str(number), f"{number}.0", f"{number:04}", f"'{number}")),
)
_typed_as("数字の前後の空白", lambda number, _, chance: chance.choice(SPACES).format(number))
_typed_as(
    "入力セルの計算式",
    lambda number, _, chance: chance.choice(
        (f"={number}", f"={number - 1}+1", f"=SUM({number - 2},2)", f"=+{number}", f"=({number}*2)/2")
    ),
)
_typed_as("小数で保存された整数", lambda number, _, __: float(number))


@mess("該当なしの記入")
def not_applicable(book: Book) -> None:
    for key, cell in book.counts()[:3]:
        cell.value = book.chance.choice(
            ("該当なし", "該当無し", "なし", "（該当なし）", "該当なし　", "ガイトウナシ"[:0] + "該当\nなし", "N/A")
        )
        book.meant[key] = ("not_applicable", None)
    for key, _ in book.computed():
        book.meant.pop(key)  # what adds such a row is another number now


HEADS = {
    "令和{era}年度({word}値)", "R{era} {word}", "{year}年度（{word}）", "Ｒ{wide}年度{word}", "令和{wide}年度（{word}）", "R{era}年度\n{word}値", "{word}値（令和{era}年度）",
    "令和 {era} 年度 （{word}値）", "【R{era}{word}】", "FY{year} {word}", "{year}（令和{era}）年度{word}値", "令和{era}({year})年度\n({word}値)", "r{era}{word}", "R.{era} {word}値",
    "令和{kanji}年度（{word}値）", "㋿{era}年度 {word}値", "R{era:02}年度({word}値)", "{year}年度 {word}値", "令和{era}年度\u3000({word}値）", "令和{era}年度［{word}値］",
}  # fmt: skip
KANJI = ("", "元", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@mess("列見出しの書き方")
def heads(book: Book) -> None:
    for cell in book.heads():
        text = unicodedata.normalize("NFKC", cell.value)
        era = (read_year(text)[0] or 0) - 2018
        words = {"era": era, "year": era + 2018, "wide": str(era).translate(FULL_WIDTH), "kanji": KANJI[era]}
        answer = "\n【回答】" if "【回答】" in text else ""
        word = "実績" if "実績" in text else "目標"
        cell.value = book.chance.choice(sorted(HEADS)).format(**words, word=word) + answer


def _labels(words: str, way: Callable[[str, random.Random], str]) -> None:
    @mess(words)
    def change(book: Book) -> None:
        for label in book.labels()[:25]:
            if not label.value.startswith("="):
                label.value = way(label.value, book.chance)


def _broken(text: str, chance: random.Random) -> str:
    place = chance.randrange(1, max(2, len(text)))
    return text[:place] + chance.choice(("\n", "\r\n", "_x000D_\n"[7:], "\n　")) + text[place:]


def _dashes(text: str, chance: random.Random) -> str:
    return "".join(chance.choice("－―ー‐−-") if sign in "ー－―-" else sign for sign in text)


def _brackets(text: str, chance: random.Random) -> str:
    left, right = chance.choice(("()", "（）", "〔〕", "［］", "【】"))
    return "".join(left if sign in "(（" else right if sign in ")）" else sign for sign in text)


REWORDED = (
    ("うち、", "うち"), ("うち", "うち、"), ("正課科目数", "正課の科目数"), ("参加学生数", "参加学生の数"), ("学生総数", "学生総数（通年）"), ("連携する企業等の数", "連携する企業等の数（社）"),
    ("連携する地方公共団体の数", "連携している地方公共団体の数"), ("連携するNGO・NPO・国際機関等の団体", "連携するNGO・NPO・国際機関等の団体数"), ("海外留学人数", "海外留学者数"), ("就職希望者数", "就職希望者の数"),
    ("TA・SA総数", "TA・SAの総数"),
    ("人件費・謝金", "人件費、謝金"),
    ("設備備品費", "設備・備品費"),
    ("印刷製本費", "印刷・製本費"), ("教員総数", "教員の総数"), ("担当教員数", "担当教員の数"), ("短期留学人数", "短期留学の人数"), ("全学生数", "全学生の数"), ("短期留学生数", "短期の留学生数"),
)  # fmt: skip
_labels("項目名の後の空白", lambda text, chance: text + chance.choice((" ", "　", "\u00a0", " \n", "\u200b")))
_labels("項目名の前の字下げ", lambda text, chance: chance.choice((" ", "　　", "\t")) + text)
_labels("項目名の中の改行", _broken)
_labels(
    "項目名の半角片仮名・全角英数",
    lambda text, _: "".join(
        HALF_KATAKANA.get(sign, chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else sign) for sign in text
    ),
)
_labels("項目名の濁点の分解（NFD）", lambda text, _: unicodedata.normalize("NFD", text))
_labels("項目名の横線の違い", _dashes)
_labels("項目名の括弧の違い", _brackets)


@mess("項目名の言い換え")
def reworded(book: Book) -> None:
    for label in book.labels():
        found = next(((old, new) for old, new in REWORDED if old in label.value), None)
        if found and book.chance.random() < 0.4:
            label.value = label.value.replace(*found, 1)


@mess("項目名の行頭の印と番号")
def marks(book: Book) -> None:
    for number, label in enumerate(book.labels()[:20], 1):
        text = label.value
        label.value = text.lstrip("・") if text.startswith("・") else f"({number}) {text}" if len(text) > 6 else text
