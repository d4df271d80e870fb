"""Damages of the form itself, each in a file of its own: rows, columns, heads and sheets gone, moved, doubled or another's."""

from __future__ import annotations

from typing import Any

from mess_book import Book
from mess_damage import BLOCK, BREAKAGES, EXPLAIN, FORM_ONLY, NOTE, PLAN_ONLY, Expected, at, damage

from warehouse.intake.text import read_year


def breakage(words: str, of: set[str] | None = None) -> Any:
    """Enter a damage of the form itself."""
    return damage(words, BREAKAGES, of)


def _table(book: Book) -> tuple[Any, list[Any]]:
    """Return a sheet and the typed cells of one column of it, top to bottom, as they follow without a gap."""
    sheet = book.tables()[-1 if not book.is_plan else book.chance.choice((1, 2))]
    cells = sorted(
        (cell for key, cell in book.counts() if cell.parent is sheet), key=lambda cell: (cell.column, cell.row)
    )
    start = book.chance.randrange(len(cells) - 4)
    run = [cells[start]]
    for cell in cells[start + 1 :]:
        if cell.column == run[0].column and cell.row == run[-1].row + 1:
            run.append(cell)
    return sheet, run


@breakage("値が行とずれている（下へ1行）")
def shifted_down(book: Book) -> list[Expected]:
    sheet, run = _table(book)
    values = [cell.value for cell in run]
    below = sheet.cell(run[-1].row + 1, run[-1].column)
    places = [*run, below] if type(below).__name__ == "Cell" else run
    for cell, value in zip(places, [None, *values], strict=False):
        cell.value = value
    return [Expected(sheet.title, tuple(cell.coordinate for cell in places), "", EXPLAIN)]


@breakage("値が行とずれている（上へ1行）")
def shifted_up(book: Book) -> list[Expected]:
    sheet, run = _table(book)
    values = [cell.value for cell in run]
    above = sheet.cell(run[0].row - 1, run[0].column)
    places = [above, *run] if type(above).__name__ == "Cell" else run
    for cell, value in zip(places, [*values, None], strict=False):
        cell.value = value
    run[-1].value = None
    return [Expected(sheet.title, tuple(cell.coordinate for cell in places), "", EXPLAIN)]


@breakage("値が列とずれている（右へ1列）")
def shifted_right(book: Book) -> list[Expected]:
    sheet, run = _table(book)
    for cell in run:
        sheet.cell(cell.row, cell.column + 1).value, cell.value = cell.value, None
    return [Expected(sheet.title, (run[0].coordinate,), "", BLOCK)]


@breakage("項目名のない行の値")
def beside_nothing(book: Book) -> list[Expected]:
    sheet, run = _table(book)
    row = run[-1].row + 1
    book.insert_rows(sheet, row)
    cell = sheet.cell(row, run[-1].column)
    cell.value = 4321
    return [at(cell, "4321", EXPLAIN)]


@breakage("行の複写（別の値）")
def copied_row(book: Book) -> list[Expected]:
    sheet, run = _table(book)
    row = run[0].row + 1
    book.insert_rows(sheet, row)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(row, column).value = sheet.cell(row - 1, column).value
    cell = sheet.cell(row, run[0].column)
    cell.value = run[0].value + 3
    return [at(cell, str(cell.value), EXPLAIN)]


@breakage("行の追加（様式にない項目）")
def added_row(book: Book) -> list[Expected]:
    sheet, run = _table(book)
    row = run[0].row + 1
    book.insert_rows(sheet, row)
    sheet.cell(row, book.label_of(run[0]).column).value = "うち大学院生のみの数（参考）"
    sheet.cell(row, run[0].column).value = 77
    return [Expected(sheet.title, (), "大学院生", EXPLAIN)]


@breakage("行の削除")
def deleted_row(book: Book) -> list[Expected]:
    sheet, run = _table(book)
    row, label = run[0].row, str(book.label_of(run[0]).value)
    for column in range(1, sheet.max_column + 1):
        if type(sheet.cell(row, column)).__name__ == "Cell":
            sheet.cell(row, column).value = None
    return [Expected(sheet.title, (), _core(label))]


