"""What offices do to a form without changing what it says: each of these must be read as if nothing had happened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from mess_book import Book
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

Mess = Callable[[Book], None]
HARMLESS: dict[str, Mess] = {}
MEMOS = ("メモ", "作業用", "Sheet1", "提出前チェック", "内線一覧")


def mess(words: str) -> Callable[[Mess], Mess]:
    """Enter a mess under what it is called in the table."""

    def entered(function: Mess) -> Mess:
        HARMLESS[words] = function
        return function

    return entered


def messed(names: list[str], book: Book) -> None:
    """Do several messes one after another, in an order in which a person could."""
    last = (
        "シートの複写（同じ値）",
        "セルの結合",
        "非表示の行・列・シート",
    )  # what would undo these, or move their lines, comes before
    for name in sorted(names, key=lambda each: last.index(each) if each in last else -1):
        HARMLESS[name](book)


@mess("空白行の挿入")
def blank_rows(book: Book) -> None:
    for sheet in book.sheets():
        for _ in range(2):
            book.insert_rows(sheet, book.chance.randrange(2, sheet.max_row), book.chance.choice((1, 1, 2)))


@mess("先頭への行の挿入")
def rows_above(book: Book) -> None:
    for sheet in book.sheets():
        book.insert_rows(sheet, 1, book.chance.randrange(1, 6))
        sheet.cell(1, 1).value = book.chance.choice((None, "提出用", "令和8年5月10日作成", "取扱注意"))


@mess("注記の行の挿入")
def note_rows(book: Book) -> None:
    for sheet in book.tables():
        row = book.chance.choice([cell.row for cell in book.cells.values() if cell.parent is sheet])
        book.insert_rows(sheet, row)
        texts = (
            "※教務課に確認済み（5/10）",
            "（参考）前年度から定義を変更",
            "→ここから留学生課",
            "＊集計条件は別紙のとおり",
            "注：大学院を含む",
        )
        sheet.cell(row, 2).value = book.chance.choice(texts)


@mess("空白列の挿入")
def blank_columns(book: Book) -> None:
    for sheet in book.sheets():
        book.insert_columns(sheet, book.chance.randrange(1, 8))


@mess("先頭への列の挿入")
def columns_left(book: Book) -> None:
    for sheet in book.sheets():
        book.insert_columns(sheet, 1, book.chance.choice((1, 2)))


@mess("注記の列の挿入")
def note_columns(book: Book) -> None:
    for sheet in book.tables():
        column = sheet.max_column + 1
        for cell in book.labels()[:5]:
            if cell.parent is sheet:
                sheet.cell(cell.row, column).value = book.chance.choice(
                    ("確認済", "5/10 教務課", "要確認？", "前年 1,200", "○")
                )


@mess("項目名の左の列への印")
def marks_before_labels(book: Book) -> None:
    for sheet in book.sheets():
        book.insert_columns(sheet, 1)
        rows = sorted({cell.row for cell in book.cells.values() if cell.parent is sheet})
        for row in book.chance.sample(rows, min(5, len(rows))):
            sheet.cell(row, 1).value = book.chance.choice(("確認", "OK", "済", "○"))


@mess("シート名の変更")
def renamed(book: Book) -> None:
    ways: tuple[Callable[[str], str], ...] = (
        lambda title: title + " ", lambda title: title.translate(str.maketrans("（）", "()")), lambda title: title[:24] + "(提出用)",
        lambda title: unicodedata.normalize("NFKC", title).replace("審査項目", "項目"), lambda title: title.replace("⑨", "9").replace("⑩", "10").replace("⑫", "12"),
        lambda title: f"最終_{title}"[:31],
    )  # fmt: skip
    for sheet in book.sheets():
        title = re.sub(r"[\[\]:*?/\\]", "", book.chance.choice(ways)(sheet.title))
        if title not in book.book.sheetnames:
            book.rename(sheet, title)


@mess("シートの並べ替え")
def reordered(book: Book) -> None:
    book.chance.shuffle(book.book._sheets)


@mess("シートの複写（同じ値）")
def copied(book: Book) -> None:
    sheet = book.chance.choice(book.sheets())
    title = sheet.title[:26] + " (2)"
    if title not in book.book.sheetnames:
        book.book.copy_worksheet(sheet).title = title


@mess("別のシートの追加")
def memo(book: Book) -> None:
    sheet = book.book.create_sheet(book.chance.choice(MEMOS), book.chance.randrange(len(book.book.sheetnames)))
    for row, label in enumerate([cell.value for cell in book.labels()[:8]], 2):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = label, book.chance.randrange(5000)
    sheet["A1"], sheet["B1"] = "部局別の内訳（途中）", "人文学部"


@mess("別シートへの参照")
def elsewhere(book: Book) -> None:
    sheet = book.book.create_sheet("集計元")
    for number, (_, cell) in enumerate(book.counts()[:5], 1):
        sheet.cell(number, 3).value = cell.value
        cell.value = f"=集計元!C{number}"


@mess("非表示の行・列・シート")
def hidden(book: Book) -> None:
    for sheet in book.tables():
        for row in book.chance.sample(range(5, sheet.max_row), 3):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions[book.chance.choice("ABCDEFG")].hidden = True
    book.chance.choice(book.sheets()[1:]).sheet_state = book.chance.choice(("hidden", "veryHidden"))


@mess("注の移動")
def notes(book: Book) -> None:
    for sheet in book.tables():
        found = [cell for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith("※")]
        for cell in book.chance.sample(found, min(3, len(found))):
            text, cell.value = cell.value, None
            sheet.cell(book.chance.choice((cell.row, sheet.max_row + 2)), book.chance.choice((15, 18))).value = text


@mess("セルの結合")
def merged(book: Book) -> None:
    for sheet in book.tables():
        for label in [each for each in book.labels() if each.parent is sheet][:4]:
            beside = sheet.cell(label.row, label.column + 1)
            if beside.value is None and type(beside).__name__ == "Cell" and type(label).__name__ == "Cell":
                sheet.merge_cells(
                    start_row=label.row, end_row=label.row, start_column=label.column, end_column=label.column + 1
                )


@mess("コメント")
def comments(book: Book) -> None:
    for _, cell in book.typed()[:6]:
        cell.comment = Comment(
            book.chance.choice(("前年度は1,200", "教務課 田中：5/10確認", "暫定？", "=SUM(A1:A9)")), "教務課"
        )


@mess("文字と色")
def looks(book: Book) -> None:
    for _, cell in book.typed()[:40]:
        cell.font, cell.fill = (
            Font(name="メイリオ", bold=True, color="FFFF0000"),
            PatternFill("solid", fgColor="FFFFFF00"),
        )


@mess("表示形式")
def formats(book: Book) -> None:
    for _, cell in book.counts()[:20]:
        cell.number_format = book.chance.choice(('#,##0"人"', "#,##0_ ;[Red]\\-#,##0\\ ", "@", "[>999]#,##0;0", '0" 人"', "_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"_ ;_ @_ ", "[DBNum3]0"))  # fmt: skip


@mess("表示の設定（枠固定・絞り込み・印刷範囲・名前・列幅・入力規則・保護）")
def views(book: Book) -> None:
    for sheet in book.sheets():
        sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_area = (
            "C9",
            f"A8:{sheet.dimensions.split(':')[-1]}",
            "A1:G40",
        )
        sheet.column_dimensions["B"].width, sheet.protection.sheet = 70, False
        sheet.data_validations.dataValidation = []
        sheet.row_dimensions.group(10, 14)
    rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
    rule.add("E10:G60")
    book.tables()[0].add_data_validation(rule)
    book.book.defined_names["全学生数"] = DefinedName("全学生数", attr_text=f"'{book.sheets()[0].title}'!$E$10")


@mess("計算式の書き直し（同じ値）")
def rewritten(book: Book) -> None:
    for _, cell in book.computed():
        found = re.fullmatch(r"=([A-Z]+)(\d+)\+\1(\d+)", cell.value)
        if found and int(found[3]) == int(found[2]) + 1:
            cell.value = f"=SUM({found[1]}{found[2]}:{found[1]}{found[3]})"
        elif book.chance.random() < 0.3:
            cell.value = (
                book.chance.choice(("=+", "=0+", "=1*")) + cell.value[1:] if "IF(" not in cell.value else cell.value
            )


@mess("計算式を同じ値で上書き")
def typed_over(book: Book) -> None:
    for key, cell in book.computed()[:20]:
        state, value = book.meant.get(key, ("blank", None))  # what adds 該当なし is another number now
        if state in ("value", "zero"):
            cell.value = int(value) if value == value.to_integral_value() else float(value)
