"""Student records of 813 universities over six years, drawn by a fixed rule, as Parquet in the canonical model."""

from __future__ import annotations

from pathlib import Path

import duckdb

UNIVERSITIES = 813
STUDENTS = 3_000_000  # at scale 1; each has six enrolment rows, one a year from FY2024 to FY2029

# A row's luck is a hash of its number and a word: the same at each run, whatever the number of threads.
LUCK = "create macro luck(i, word, sides) as (hash(i::varchar || word) % sides)::integer"

TABLES = {
    "student": """
        select (i % $universities)::smallint as university, i as student,
            case when luck(i, 'nat', 20) = 0 then 'other' else 'japanese' end as nationality,
            null::date as valid_from, null::date as valid_to
        from range($students) t(i)
        union all by name -- one in two hundred was naturalised on 1 September 2026
        select (i % $universities)::smallint as university, i as student, 'other' as nationality,
            null::date as valid_from, date '2026-08-31' as valid_to
        from range($students) t(i) where luck(i, 'naturalised', 200) = 0""",
    "residence": """
        select (i % $universities)::smallint as university, i as student,
            case when luck(i, 'visa', 10) < 7 then 'student' else 'other' end as status,
            date '2023-04-01' + luck(i, 'from', 1200) as valid_from,
            date '2026-10-01' + luck(i, 'to', 900) as valid_to
        from range($students) t(i) where luck(i, 'nat', 20) = 0""",
    "enrolment": """
        select (i % $universities)::smallint as university, i as student,
            ['degree','degree','degree','degree','degree','degree','degree','non_degree','short_exchange',
                'short_programme'][1 + luck(i, 'kind', 10)] as kind,
            ['bachelor','bachelor','bachelor','master','doctor','professional'][1 + luck(i, 'level', 6)] as level,
            make_date(2024 + y::integer, 4, 1) + luck(i * 6 + y, 'in', 20) * 10 as started_on,
            make_date(2025 + y::integer, 3, 31) - luck(i * 6 + y, 'out', 20) * 10 as ended_on,
            case when luck(i * 6 + y, 'by', 50) = 0 then 'withdrawal' else 'graduation' end as ended_by,
            make_date(2025 + y::integer, 3, 31) + luck(i * 6 + y, 'decided', 90) as end_decided_on
        from range($students) t(i), range(6) years(y)""",
    "course": """
        select (i % $universities)::smallint as university, 2024 + (i // $universities) % 6 as fiscal_year, i as class,
            i - i % 3 as course, ['bachelor','master','doctor','other'][1 + luck(i, 'level', 4)] as level,
            case when luck(i, 'cur', 10) > 0 then 'yes' else 'no' end as is_curricular,
            case when luck(i, 'co', 10) = 0 then 'yes' else 'no' end as is_co_learning,
            case when luck(i, 'lang', 5) = 0 then 'yes' else 'no' end as is_in_foreign_language,
            case when luck(i, 'language', 9) = 0 then 'yes' else 'no' end as is_language_class
        from range($students // 2) t(i)""",
    "course_enrolment": """
        select (i % $universities)::smallint as university, 2024 + (c // $universities) % 6 as fiscal_year, c as class,
            i as student
        from (select i, (luck(i * 4 + k, 'class', $students // 2 // $universities) * $universities
            + i % $universities)::bigint as c from range($students) t(i), range(4) times(k))""",
    "teacher": """
        select (i % $universities)::smallint as university, i as teacher,
            ['full_time','full_time','core','part_time'][1 + luck(i, 'post', 4)] as post,
            case when luck(i, 'nat', 15) = 0 then 'other' else 'japanese' end as nationality,
            date '2005-04-01' + luck(i, 'from', 8000) as appointed_on,
            case when luck(i, 'left', 3) = 0 then date '2025-03-31' + luck(i, 'to', 900) end as left_on
        from range($students // 15) t(i)""",
    "teaching": """
        select (i % $universities)::smallint as university, 2024 + (c // $universities) % 6 as fiscal_year, c as class,
            i as teacher
        from (select i, (luck(i * 6 + k, 'class', $students // 2 // $universities) * $universities
            + i % $universities)::bigint as c from range($students // 15) t(i), range(6) times(k))""",
    "assistant": """
        select (i % $universities)::smallint as university, i as student, 'ta' as kind,
            case when luck(i, 'co', 8) = 0 then 'yes' else 'no' end as is_co_learning,
            date '2024-04-01' + luck(i, 'from', 2190) as started_on, null::date as ended_on
        from range($students // 5) t(i)""",
    "study_abroad": """
        select (i % $universities)::smallint as university, i % ($students // 10) as student,
            case when luck(i, 'co', 4) = 0 then 'yes' else 'no' end as is_co_learning,
            date '2024-04-01' + luck(i, 'from', 2190) as started_on,
            date '2024-04-01' + luck(i, 'from', 2190) + luck(i, 'days', 330) as ended_on
        from range($students // 5) t(i)""",
    "outcome": """
        select (i % $universities)::smallint as university, i as student,
            date '2025-03-31' + luck(i, 'left', 1800) as left_on,
            ['domestic','domestic','abroad','none'][1 + luck(i, 'sought', 4)] as sought,
            ['domestic','domestic','abroad','none'][1 + luck(i, 'hired', 4)] as hired
        from range($students // 2) t(i)""",
    "partner": """
        select (i % $universities)::smallint as university, i // 2 as partner,
            ['local_government','company','company','non_profit','other'][1 + luck(i // 2, 'kind', 5)] as kind,
            case when luck(i, 'co', 2) = 0 then 'yes' else 'no' end as is_co_learning,
            date '2020-04-01' + luck(i, 'from', 3600) as started_on,
            case when luck(i, 'left', 2) = 0 then date '2026-01-01' + luck(i, 'to', 900) end as ended_on
        from range($students // 30) t(i)""",
}


def write_records(folder: Path, students: int) -> dict[str, str]:
    """Write each table as Parquet; returns the extracts of a channel file."""
    with duckdb.connect() as connection:
        connection.execute("set memory_limit = '4GB'")
        connection.execute(LUCK)
        for name, text in TABLES.items():
            query = text.replace("$universities", str(UNIVERSITIES)).replace("$students", str(students))
            connection.execute(f"copy ({query}) to '{folder / name}.parquet'")
    return {name: f"{name}.parquet" for name in TABLES}