@breakage("項目名の変更（別の意味）")
def changed_label(book: Book) -> list[Expected]:
    sheet, run = _table(book)
    label = book.label_of(run[0])
    old, label.value = str(label.value), "オンライン受講者の延べ時間"
    return [Expected(sheet.title, (), _core(old), EXPLAIN)]


@breakage("項目名の入れ替え（隣の行の項目名）")
def swapped_label(book: Book) -> list[Expected]:
    sheet, run = _table(book)
    first, second = (book.label_of(cell) for cell in run[:2]) if len(run) > 1 else (book.label_of(run[0]),) * 2
    if first is second:
        return []
    old, first.value = str(first.value), second.value
    return [Expected(sheet.title, (), _core(old), EXPLAIN)] if book.is_plan else [Expected(sheet.title, (), "", NOTE)]


def _core(label: str) -> str:
    """Return the words of a label that a message quotes."""
    return label.strip().lstrip("・").split("(")[0].split("（")[0].strip().replace(",", "")


@breakage("回答の列の削除", FORM_ONLY)
def deleted_answers(book: Book) -> list[Expected]:
    sheet, run = _table(book)
    for row in range(1, sheet.max_row + 1):
        if type(sheet.cell(row, run[0].column)).__name__ == "Cell":
            sheet.cell(row, run[0].column).value = None
    return [Expected(sheet.title, ())]


@breakage("列の削除", PLAN_ONLY)
def deleted_column(book: Book) -> list[Expected]:
    sheet, _ = _table(book)
    for row in range(4, sheet.max_row + 1):
        if type(sheet.cell(row, 6)).__name__ == "Cell":
            sheet.cell(row, 6).value = None
    return [Expected(sheet.title, (), "令和8年度")]


@breakage("列見出しの年度違い")
def head_year(book: Book) -> list[Expected]:
    kinds = ("target",) if book.is_plan else ("actual",)
    head = book.chance.choice([
        cell for cell in book.heads() if read_year(cell.value)[1] in kinds and (book.is_plan or "【回答】" in cell.value)
    ])  # fmt: skip
    head.value = head.value.replace("令和8年度", "令和7年度").replace("令和11年度", "令和10年度")
    return [at(head)]


@breakage("列見出しの目標・実績の違い")
def head_kind(book: Book) -> list[Expected]:
    heads = [cell for cell in book.heads() if book.is_plan or "【回答】" in cell.value]
    kind, other = ("目標", "実績") if book.is_plan else ("実績", "目標")
    head = book.chance.choice([cell for cell in heads if kind in cell.value and read_year(cell.value)[1]])
    head.value = head.value.replace(kind, other)
    return [at(head)]


@breakage("単位の欄の変更", FORM_ONLY)
def changed_unit(book: Book) -> list[Expected]:
    columns = (cell for sheet in book.tables() for cell in sheet["D"])
    cell = book.chance.choice([cell for cell in columns if cell.value in ("人", "件", "科目")])
    cell.value = book.chance.choice(("千人", "%", "のべ人日", "単位"))
    return [at(cell, cell.value)]


@breakage("シートの削除")
def deleted_sheet(book: Book) -> list[Expected]:
    sheet = book.chance.choice(book.sheets())
    title = sheet.title
    book.book.remove(sheet)
    return [Expected(None, (), title)]


@breakage("シートの複写（別の値）")
def doubled_sheet(book: Book) -> list[Expected]:
    sheet, run = _table(book)
    copy = book.book.copy_worksheet(sheet)
    copy.title = sheet.title[:26] + " (2)"
    copy[run[0].coordinate].value = run[0].value + 11
    return [
        Expected(
            copy.title, () if book.is_plan else (run[0].coordinate,), "" if book.is_plan else str(run[0].value + 11)
        )
    ]


