"""The canonical record model: the tables, columns and words in which the definition speaks of student records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["key", "words", "day", "year", "stay"]

UNIVERSITY = "university"
YES_NO = ("yes", "no")
LEVELS = ("bachelor", "master", "doctor", "professional")
WHERE_WORK = ("domestic", "abroad", "none")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a key, a word of a fixed list, a day, a fiscal year, or the kind of a stay (worked out from its days).

    `required`: a count that asks for it cannot do without. Otherwise an unmapped column is blank.
    """

    kind: Kind
    ja: str
    words: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Table:
    """A table of the model: one row per `grain`. Two tables are joined by the keys that both have."""

    name: str
    ja: str
    grain: str
    columns: dict[str, Column] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns by which its rows belong to rows of other tables."""
        return tuple(name for name, column in self.columns.items() if column.kind in ("key", "year"))


def _key(ja: str, required: bool = True) -> Column:
    return Column("key", ja, required=required)


def _words(ja: str, *words: str, required: bool = True) -> Column:
    return Column("words", ja, words, required)


def _day(ja: str, required: bool = True) -> Column:
    return Column("day", ja, required=required)


def _year(ja: str, required: bool = True) -> Column:
    return Column("year", ja, required=required)


_STUDENT = {"student": _key("学生（個人番号）")}
_CLASS = {"class": _key("授業番号")}
_TEACHER = {"teacher": _key("教員番号")}
_VALID = {"valid_from": _day("有効期間の初日", required=False), "valid_to": _day("有効期間の末日", required=False)}
_ENDED = _day("終了日（その日を含む）", required=False)

_TABLES = (
    Table("student", "国籍", "person and period in which the nationality held",
          _STUDENT | {"nationality": _words("国籍", "japanese", "other")} | _VALID),
    Table("residence", "在留資格", "person and period in which the residence status held",
          _STUDENT | {"status": _words("在留資格", "student", "other")} | _VALID),
    Table("enrolment", "在籍", "person and spell of enrolment",
          _STUDENT | {
              "kind": _words("学生の種別", "degree", "non_degree", "short_exchange", "short_programme"),
              "level": _words("課程", *LEVELS, "none"),
              "started_on": _day("入学・受入れの日"),
              "ended_on": _ENDED,
              "ended_by": _words("終了の事由", "graduation", "withdrawal", "removal", "other", required=False),
              "end_decided_on": _day("終了を決定した日", required=False),
          }),
    Table("course", "開講授業", "class offered in a fiscal year",
          _CLASS | {
              "fiscal_year": _year("開講年度"),
              "course": Column("key", "科目番号"),
              "level": _words("課程", *LEVELS, "other"),
              "is_curricular": _words("正課", *YES_NO),
              "is_co_learning": _words("多文化共修科目", *YES_NO),
              "is_in_foreign_language": _words("外国語による授業", *YES_NO),
              "is_language_class": _words("語学の授業", *YES_NO),
          }),
    Table("course_enrolment", "履修", "person and class taken",
          _STUDENT | _CLASS | {"fiscal_year": _year("開講年度", required=False)}),
    Table("teacher", "教員", "teacher and appointment",
          _TEACHER | {
              "post": _words("職", "full_time", "core", "part_time"),
              "nationality": _words("国籍", "japanese", "other"),
              "appointed_on": _day("着任日"),
              "left_on": _day("離任日（その日を含む）", required=False),
          }),
    Table("teaching", "授業担当", "teacher and class taught",
          _TEACHER | _CLASS | {"fiscal_year": _year("開講年度", required=False)}),
    Table("assistant", "TA・SA", "employment of a student as TA or SA",
          _STUDENT | {
              "kind": _words("TA・SAの別", "ta", "sa", required=False),
              "is_co_learning": _words("多文化共修に関連", *YES_NO),
              "started_on": _day("雇用の初日"),
              "ended_on": _ENDED,
          }),
    Table("study_abroad", "海外留学", "person and stay abroad",
          _STUDENT | {
              "is_co_learning": _words("多文化共修科目に関連", *YES_NO),
              "started_on": _day("留学の初日"),
              "ended_on": _day("留学の末日（その日を含む）"),
              "stay": Column("stay", "短期・中期・長期", ("short", "medium", "long")),
          }),
    Table("outcome", "進路", "person who graduated and answered the survey",
          _STUDENT | {
              "left_on": _day("卒業・修了日"),
              "sought": _words("就職希望（国内・海外・進学等）", *WHERE_WORK),
              "hired": _words("就職（国内・海外・なし）", *WHERE_WORK),
          }),
    Table("partner", "連携先", "organisation and period of cooperation",
          {
              "partner": _key("団体番号"),
              "kind": _words("団体の種別", "local_government", "company", "non_profit", "other"),
              "is_co_learning": _words("多文化共修科目に関連", *YES_NO),
              "started_on": _day("連携の初日", required=False),
              "ended_on": _ENDED,
          }),
)  # fmt: skip

TABLES: dict[str, Table] = {
    table.name: Table(table.name, table.ja, table.grain, {UNIVERSITY: _key("大学", required=False), **table.columns})
    for table in _TABLES
}
