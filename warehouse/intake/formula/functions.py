"""The functions that formulas of the form use: exact, and as spreadsheets compute them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from warehouse.intake.formula.text import UnknownFormula
from warehouse.intake.formula.values import BLANK, DIVIDED_BY_ZERO, ErrorValue, Result, as_number, truth

MAX_PLACES = 15


@dataclass(frozen=True, slots=True)
class Cells:
    """The values of the cells that a function refers to, blank ones possibly left out."""

    values: tuple[Result, ...]


Parts = Sequence[Cells | Result]


def _numbers(parts: Parts) -> list[Fraction] | ErrorValue:
    """The numbers among the parts: of cells only true numbers count, of written values also what can be one."""
    found: list[Fraction] = []
    for part in parts:
        for value in part.values if isinstance(part, Cells) else (part,):
            if isinstance(part, Cells) and not isinstance(value, Fraction | ErrorValue):
                continue
            exact = as_number(value)
            if isinstance(exact, ErrorValue):
                return exact
            found.append(exact)
    return found


def _over_numbers(work: Callable[[list[Fraction]], Result]) -> Callable[[Parts], Result]:
    def function(parts: Parts) -> Result:
        found = _numbers(parts)
        return found if isinstance(found, ErrorValue) else work(found)

    return function


def single(part: Cells | Result) -> Result:
    """The one value of a part; UnknownFormula where it is several cells."""
    if not isinstance(part, Cells):
        return part
    if len(part.values) != 1:
        raise UnknownFormula
    return part.values[0]


def _counting(is_counted: Callable[[Result], bool]) -> Callable[[Parts], Result]:
    def function(parts: Parts) -> Result:
        values = [value for part in parts for value in (part.values if isinstance(part, Cells) else (part,))]
        return Fraction(sum(is_counted(value) for value in values))

    return function


def _of_one(work: Callable[[Fraction], Fraction]) -> Callable[[Parts], Result]:
    def function(parts: Parts) -> Result:
        if len(parts) != 1:
            raise UnknownFormula
        exact = as_number(single(parts[0]))
        return exact if isinstance(exact, ErrorValue) else work(exact)

    return function


def _rounded(work: Callable[[Fraction], int]) -> Callable[[Parts], Result]:
    def function(parts: Parts) -> Result:
        if len(parts) not in (1, 2):
            raise UnknownFormula
        exact = as_number(single(parts[0]))
        places = as_number(single(parts[1])) if len(parts) == 2 else Fraction(0)
        if isinstance(exact, ErrorValue) or isinstance(places, ErrorValue):
            return exact if isinstance(exact, ErrorValue) else places
        if abs(places) > MAX_PLACES:
            raise UnknownFormula
        scale = Fraction(10) ** int(places)
        size = work(abs(exact) * scale) / scale
        return size if exact >= 0 else -size

    return function


def _over_truths(work: Callable[[list[bool]], bool], least: int = 1) -> Callable[[Parts], Result]:
    def function(parts: Parts) -> Result:
        found: list[bool] = []
        for part in parts:
            decision = truth(single(part))
            if isinstance(decision, ErrorValue):
                return decision
            found.append(decision)
        if len(found) < least:
            raise UnknownFormula
        return work(found)

    return function


def _is_error(parts: Parts) -> Result:
    if len(parts) != 1:
        raise UnknownFormula
    return isinstance(single(parts[0]), ErrorValue)


def _half_up(size: Fraction) -> int:
    return int(size + Fraction(1, 2))


FUNCTIONS: dict[str, Callable[[Parts], Result]] = {
    "SUM": _over_numbers(lambda found: sum(found, Fraction(0))),
    "COUNT": _counting(lambda value: isinstance(value, Fraction)),
    "COUNTA": _counting(lambda value: value is not BLANK),
    "MAX": _over_numbers(lambda found: max(found, default=Fraction(0))),
    "MIN": _over_numbers(lambda found: min(found, default=Fraction(0))),
    "AVERAGE": _over_numbers(lambda found: sum(found, Fraction(0)) / len(found) if found else DIVIDED_BY_ZERO),
    "ABS": _of_one(abs),
    "INT": _of_one(lambda exact: Fraction(exact // 1)),
    "ROUND": _rounded(_half_up),
    "ROUNDDOWN": _rounded(int),
    "TRUNC": _rounded(int),
    "ROUNDUP": _rounded(lambda size: -int(-size // 1)),
    "ISERROR": _is_error,
    "N": _of_one(lambda exact: exact),
    "VALUE": _of_one(lambda exact: exact),
    "AND": _over_truths(all),
    "OR": _over_truths(any),
    "NOT": _over_truths(lambda found: not found[0]),
    "TRUE": _over_truths(all, least=0),
    "FALSE": _over_truths(any, least=0),
}
