"""The answers of all sheets of one 調査票 as one set of data: doubles, blanks and computed rows settled."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from warehouse.finding import Place
from warehouse.intake.collection.cells import RATIO_PLACES, Answer
from warehouse.intake.collection.layout import lines
from warehouse.intake.findings import Findings
from warehouse.intake.submission import Datum, Status
from warehouse.programme import Programme, Row
from warehouse.workspace import University

SAME_WITHIN = Decimal("1e-9")


class Merger:
    """Settles what one university answers in one year. `sheets` holds the answers sheet by sheet, in the book's order.

    `is_part`: the form was cut by desk, so that rows that are not on it are asked elsewhere.
    """

    def __init__(
        self, programme: Programme, university: University, fiscal_year: int, sheets: list[list[Answer]],
        findings: Findings, tells_formulas: bool, is_part: bool = False,
    ) -> None:  # fmt: skip
        self._form = programme.collection
        self._university = university
        self._fiscal_year = fiscal_year
        self._findings = findings
        self._tells_formulas = tells_formulas
        asked = [] if is_part else lines(programme, university.role, fiscal_year, None)
        self._asked = [line for line in asked if line.row and line.row.is_input]
        # The sheet with more rows is the later round: what it says of an earlier round's row is the newer answer.
        self._sheets = sorted((answers for answers in sheets if answers), key=len)
        self._chosen: dict[str, Answer] = {}

    def data(self) -> tuple[Datum, ...]:
        """Return one datum a row: inputs of rounds that were started, and what the form computes from them."""
        for answers in self._sheets:
            for answer in answers:
                if answer.row.is_input:
                    self._choose(answer)
        self._missing()
        kept = [answer for answer in self._chosen.values() if answer.is_filled or self._is_started(answer)]
        computed = [answer for answer in self._computed() if answer.is_filled]
        return tuple(self._datum(answer) for answer in (*kept, *computed))

    def _choose(self, answer: Answer) -> None:
        """Keep the answer of the later round; where it differs from the earlier one, or a copied sheet does, say so."""
        first = self._chosen.get(answer.row.row)
        if first is None or (answer.is_filled and not first.is_filled):  # a blank stays where it was asked first
            self._chosen[answer.row.row] = answer
            return
        if not answer.is_filled or (first.state, first.value) == (answer.state, answer.value):
            if answer.status == "final" and first.status != "final" and answer.is_filled:
                self._chosen[answer.row.row] = answer
            return
        is_copy = self._size(first.sheet) == self._size(answer.sheet)
        other = Place(None, first.sheet, first.cell)
        rule = "return_two_values" if is_copy else "return_rounds_differ"
        self._say(rule, answer, value=answer.text or "（空欄）", other=other, other_value=first.text)
        if not is_copy:
            self._chosen[answer.row.row] = answer

    def _size(self, sheet: str) -> int:
        return next(len(answers) for answers in self._sheets if answers[0].sheet == sheet)

    def _round(self, answer: Answer) -> int:
        return self._form.round_of(answer.found.basis)

    def _is_started(self, answer: Answer) -> bool:
        return self._round(answer) in self._started

    @property
    def _started(self) -> set[int]:
        """The rounds in which at least one value was filled in."""
        return {self._round(answer) for answer in self._chosen.values() if answer.is_filled}

    def _missing(self) -> None:
        """Say which inputs of a started round are blank, and which rows the sheets do not hold any more."""
        started = self._started
        for answer in self._chosen.values():
            if not answer.is_filled and self._round(answer) in started:
                self._say("return_required_blank", answer)
        for line in self._asked:
            row, basis = line.row, line.table.basis if line.table else None
            if row is None or row.row in self._chosen or self._form.round_of(basis) not in started:
                continue
            self._findings.say(
                "return_row_missing", self._sheets[-1][0].sheet, None, row=row.row, item=line.item, label=row.label.lstrip("・"),
                label_en=row.en, university=self._university.code, fiscal_year=self._fiscal_year,
            )  # fmt: skip

    def _computed(self) -> list[Answer]:
        """Return the computed rows, each from the fullest sheet that has it, compared with what its parts make."""
        found: dict[str, Answer] = {}
        for answers in self._sheets:
            known = {answer.row.row: answer for answer in answers}
            for answer in answers:
                if not answer.row.is_input:
                    settled = self._settled(answer, known)
                    if self._is_better(settled, found.get(answer.row.row)):
                        found[answer.row.row] = settled
        return list(found.values())

    def _is_better(self, answer: Answer, known: Answer | None) -> bool:
        """Whether a computed row counts before the one known: of a copied sheet the first one does."""
        if known is None or not known.is_filled:
            return True
        return answer.is_filled and self._size(answer.sheet) > self._size(known.sheet)

    def _settled(self, answer: Answer, known: dict[str, Answer]) -> Answer:
        expected = _expected(answer.row, known)
        parts = [self._chosen[key] for key in _parts(answer.row) if key in self._chosen]
        status: Status = "final" if parts and all(part.status == "final" for part in parts) else "provisional"
        if answer.state == "error" and answer.formula:  # #DIV/0! or #VALUE!: what its parts make stands instead
            answer = _with(answer, None, status)
        if answer.state == "error":
            self._say("return_value_not_a_number", answer, value=answer.text)
            return _with(answer, None, status, is_error=True)
        if answer.value is None:
            chosen = {key: each for key, each in self._chosen.items() if each.is_filled}
            return _with(answer, _expected(answer.row, known | chosen), status, is_recomputed=True)
        if expected is not None and not self._agrees(answer, expected):
            rule = "return_formula_changed" if answer.formula else "return_formula_overwritten"
            self._say(rule, answer, value=answer.text, expected=_shown(answer.row, expected))
        elif expected is None and answer.formula is None and not answer.row.is_ratio:
            self._say("return_formula_unchecked", answer, value=answer.text)
        elif expected is not None and answer.formula is None and self._tells_formulas:
            self._findings.count("return_formula_replaced", answer.sheet, answer.cell)
        return _with(answer, answer.value, status)

    def _agrees(self, answer: Answer, expected: Decimal) -> bool:
        """Whether the value is the expected one; a typed ratio may be cut to a tenth of a per cent."""
        assert answer.value is not None
        difference = abs(answer.value - expected)
        return difference <= (Decimal("0.0005") if answer.row.is_ratio and not answer.formula else SAME_WITHIN)

    def _datum(self, answer: Answer) -> Datum:
        value = answer.value
        if value is not None and answer.row.is_ratio:
            value = value.quantize(RATIO_PLACES)
        return Datum(
            university=self._university.code, row=answer.row.row, fiscal_year=self._fiscal_year, kind="actual",
            state=answer.state, value=value, text=answer.text, sheet=answer.sheet, cell=answer.cell,
            status=answer.status, formula=answer.formula, recomputed=answer.recomputed, remarks=answer.remarks,
            desk=answer.desk, note=answer.note, evidence=answer.evidence,
        )  # fmt: skip

    def _say(self, rule: str, answer: Answer, **facts: object) -> None:
        self._findings.say(
            rule, answer.sheet, answer.cell, row=answer.row.row, item=answer.found.item, label=answer.row.label.lstrip("・"),
            label_en=answer.row.en, university=self._university.code, fiscal_year=self._fiscal_year, **facts,
        )  # fmt: skip


def _parts(row: Row) -> tuple[str, ...]:
    return (row.ratio.of, row.ratio.to) if row.ratio else row.parts


def _expected(row: Row, known: dict[str, Answer]) -> Decimal | None:
    """Return what the parts on the same sheet make; None while one of them has no number. 該当なし adds nothing."""
    parts = [known.get(key) for key in _parts(row)]
    if any(part is None for part in parts):
        return None
    answers = [part for part in parts if part is not None]
    values = [_value(part, known) for part in answers]
    if row.ratio:
        of, to = values
        return None if of is None or not to else of / to
    if any(value is None and part.state != "not_applicable" for value, part in zip(values, answers, strict=True)):
        return None
    numbers = [value for value in values if value is not None]
    return sum(numbers, Decimal(0)) if numbers else None


def _value(answer: Answer, known: dict[str, Answer]) -> Decimal | None:
    """Return the value of a part; of one that is computed itself and has none, what its own parts make."""
    if answer.value is not None or answer.row.is_input:
        return answer.value
    return _expected(answer.row, known)


def _with(
    answer: Answer, value: Decimal | None, status: Status, *, is_error: bool = False, is_recomputed: bool = False
) -> Answer:
    state = "error" if is_error else "blank" if value is None else "zero" if value == 0 else "value"
    recomputed = answer.recomputed or (is_recomputed and value is not None)
    return replace(answer, value=value, state=state, status=status, recomputed=recomputed)  # type: ignore[arg-type]


def _shown(row: Row, value: Decimal) -> str:
    return f"{value * 100:.1f}%" if row.is_ratio else f"{value:,f}"
