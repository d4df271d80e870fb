"""What signs and functions of formulas make of values: exact, and as spreadsheets do it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from warehouse.intake.formula.text import UnknownFormula

MAX_POWER = 64
MAX_BITS = 4_096  # spreadsheets keep 53; more comes only of formulas made to grow
MAX_CHARACTERS = 32_767  # what a cell takes
PLAIN_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error as a cell shows it, such as #DIV/0!."""

    code: str


class _Blank:
    """The value of a cell in which nothing is written."""


BLANK: Final = _Blank()
Result = Fraction | str | bool | ErrorValue | _Blank | None
DIVIDED_BY_ZERO = ErrorValue("#DIV/0!")
NOT_A_NUMBER = ErrorValue("#VALUE!")


def number(exact: Fraction) -> Decimal:
    """The decimal number equal to a fraction whose decimals end."""
    places = 0
    while exact.denominator != 1:
        exact, places = exact * 10, places + 1
    digits = tuple(int(digit) for digit in str(abs(exact.numerator)))
    return Decimal((int(exact < 0), digits, -places))


def as_number(value: Result) -> Fraction | ErrorValue:
    """The number that arithmetic takes a value for: blank is 0, true is 1, text of plain digits is its number."""
    if isinstance(value, ErrorValue | Fraction):
        return value
    if value is BLANK or isinstance(value, bool):
        return Fraction(value is True)
    if isinstance(value, str):
        return Fraction(value.strip()) if PLAIN_NUMBER.fullmatch(value) else NOT_A_NUMBER
    raise UnknownFormula


def truth(value: Result) -> bool | ErrorValue:
    """Whether a condition holds; blank and 0 do not."""
    if isinstance(value, bool):
        return value
    exact = as_number(value)
    return exact if isinstance(exact, ErrorValue) else exact != 0


def _text(value: Result) -> str:
    if isinstance(value, str):
        return value
    if value is BLANK:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Fraction) and value.denominator == 1:
        return str(value.numerator)
    raise UnknownFormula  # how many decimals a spreadsheet would print is not ours to guess


def _arithmetic(work: Callable[[Fraction, Fraction], Result]) -> Callable[..., Result]:
    def signed(left: Result, right: Result) -> Result:
        first, second = as_number(left), as_number(right)
        if isinstance(first, ErrorValue):
            return first
        return second if isinstance(second, ErrorValue) else _sized(work(first, second))

    return signed


def _sized(value: Result) -> Result:
    if isinstance(value, Fraction) and (value.numerator * value.denominator).bit_length() > MAX_BITS:
        raise UnknownFormula
    return value


def _divided(left: Fraction, right: Fraction) -> Result:
    return left / right if right else DIVIDED_BY_ZERO


def _power(left: Fraction, right: Fraction) -> Result:
    if right.denominator != 1 or abs(right) > MAX_POWER or (left == 0 and right <= 0):
        raise UnknownFormula
    return Fraction(left ** int(right))


def _joined(left: Result, right: Result) -> Result:
    for side in (left, right):
        if isinstance(side, ErrorValue):
            return side
    joined = _text(left) + _text(right)
    if len(joined) > MAX_CHARACTERS:
        raise UnknownFormula
    return joined


def _compared(work: Callable[[int], bool]) -> Callable[..., Result]:
    def compare(left: Result, right: Result) -> Result:
        for side in (left, right):
            if isinstance(side, ErrorValue):
                return side
        if isinstance(left, str) or isinstance(right, str):
            if not all(isinstance(side, str) or side is BLANK for side in (left, right)):
                return _across(left, right, work)
            first, second = _text(left).casefold(), _text(right).casefold()
            return work((first > second) - (first < second))
        one, other = as_number(left), as_number(right)
        assert isinstance(one, Fraction) and isinstance(other, Fraction)
        return work((one > other) - (one < other))

    return compare


def _across(left: Result, right: Result, work: Callable[[int], bool]) -> Result:
    """A number compared with text: every spreadsheet puts any number before any text."""
    if isinstance(left, bool) or isinstance(right, bool):
        raise UnknownFormula
    return work(-1 if isinstance(right, str) else 1)


def _negative(value: Result) -> Result:
    exact = as_number(value)
    return exact if isinstance(exact, ErrorValue) else -exact


def _percent(value: Result) -> Result:
    exact = as_number(value)
    return exact if isinstance(exact, ErrorValue) else exact / 100


SIGNS: dict[tuple[str, int], Callable[..., Result]] = {
    ("+", 2): _arithmetic(lambda left, right: left + right),
    ("-", 2): _arithmetic(lambda left, right: left - right),
    ("*", 2): _arithmetic(lambda left, right: left * right),
    ("/", 2): _arithmetic(_divided),
    ("^", 2): _arithmetic(_power),
    ("&", 2): _joined,
    ("-1", 1): _negative,
    ("%", 1): _percent,
    ("=", 2): _compared(lambda order: order == 0),
    ("<>", 2): _compared(lambda order: order != 0),
    ("<", 2): _compared(lambda order: order < 0),
    ("<=", 2): _compared(lambda order: order <= 0),
    (">", 2): _compared(lambda order: order > 0),
    (">=", 2): _compared(lambda order: order >= 0),
}
