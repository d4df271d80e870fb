"""The same counts in pandas, in two ways: university by university, as such a script is first written, and all at once."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

FIRST, LAST, MAY1 = (pd.Timestamp(day) for day in ("2026-04-01", "2027-03-31", "2026-05-01"))
KEYS = ["university", "student"]
Frames = dict[str, pd.DataFrame]
Counted = tuple[str, "pd.Series[int]"]


def one_by_one(f: Frames, universities: int) -> Iterator[Counted]:
    """Yield what `counts` does, from the rows of one university after another."""
    for university in range(universities):
        yield from counts({name: frame[frame.university == university] for name, frame in f.items()})


def counts(f: Frames) -> Iterator[Counted]:
    """Yield (row, number by university) for each row of the form, fiscal year 2026; each population is found once."""
    person, visa = held(f["student"]), held(f["residence"])
    japanese = person[person.nationality == "japanese"][KEYS].drop_duplicates()
    foreign = without(person[person.nationality == "other"], japanese)[KEYS].drop_duplicates()
    visa = visa[visa.status == "student"][KEYS].drop_duplicates()
    in_year, on_may1 = enrolled(f["enrolment"], FIRST, LAST), enrolled(f["enrolment"], MAY1, MAY1)
    yield from courses(f["course"])
    yield from participants(f, in_year, japanese, foreign)
    yield "1.D", heads(in_year)
    yield "1.E", heads(among(in_year, japanese))
    yield "1.F", heads(among(in_year, foreign))
    yield from staff(f)
    yield from partners(f["partner"])
    yield "4.A", heads(among(in_year, japanese))
    yield from abroad(f["study_abroad"], japanese)
    everybody = heads(on_may1[on_may1.kind.isin(["degree", "non_degree", "short_exchange"])])
    short = in_year[in_year.kind.isin(["short_exchange", "short_programme"])]
    short = among(without(short, visa), foreign)
    with_visa = among(in_year, visa)
    everyone = heads(pd.concat([with_visa[KEYS], short[KEYS]]))
    yield from (("5.A", everybody), ("7.A", everybody), ("5.B", everyone), ("7.i", everyone))
    yield "5.B_long", heads(with_visa)
    yield "5.B_short", heads(short)
    yield from outcomes(among(f["outcome"], visa))


def heads(frame: pd.DataFrame, column: str = "student") -> pd.Series[int]:
    return frame.groupby("university")[column].nunique()


def among(frame: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    return frame.merge(people, on=KEYS)


def without(frame: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    merged = frame.merge(people, on=KEYS, how="left", indicator=True)
    return merged[merged["_merge"] == "left_only"].drop(columns="_merge")


def held(frame: pd.DataFrame) -> pd.DataFrame:
    begun = frame.valid_from.isna() | (frame.valid_from <= LAST)
    return frame[begun & (frame.valid_to.isna() | (frame.valid_to >= FIRST))]


def enrolled(frame: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    later = frame.ended_by.isin(["withdrawal", "removal"]) & (frame.end_decided_on >= MAY1)
    return frame[(frame.started_on <= last) & (frame.ended_on.isna() | (frame.ended_on >= first) | later)]


def courses(course: pd.DataFrame) -> Iterator[Counted]:
    regular = course[(course.fiscal_year == 2026) & (course.is_curricular == "yes")]
    co = regular[regular.is_co_learning == "yes"]
    yield "1.courses_total", heads(regular, "course")
    yield "1.courses_co", heads(co, "course")
    for level in ("bachelor", "master", "doctor"):
        yield f"1.courses_co_{level}", heads(co[co.level == level], "course")
    yield "7.C", heads(regular, "class")
    foreign = (regular.is_in_foreign_language == "yes") & (regular.is_language_class == "no")
    yield "7.iii", heads(regular[foreign], "class")


def participants(f: Frames, in_year: pd.DataFrame, japanese: pd.DataFrame, foreign: pd.DataFrame) -> Iterator[Counted]:
    took = f["course_enrolment"].merge(co_learning(f), on=["university", "fiscal_year", "class"])
    yield "1.A", heads(took)
    yield "1.B", heads(among(took, japanese))
    yield "1.C", heads(among(took, foreign))
    for level in ("bachelor", "master", "doctor"):
        of_level = in_year[(in_year.kind == "degree") & (in_year.level == level)][KEYS].drop_duplicates()
        yield f"1.A_{level}", heads(among(took, of_level))


def co_learning(f: Frames) -> pd.DataFrame:
    course = f["course"]
    kept = (course.fiscal_year == 2026) & (course.is_curricular == "yes") & (course.is_co_learning == "yes")
    return course[kept][["university", "fiscal_year", "class"]]


def staff(f: Frames) -> Iterator[Counted]:
    teacher, assistant = f["teacher"], f["assistant"]
    in_post = (teacher.appointed_on <= MAY1) & (teacher.left_on.isna() | (teacher.left_on >= MAY1))
    teacher = teacher[in_post & (teacher.post == "full_time")]
    yield "2.A", heads(teacher, "teacher")
    yield "7.B", heads(teacher, "teacher")
    yield "7.ii", heads(teacher[teacher.nationality == "other"], "teacher")
    teaches = f["teaching"].merge(co_learning(f), on=["university", "fiscal_year", "class"])
    yield "2.B", heads(teacher.merge(teaches, on=["university", "teacher"]), "teacher")
    assistant = assistant[assistant.started_on.between(FIRST, LAST)]
    yield "2.C", assistant.groupby("university").size()
    yield "2.D", assistant[assistant.is_co_learning == "yes"].groupby("university").size()


def partners(partner: pd.DataFrame) -> Iterator[Counted]:
    begun = partner.started_on.isna() | (partner.started_on <= LAST)
    goes_on = partner.ended_on.isna() | (partner.ended_on >= FIRST)
    partner = partner[(partner.is_co_learning == "yes") & begun & goes_on]
    for row, kind in (("3.local", "local_government"), ("3.companies", "company"), ("3.npo", "non_profit")):
        yield row, heads(partner[partner.kind == kind], "partner")


def abroad(stay: pd.DataFrame, japanese: pd.DataFrame) -> Iterator[Counted]:
    stay = stay[stay.started_on.between(FIRST, LAST)]
    co = stay[stay.is_co_learning == "yes"]
    longest = co.assign(days=(co.ended_on - co.started_on).dt.days + 1).groupby(KEYS, as_index=False).days.max()
    longest = among(longest, japanese)
    yield "4.B", heads(among(stay, japanese))
    yield "4.C", heads(among(co, japanese))
    yield "4.short", heads(longest[longest.days <= 92])
    yield "4.mid", heads(longest[longest.days.between(93, 184)])
    yield "4.long", heads(longest[longest.days > 184])


def outcomes(outcome: pd.DataFrame) -> Iterator[Counted]:
    left = outcome[outcome.left_on.between(FIRST, LAST)]
    yield "6.1", heads(left[left.sought.isin(["domestic", "abroad"])])
    yield "6.a", heads(left[left.sought == "domestic"])
    yield "6.i", heads(left[left.sought == "abroad"])
    yield "6.2", heads(left[left.hired.isin(["domestic", "abroad"])])
    yield "6.u", heads(left[left.hired == "domestic"])
