"""The results of formulas that were saved without one, computed exactly and never guessed.

A text that means a number (1,234人) counts as that number: a sum says what its parts mean, not what a spreadsheet skips.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from warehouse.intake.formula.functions import FUNCTIONS, Cells, single
from warehouse.intake.formula.text import UnknownFormula, split_reference
from warehouse.intake.formula.tree import Call, Constant, ErrorWord, Node, Reference, references, structure
from warehouse.intake.formula.values import BLANK, SIGNS, ErrorValue, Result, number, truth
from warehouse.intake.spreadsheet import Cell, Sheet, Workbook, position
from warehouse.intake.text import read_number

__all__ = ["Calculator", "ErrorValue", "evaluate", "is_stale"]

Place = tuple[str, int, int]
Value = Decimal | Fraction | str | bool | ErrorValue | None
OTHER_FILE = "["  # '[1]Sheet1'!A1 stands in another workbook
MAX_VISITS = 5_000_000  # cells of ranges looked at for one workbook
SAME_WITHIN = Fraction(1, 10**9)  # a spreadsheet computes with 15 digits


def evaluate(workbook: Workbook, sheet_title: str, address: str) -> Value:
    """The exact value of a cell: see Calculator.value, which is quicker for many cells of one workbook."""
    return Calculator(workbook).value(sheet_title, address)


def is_stale(workbook: Workbook, sheet_title: str, address: str) -> bool | None:
    """Whether a stored result differs from the recomputed one: see Calculator.is_stale."""
    return Calculator(workbook).is_stale(sheet_title, address)


class Calculator:
    """The recomputed values of one workbook's cells, each computed once."""

    def __init__(self, workbook: Workbook) -> None:
        self._sheets = {sheet.title.casefold(): sheet for sheet in workbook.sheets}
        self._known: dict[Place, Result] = {}
        self._visits = 0

    def value(self, sheet_title: str, address: str) -> Value:
        """The exact value of a cell, recomputed from what was typed: a Decimal, or a Fraction where decimals never end.

        None for a blank cell, and for a formula with something unknown or that leads back to itself. Blank counts as
        0 in arithmetic; a division by zero is ErrorValue('#DIV/0!').
        """
        sheet = self._sheets.get(sheet_title.casefold())
        cell = sheet.at(address) if sheet else None
        if sheet is None or cell is None:
            return None
        start = (sheet.title.casefold(), cell.row, cell.column)
        self._compute(start)
        result = self._known[start]
        if result is BLANK:
            return Decimal(0) if cell.formula else None
        return _as_decimal(result) if isinstance(result, Fraction) else result  # type: ignore[return-value]

    def is_stale(self, sheet_title: str, address: str) -> bool | None:
        """Whether the stored result of a formula differs from the recomputed one; None where that cannot be told."""
        sheet = self._sheets.get(sheet_title.casefold())
        cell = sheet.at(address) if sheet else None
        if cell is None or not cell.formula or not cell.has_cached:
            return None
        value = self.value(sheet_title, address)
        if value is None:
            return None
        if isinstance(value, ErrorValue) or cell.is_error:
            return not (isinstance(value, ErrorValue) and cell.is_error and value.code == cell.value)
        if isinstance(value, Decimal | Fraction) and isinstance(cell.value, Decimal):
            exact, stored = Fraction(value), Fraction(cell.value)
            return abs(exact - stored) > SAME_WITHIN * max(abs(exact), Fraction(1))
        return value != cell.value

    def _compute(self, start: Place) -> None:
        """Each cell that `start` leads to, deepest first, without recursion from cell to cell."""
        waiting = [start]
        open_cells: dict[Place, Node | None] = {}
        while waiting:
            place = waiting[-1]
            if place in self._known:
                waiting.pop()
                continue
            cell = self._cell(place)
            if place not in open_cells:
                open_cells[place] = _structure_of(cell)
                node = open_cells[place]
                needed = self._needs(node, place[0]) if node is not None else []
                waiting.extend(other for other in needed if other not in self._known and other not in open_cells)
                continue
            waiting.pop()
            self._known[place] = self._result(cell, open_cells[place], place[0])

    def _result(self, cell: Cell | None, node: Node | None, title: str) -> Result:
        if cell is None or not cell.formula:
            return _stored(cell)
        if node is None:
            return None
        try:
            return self._of(node, title)
        except (UnknownFormula, RecursionError):
            return None

    def _cell(self, place: Place) -> Cell | None:
        return self._sheets[place[0]].cells.get(place[1:])

    def _needs(self, node: Node, title: str) -> list[Place]:
        try:
            return [place for text in references(node) for place in self._places(text, title)]
        except (UnknownFormula, RecursionError):
            return []

    def _places(self, reference: str, title: str) -> Iterator[Place]:
        sheet, (top, left, bottom, right) = self._area(reference, title)
        if sheet is None:
            return
        self._visits += (bottom - top + 1) * (right - left + 1)
        if self._visits > MAX_VISITS:
            raise UnknownFormula
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) in sheet.cells:
                    yield sheet.title.casefold(), row, column

    def _area(self, reference: str, title: str) -> tuple[Sheet | None, tuple[int, int, int, int]]:
        named, cells = split_reference(reference)
        if named and OTHER_FILE in named:
            raise UnknownFormula
        first, _, last = cells.partition(":")
        (top, left), (bottom, right) = position(first), position(last or first)
        area = (min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        return self._sheets.get(title if named is None else named.casefold()), area

    def _of(self, node: Node, title: str) -> Result:
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, ErrorWord):
            return ErrorValue(node.code)
        if isinstance(node, Reference):
            return self._referred(node, title)
        if node.name in ("IF", "IFERROR"):
            return self._chosen(node, title)
        parts = [self._many(part, title) for part in node.parts]
        sign = SIGNS.get((node.name, len(parts)))
        if sign is not None:
            return sign(*(single(part) for part in parts))
        if node.name not in FUNCTIONS:
            raise UnknownFormula
        return FUNCTIONS[node.name](parts)

    def _many(self, node: Node, title: str) -> Cells | Result:
        if isinstance(node, Reference) and ":" in node.text:
            if self._area(node.text, title)[0] is None:
                return ErrorValue("#REF!")
            return Cells(tuple(self._told(place) for place in self._places(node.text, title)))
        result = self._of(node, title)
        return Cells((result,)) if isinstance(node, Reference) else result

    def _referred(self, node: Reference, title: str) -> Result:
        if ":" in node.text:
            raise UnknownFormula
        sheet, (row, column, _, _) = self._area(node.text, title)
        if sheet is None:
            return ErrorValue("#REF!")
        place = (sheet.title.casefold(), row, column)
        return self._told(place) if (row, column) in sheet.cells else BLANK

    def _told(self, place: Place) -> Result:
        """The value of a cell that a formula refers to; its stored result where its own formula is unknown."""
        if place not in self._known:  # it leads back to itself
            raise UnknownFormula
        result = self._known[place]
        if result is not None:
            return result
        cell = self._cell(place)
        if cell is None or not cell.has_cached:
            raise UnknownFormula
        return _stored(cell)

    def _chosen(self, node: Call, title: str) -> Result:
        if node.name == "IFERROR" and len(node.parts) == 2:
            first = self._of(node.parts[0], title)
            return self._of(node.parts[1], title) if isinstance(first, ErrorValue) else first
        if node.name == "IF" and len(node.parts) in (2, 3):
            decision = truth(self._of(node.parts[0], title))
            if isinstance(decision, ErrorValue):
                return decision
            if decision:
                return self._of(node.parts[1], title)
            return self._of(node.parts[2], title) if len(node.parts) == 3 else False
        raise UnknownFormula


def _structure_of(cell: Cell | None) -> Node | None:
    try:
        return structure(cell.formula) if cell is not None and cell.formula else None
    except (UnknownFormula, RecursionError):
        return None


def _stored(cell: Cell | None) -> Result:
    if cell is None or cell.value is None:
        return BLANK
    if cell.is_error:
        return ErrorValue(str(cell.value))
    if isinstance(cell.value, str):
        return _meant(cell.value)
    return Fraction(cell.value) if isinstance(cell.value, Decimal) else cell.value


def _meant(typed: str) -> Result:
    """What was typed as text: the number that it means, such as 1,234人, which a spreadsheet alone would not add."""
    reading = read_number(typed)
    if reading.value is None:
        return typed
    return Fraction(reading.value) / (100 if reading.unit_text == "%" else 1)


def _as_decimal(exact: Fraction) -> Decimal | Fraction:
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return number(exact) if rest == 1 else exact
