"""The sheets of a 調査票 that hold words: 記入要領 and 質問票."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from reports.collection import style
from reports.collection.top import Occasion, finish, write_top

GUIDE_WIDTHS = [24.0, 76]
QUESTION_WIDTHS = [8.0, 22, 52, 20, 46]
SPARE_QUESTIONS = 5


def write_guide(sheet: Worksheet, occasion: Occasion) -> None:
    """Write 記入要領: how to fill in, with the deadlines of this year."""
    form = occasion.programme.collection
    style.columns(sheet, GUIDE_WIDTHS)
    row = write_top(sheet, occasion, form.name, form.guide.ja, len(GUIDE_WIDTHS)) + 1
    words = {"{year}": occasion.year} | {f"{{due_{number}}}": due for number, due in occasion.due.items()}
    for heading, text in form.guide.paragraphs:
        for name, said in words.items():
            text = text.replace(name, said)
        style.put(sheet, row, 1, heading, bold=True, fill=style.TABLE, down="top")
        style.put(sheet, row, 2, text, down="top")
        sheet.row_dimensions[row].height = style.height(text, GUIDE_WIDTHS[1]) + 4
        row += 1
    _legend(sheet, row + 1)
    finish(sheet, occasion, form.name, title_row=None, landscape=False)


def _legend(sheet: Worksheet, row: int) -> None:
    style.put(sheet, row, 1, "入力するセル", fill=style.INPUT, across="center")
    style.put(sheet, row, 2, "数値・状態・担当課・備考・根拠資料名を入力します。", boxed=False)
    style.put(sheet, row + 1, 1, "計算式のセル", fill=style.FORMULA, across="center")
    style.put(sheet, row + 1, 2, "合計・割合などを自動で計算します。分母が0の割合は「－」と表示します。", boxed=False)


def write_questions(
    sheet: Worksheet, occasion: Occasion, asked: Sequence[dict[str, Any]] = (), answers: Sequence[dict[str, Any]] = ()
) -> None:
    """Write 質問票: what the university `asked` before with the office's answer, and open lines for more questions."""
    words = occasion.programme.collection.questions
    style.columns(sheet, QUESTION_WIDTHS)
    row = write_top(sheet, occasion, words.form_number, words.ja, len(QUESTION_WIDTHS)) + 1
    for column, text in enumerate((words.number, words.place, words.question, words.asker, words.answer), 1):
        style.put(sheet, row, column, text, fill=style.HEAD, bold=True, across="center")
    said = {each["question"]: each["text"] for each in answers if each["question"]}
    lines = [(each["place"], each["text"], each["asker"], said.get(each["question"])) for each in asked]
    lines += [(None, None, None, None)] * max(words.rows - len(lines), SPARE_QUESTIONS)
    for number, line in enumerate(lines, 1):
        style.put(sheet, row + number, 1, number, across="center")
        for column, text in enumerate(line, 2):
            is_open = column < len(QUESTION_WIDTHS)
            fill = None if is_open else style.FORMULA
            style.inert(style.put(sheet, row + number, column, text, is_input=is_open, fill=fill, down="top"))
        heights = [style.height(text or "", width) for text, width in zip(line, QUESTION_WIDTHS[1:], strict=True)]
        sheet.row_dimensions[row + number].height = max(34, *heights)
    finish(sheet, occasion, words.form_number, title_row=row)