@breakage("シート・行の非表示")
def hidden(book: Book) -> list[Expected]:
    sheet, run = _table(book)
    if book.chance.random() < 0.5:
        sheet.sheet_state = "hidden"
        return [Expected(sheet.title, (), "", NOTE)]
    sheet.row_dimensions[run[0].row].hidden = True
    return [Expected(sheet.title, (), "", NOTE)]


def _name_cells(book: Book) -> list[Any]:
    """Return the cells with a university's name on the sheets of tables."""
    found = []
    for sheet in book.tables():
        for row in sheet.iter_rows(max_row=8):
            names = [cell for cell in row if str(cell.value or "").replace("　", "").strip().rstrip("：:") == "大学名"]
            found += [next(c for c in row if c.column > cell.column and c.value) for cell in names]
    return found


@breakage("大学名の誤記")
def misspelt(book: Book) -> list[Expected]:
    cell = book.chance.choice(_name_cells(book))
    cell.value = str(cell.value).replace("大学", "太学")
    return [at(cell, cell.value, EXPLAIN if book.is_plan else NOTE)]


@breakage("他大学のファイル")
def another_university(book: Book) -> list[Expected]:
    for cell in _name_cells(book):
        cell.value = "架空無関係大学"
        if not book.is_plan:
            for beside in cell.parent[cell.row]:
                if str(beside.value).startswith("X9"):
                    beside.value = "F999999999999"
    return [at(cell, "架空無関係大学")]


@breakage("大学名の空白")
def nameless(book: Book) -> list[Expected]:
    cell = book.chance.choice(_name_cells(book))
    cell.value = None
    return [Expected(cell.parent.title, (), "", EXPLAIN if book.is_plan else NOTE)]


@breakage("他年度のファイル", FORM_ONLY)
def another_year(book: Book) -> list[Expected]:
    for sheet in book.sheets():
        for row in sheet.iter_rows(max_row=9):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("令和8年度", "令和6年度").replace("令和7年度", "令和5年度")
    return [Expected(sheet.title, (), "2024") for sheet in book.tables()]


@breakage("他事業の様式")
def another_programme(book: Book) -> list[Expected]:
    for sheet in book.book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    words = (
                        "ソーシャルインパクト創出のための多文化共修キャンパス形成支援事業",
                        "大学の世界展開力強化事業（ASEAN交流型）",
                    )
                    cell.value = cell.value.replace(*words).replace("成果目標の設定", "質の高い交流プログラムの構築")
        if book.is_plan:
            sheet.title = f"様式{book.book.index(sheet) + 1}"
    return [Expected(None)]


@breakage("状態の欄の分からない語", FORM_ONLY)
def unknown_state(book: Book) -> list[Expected]:
    _, run = _table(book)
    cell = run[0].parent.cell(run[0].row, run[0].column + 1)
    cell.value = "たぶん大丈夫"
    return [at(cell, "たぶん大丈夫", EXPLAIN)]


@breakage("金額の単位違い（円）", PLAN_ONLY)
def in_yen(book: Book) -> list[Expected]:
    sheet = book.chance.choice(
        [sheet for sheet in book.sheets() if any(k[0] == "money" and c.parent is sheet for k, c in book.cells.items())]
    )
    cell = next(cell for row in sheet.iter_rows() for cell in row if "千円" in str(cell.value))
    cell.value = str(cell.value).replace("千円", "円")
    return [at(cell, "単位")]


@breakage("経費の行の削除")
def deleted_cost(book: Book) -> list[Expected]:
    cells = [cell for key, cell in book.typed() if key[0] == "money" and key[3]]
    label = book.label_of(cells[0])
    words, label.value = str(label.value), None
    return [Expected(label.parent.title, (), words.lstrip("①②③④⑤⑥"), BLOCK)]


@breakage("表の見出しの削除", PLAN_ONLY)
def deleted_section(book: Book) -> list[Expected]:
    sheet = book.tables()[1]
    heading = book.chance.choice(
        [c for row in sheet.iter_rows() for c in row if str(c.value or "")[:2] in ("1)", "2)", "3)", "4)", "5)", "6)")]
    )
    words, heading.value = str(heading.value), None
    return [Expected(sheet.title, (), words[:2])]
