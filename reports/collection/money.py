"""The money sheet of a 調査票: 交付決定額 and 執行額 by category and line, in 千円, asked of the lead."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.collection import style
from reports.collection.top import GREY, Occasion, finish, write_top
from warehouse.programme.money import CostCategory

MoneyKnown = dict[tuple[str, str], dict[str, Any]]
LABEL, PLAN, FIRST = 1, 2, 3


def write_money(sheet: Worksheet, occasion: Occasion, known: MoneyKnown) -> None:
    """Write the year's cost table: the planned grant beside what was decided and spent, with formulas for sums."""
    _Money(sheet, occasion, known).write()


class _Money:
    """Writes the cost table row by row."""

    def __init__(self, sheet: Worksheet, occasion: Occasion, known: MoneyKnown) -> None:
        self.sheet = sheet
        self.occasion = occasion
        self.known = known
        self.words = occasion.programme.collection.money
        self.heads = occasion.programme.collection.heads
        self.actuals = occasion.programme.budget.actuals
        self.remaining = FIRST + len(self.actuals)
        self.state, self.remark = self.remaining + 1, self.remaining + 2
        self.sums: list[int] = []
        self.state_cells: list[str] = []

    def write(self) -> None:
        style.columns(self.sheet, [34.0, 18, *[18.0 for _ in self.actuals], 22, 12, 34])
        row = write_top(self.sheet, self.occasion, self.words.form_number, self.words.ja, self.remark)
        unit = f"(単位：{self.occasion.programme.budget.unit})"
        style.put(self.sheet, row, self.remark, unit, boxed=False, across="right", wrap=False)
        head = row + 1
        self._heads(head)
        row = head + 1
        for category in self.occasion.programme.budget.categories:
            row = self._category(row, category)
        self._sum_row(row, self.words.total.replace("{year}", self.occasion.year), self.sums)
        for number, note in enumerate(self.words.notes, row + 1):
            style.put(self.sheet, number, LABEL, note, boxed=False, size=9.5, wrap=False)
        style.offer(self.sheet, " ".join(self.state_cells), list(self.occasion.programme.collection.states))
        self.sheet.freeze_panes = self._at(head + 1, PLAN)
        finish(self.sheet, self.occasion, self.words.form_number, title_row=head)

    def _heads(self, row: int) -> None:
        texts = [
            f"<{self.occasion.year}>\n{self.words.category}", self.words.plan, *[column.ja for column in self.actuals],
            self.words.remaining, self.heads.state, self.heads.remark,
        ]  # fmt: skip
        for column, text in enumerate(texts, 1):
            style.put(self.sheet, row, column, text, fill=style.HEAD, bold=True, across="center")
        self.sheet.row_dimensions[row].height = 36

    def _category(self, row: int, category: CostCategory) -> int:
        """Write a category with its lines and return the next row; one without lines is an input itself."""
        label = self.words.subtotal.replace("{label}", category.label)
        if not category.lines:
            self._leaf(row, label, category.id, "")
            self.sums.append(row)
            return row + 1
        rows = list(range(row + 1, row + 1 + len(category.lines)))
        self._sum_row(row, label, rows)
        self.sums.append(row)
        for number, line in zip(rows, category.lines, strict=True):
            self._leaf(number, line.label, category.id, line.id, indent=2)
        return rows[-1] + 1

    def _leaf(self, row: int, label: str, category: str, line: str, indent: int = 0) -> None:
        facts = self.known.get((category, line), {})
        style.put(self.sheet, row, LABEL, label, indent=indent, bold=not indent)
        self._amount(row, PLAN, facts.get("grant"))
        for column, about in enumerate(self.actuals, FIRST):
            self._amount(row, column, facts.get(about.id), is_input=True)
            prompt = f"{about.ja}を千円単位で入力（千円未満切り捨て）。支出のない場合は0。"
            style.warn(self.sheet, self._at(row, column), whole=True, title=label, prompt=prompt)
        self._remaining(row)
        style.put(self.sheet, row, self.state, is_input=True, across="center")
        style.put(self.sheet, row, self.remark, is_input=True, size=10)
        self.state_cells.append(self._at(row, self.state))
        self.sheet.row_dimensions[row].height = 20

    def _sum_row(self, row: int, label: str, rows: list[int]) -> None:
        """Write a subtotal or the total: the sum of the named rows, blank while one of them is."""
        style.put(self.sheet, row, LABEL, label, bold=True, fill=style.TABLE)
        for column in range(PLAN, self.remaining):
            cells = [self._at(number, column) for number in rows]
            blanks = "+".join(f'({cell}="")' for cell in cells) + "+0"
            formula = f'=IF({blanks}>0,"",IFERROR({"+".join(cells)},""))'
            self._amount(row, column, formula, is_formula=True)
        self._remaining(row)
        for column in (self.state, self.remark):
            style.put(self.sheet, row, column, fill=style.FORMULA)
        self.sheet.row_dimensions[row].height = 20

    def _remaining(self, row: int) -> None:
        cells = [self._at(row, FIRST), self._at(row, FIRST + 1)]
        formula = f'=IF(({cells[0]}="")+({cells[1]}="")>0,"",IFERROR({cells[0]}-{cells[1]},""))'
        self._amount(row, self.remaining, formula, is_formula=True)

    def _amount(
        self, row: int, column: int, value: object, *, is_input: bool = False, is_formula: bool = False
    ) -> None:
        if isinstance(value, Decimal):
            value = int(value)
        style.put(
            self.sheet, row, column, value, across="right", number_format=style.WHOLE, is_input=is_input,
            fill=style.FORMULA if is_formula else None, colour=GREY if column == PLAN else "000000",
        )  # fmt: skip

    def _at(self, row: int, column: int) -> str:
        return f"{get_column_letter(column)}{row}"
