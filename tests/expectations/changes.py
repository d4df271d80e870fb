"""What an example of the definition writes otherwise, made in a sound plan or in sound returns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.expectations.sound import LEAD, PARTNER
from warehouse.intake.submission import BreakdownCell, CoverField, ListedLine, Money
from warehouse.programme.example import Change, Example

BESIDE = ("part", "listed", "reason", "ruling")  # what a sound return does not hold: the example says both
CODES = {"lead": LEAD, "partner": PARTNER, "total": "TOTAL"}


def make(case: Any, example: Example) -> None:
    """Make the changes of an example; those of several desks are one answer a desk."""
    desks = [change for change in example.changes if change.what == "desk"]
    if desks:
        first, values = desks[0], {str(change.column): int(str(change.becomes)) for change in desks}
        case.add_parts(CODES[first.university], first.row, first.fiscal_year, values)
    for change in example.changes:
        if change.what != "desk":
            _MAKE[change.what](case, example, change)


def written(case: Any, example: Example, change: Change) -> str | None:
    """Return what stands in the sound case where a change writes something else; None where nothing does."""
    if change.what == "value" and example.of == "return":
        return _text(case.returns[change.fiscal_year].get(_key(change)))
    if change.what in ("value", "said_again"):
        kind = "baseline" if change.fiscal_year == 2023 else "target"
        return _text(case.plan.get((*_key(change), kind)))
    if change.what in ("later", "desk"):
        return _text(case.returns[change.fiscal_year].get(_key(change)))
    if change.what == "cost":
        amounts = [one for one in case.money if _cost(change) == (one.fiscal_year, one.category, one.line, one.column)]
        return amounts[-1].text if amounts else None
    if change.what == "course":
        return next(one.text for one in _course(case, change, {}) if one.column == change.column)
    if change.what == "courses":
        return str(len({one.no for one in case.courses}))
    if change.what == "own":
        return str(getattr(case.own[0], str(change.column)))
    return change.was if change.what in BESIDE else {"own_indicators": "1", "answer": "1"}.get(change.what)


def passing(example: Example) -> Example:
    """Return an example in which what is met is written everywhere."""
    met = tuple(change.model_copy(update={"becomes": change.was}) for change in example.changes)
    return example.model_copy(update={"changes": met})


def _part(case: Any, _: Example, change: Change) -> None:
    number = len(case.breakdown) + 1
    university, row, fiscal_year = _key(change)
    case.breakdown.append(
        BreakdownCell(
            university,
            str(row),
            fiscal_year or 0,
            "faculty",
            number,
            str(change.column),
            "value",
            Decimal(str(change.becomes)),
            str(change.becomes),
            "部局別内訳",
            f"{'CDEFG'[number]}9",
        )
    )


def _listed(case: Any, _: Example, change: Change) -> None:
    university, row, fiscal_year = _key(change)
    case.listed += [
        ListedLine(
            change.list,
            university,
            fiscal_year or 0,
            str(row),
            number,
            name,
            name,
            name,
            ("organisation",),
            (name,),
            "内訳",
            f"C{9 + number}",
        )
        for number, name in enumerate((change.becomes or "").split("、"), 1)
        if name
    ]


def _reason(case: Any, _: Example, change: Change) -> None:
    case.add_later(*_key(change), change.text, "final", change.becomes)


def _ruling(case: Any, _: Example, change: Change) -> None:
    case.rulings.append((str(change.row), str(change.text), date.fromisoformat(str(change.becomes))))


def _key(change: Change) -> tuple[str, str | None, int | None]:
    return CODES[change.university], change.row, change.fiscal_year


def _cost(change: Change) -> tuple[int | None, str, str, str | None]:
    return change.fiscal_year, change.category, change.line, change.column


def _text(datum: Any) -> str | None:
    return None if datum is None else str(datum.value)


def _value(case: Any, example: Example, change: Change) -> None:
    more = {"text": change.text} if change.text else {}
    place = (CODES[change.university], change.row, change.fiscal_year)
    (case.set_plan if example.of == "plan" else case.set_actual)(*place, change.becomes, **more)


def _later(case: Any, _: Example, change: Change) -> None:
    case.add_later(CODES[change.university], change.row, change.fiscal_year, change.becomes, "provisional")


def _said_again(case: Any, example: Example, change: Change) -> None:
    again = case.datum(CODES[change.university], change.row, change.fiscal_year, "actual", change.becomes)
    case.returns[example.fiscal_year]["x", "x", 1] = again


def _amount(case: Any, example: Example, change: Change) -> None:
    place = _cost(change)
    if change.column == "remark":
        case.money.append(Money(*place, "value", None, str(change.becomes), "審査項目⑫（R8）", "G9"))  # type: ignore[arg-type]
    elif example.of == "return":
        case.actual_money.append(case.a_cost(*place, change.becomes))
    else:
        case.set_cost(*place, change.becomes)


def _course(case: Any, change: Change, fields: dict[str, Any]) -> list[Any]:
    more = {"list_": "extracurricular", "period": "通年"} if change.list == "extracurricular" else {}
    return list(case.a_course(1 if more else 9, **{**more, **fields}))


def _add_course(case: Any, _: Example, change: Change) -> None:
    value: Any = change.becomes
    if value is not None and value.replace(".", "", 1).isdigit():
        value = float(value) if "." in value else int(value)
    case.courses.extend(_course(case, change, {str(change.column): value}))


def _many_courses(case: Any, _: Example, change: Change) -> None:
    for number in range(10, 10 + int(str(change.becomes)) - int(str(change.was))):
        case.courses += case.a_course(number)


def _cover(case: Any, _: Example, change: Change) -> None:
    if change.column == "partner":
        case.cover.append(CoverField("partner", -1, str(change.becomes)))
    else:
        amount = Decimal(str(change.becomes))
        case.cover.append(CoverField("amount", 0, str(change.becomes), change.fiscal_year, change.column, amount, None))


def _own(case: Any, _: Example, change: Change) -> None:
    case.own[1] = replace(case.own[1], **{str(change.column): change.becomes})


def _no_own(case: Any, _: Example, __: Change) -> None:
    case.own.clear()
    case.plan = {key: one for key, one in case.plan.items() if one.row != "8.1"}


def _no_answer(case: Any, example: Example, change: Change) -> None:
    answers = case.returns[example.fiscal_year]
    silent = CODES[change.university]
    case.returns[example.fiscal_year] = {key: one for key, one in answers.items() if one.university != silent}


_MAKE = {
    "value": _value, "later": _later, "said_again": _said_again, "cost": _amount, "course": _add_course,
    "courses": _many_courses, "cover": _cover, "own": _own, "own_indicators": _no_own, "answer": _no_answer,
    "part": _part, "listed": _listed, "reason": _reason, "ruling": _ruling,
}  # fmt: skip
