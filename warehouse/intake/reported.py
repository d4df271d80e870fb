"""Named values, one after another, as data of one return: from a line of CSV or a row of a query alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from warehouse.finding import Finding, Place, say
from warehouse.intake.era import era
from warehouse.intake.row_names import RowNames
from warehouse.intake.submission import Channel, Datum, Received, State, Status, Submission
from warehouse.intake.text import Reading, normal, read_number, read_year
from warehouse.intake.units import is_same_unit
from warehouse.programme import Programme
from warehouse.workspace import University

STATUSES: dict[str, Status] = {
    "": "provisional", "速報": "provisional", "provisional": "provisional", "速報値": "provisional",
    "確定": "final", "final": "final", "確定値": "final",
    "訂正": "corrected", "corrected": "corrected", "差替え": "corrected", "訂正値": "corrected",
}  # fmt: skip
STATES: dict[str, State] = {
    "該当なし": "not_applicable", "not_applicable": "not_applicable", "集計中": "pending", "pending": "pending",
}  # fmt: skip
TOLD_TIDIED = {"full_width", "comma", "unit", "spaces"}
QUOTED_CHARACTERS = 60
MOST_OF_A_RULE = 500  # who sends more has sent another table, and reads no further
NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Answer:
    """One value as somebody gave it: everything as text but `value`, which a database may give as a number."""

    university: University
    row: str
    value: str | int | Decimal | None
    year: str | None = None
    status: str = ""
    note: str | None = None
    desk: str | None = None
    evidence: str | None = None
    row_place: Place = NOWHERE
    year_place: Place = NOWHERE
    value_place: Place = NOWHERE
    status_place: Place = NOWHERE


class Reported:
    """The data and findings of one return, gathered answer by answer."""

    def __init__(self, programme: Programme, fiscal_year: int) -> None:
        self.programme = programme
        self.fiscal_year = fiscal_year
        self.names = RowNames(programme)
        self.findings: list[Finding] = []
        self._data: dict[tuple[str, str], Datum] = {}
        self._conflicts: set[tuple[str, str]] = set()
        self._said: Counter[str] = Counter()

    @property
    def data(self) -> tuple[Datum, ...]:
        """What was read, without the cells for which two values were given."""
        return tuple(datum for key, datum in self._data.items() if key not in self._conflicts)

    def submission(
        self, received: Received, channel: Channel, university: University | None, reason: str | None = None
    ) -> Submission:
        """Return all of it as one submission of the university, or of nobody in particular."""
        return Submission(
            received=received, purpose="return", channel=channel, fiscal_year=self.fiscal_year,
            university=university.code if university else None, definition=self.programme.hash, data=self.data,
            findings=tuple(self.findings), reason=reason,
        )  # fmt: skip

    def is_enough(self, rule: str) -> bool:
        """Whether a rule has been said of this file as often as it will be."""
        return self._said[rule] >= MOST_OF_A_RULE

    def say(self, rule: str, place: Place, value: object = "", university: str | None = None, **facts: Any) -> None:
        """Add a finding; `value` is quoted, cut to a length that a line can hold. A rule is said so often of one file."""
        self._said[rule] += 1
        if self._said[rule] > MOST_OF_A_RULE:
            return
        quoted = str(value).strip()[:QUOTED_CHARACTERS] or "（空白）"
        key = str(facts.pop("key", "")) or None
        if key:
            row = self.names.row(key)
            facts |= {"label": row.label if row else key, "label_en": row.en if row else key}
        self.findings.append(
            say(
                self.programme.rules_by_id[rule], university=university, place=place, value=quoted, row=key,
                item=self.names.item(key) if key else None, fiscal_year=self.fiscal_year, asked=self.fiscal_year,
                asked_ja=f"{era(self.fiscal_year)}（{self.fiscal_year}）", **facts,
            )
        )  # fmt: skip

    def add(self, answer: Answer) -> None:
        """Take an answer: a datum where it says a value or a state, a finding for whatever is not right about it."""
        key = self._key(answer)
        if key is None or not self._is_asked_year(answer):
            return
        status, told_state = self._status(answer)
        state, value, remarks = self._value(answer, key, told_state)
        place = answer.value_place
        text = "" if answer.value is None else str(answer.value)
        datum = Datum(
            university=answer.university.code, row=key, fiscal_year=self.fiscal_year, kind="actual", state=state,
            value=value, text=text, sheet=place.sheet, cell=place.cell, status=status, remarks=remarks,
            desk=answer.desk, note=answer.note, evidence=answer.evidence,
        )  # fmt: skip
        self._keep(datum, place)

    def _keep(self, datum: Datum, place: Place) -> None:
        key = (datum.university, datum.row)
        known = self._data.setdefault(key, datum)
        if known is datum or datum.state == "blank" or (known.state, known.value) == (datum.state, datum.value):
            return
        if known.state == "blank":
            self._data[key] = datum
            return
        self._conflicts.add(key)
        where = Place(None, known.sheet, known.cell)
        self.say(
            "channel_given_twice", place, datum.text, datum.university, key=datum.row, first=known.text, other=where
        )

    def _key(self, answer: Answer) -> str | None:
        code, place = answer.university.code, answer.row_place
        keys = self.names.find(answer.row)
        if not keys and answer.value in (None, ""):
            return None  # a note between the lines
        if not keys:
            near_ja, near_en = suggestion(
                None if self.is_enough("channel_row_unknown") else self.names.near(answer.row)
            )
            self.say("channel_row_unknown", place, answer.row, code, near_ja=near_ja, near_en=near_en)
            return None
        if len(keys) > 1:
            self.say("channel_row_ambiguous", place, answer.row, code, near="、".join(keys))
            return None
        key = keys[0]
        if self.names.is_computed(key):
            self.say("channel_row_computed", place, answer.row, code, key=key)
            return None
        if self.names.is_lead_only(key) and answer.university.role != "lead":
            self.say("channel_row_of_lead", place, answer.row, code, key=key)
            return None
        return key

    def _is_asked_year(self, answer: Answer) -> bool:
        if answer.year is None:
            return True
        year, kind = read_year(answer.year)
        if year == self.fiscal_year and kind != "target":
            return True
        self.say("channel_wrong_year", answer.year_place, answer.year, answer.university.code)
        return False

    def _status(self, answer: Answer) -> tuple[Status, State | None]:
        plain = normal(answer.status).casefold()
        for word, state in STATES.items():
            if plain == normal(word).casefold():
                return "provisional", state
        for word, status in STATUSES.items():
            if plain == normal(word).casefold():
                return status, None
        self.say("channel_status_unknown", answer.status_place, answer.status, answer.university.code)
        return "provisional", None

    def _value(self, answer: Answer, key: str, told: State | None) -> tuple[State, Decimal | None, tuple[str, ...]]:
        reading = read_number(answer.value)
        if told is not None and reading.state in ("blank", told):
            return told, None, reading.remarks
        rule, facts = self._doubt(reading, key, told, answer.status)
        if rule:
            self.say(rule, answer.value_place, answer.value, answer.university.code, key=key, **facts)
        if rule == "channel_value_tidied":
            rule = None
        if rule or reading.state in ("question", "error"):
            return "error", None, reading.remarks
        state: Literal["value", "zero", "blank", "not_applicable", "pending"] = reading.state  # type: ignore[assignment]
        return state, reading.value, reading.remarks

    def _doubt(
        self, reading: Reading, key: str, told: State | None, status: str
    ) -> tuple[str | None, dict[str, object]]:
        """Return the rule that the reading breaks, if any, with the words of its sentence."""
        if reading.state == "error":
            return "channel_value_not_a_number", {}
        if reading.state == "question":
            return "channel_value_question", {}
        if told is not None:
            return "channel_status_contradicts", {"status_text": status}
        row = self.names.row(key)
        if reading.unit_text and row and not is_same_unit(reading.unit_text, row.unit):
            return "channel_value_unit", {"unit": row.unit}
        if reading.value is not None and TOLD_TIDIED & set(reading.remarks):
            return "channel_value_tidied", {"read": f"{reading.value:f}"}
        return None, {}


def suggestion(near: str | None) -> tuple[str, str]:
    """Return 「もしかして…」 in both languages; empty where nothing is near."""
    return (f"（もしかして「{near}」）", f" (did you mean '{near}'?)") if near else ("", "")


def all_of(data: Sequence[Datum]) -> set[str]:
    """Return the codes of the universities that the data speak of."""
    return {datum.university for datum in data}
