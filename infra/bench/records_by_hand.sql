-- What somebody would write by hand in DuckDB for each row of indicators 1)-7), fiscal year 2026, by university.
-- The queries stand between lines `-- <row>`; records.py times them against the compiled definition.

-- 1.courses_total
select university, count(distinct course) from course
where fiscal_year = 2026 and is_curricular = 'yes' group by university;
-- 1.courses_co
select university, count(distinct course) from course
where fiscal_year = 2026 and is_curricular = 'yes' and is_co_learning = 'yes' group by university;
-- 1.courses_co_bachelor
select university, count(distinct course) from course
where fiscal_year = 2026 and is_curricular = 'yes' and is_co_learning = 'yes' and level = 'bachelor' group by university;
-- 1.courses_co_master
select university, count(distinct course) from course
where fiscal_year = 2026 and is_curricular = 'yes' and is_co_learning = 'yes' and level = 'master' group by university;
-- 1.courses_co_doctor
select university, count(distinct course) from course
where fiscal_year = 2026 and is_curricular = 'yes' and is_co_learning = 'yes' and level = 'doctor' group by university;
-- 1.A
select t.university, count(distinct t.student)
from course_enrolment t join course c using (university, fiscal_year, class)
where fiscal_year = 2026 and c.is_curricular = 'yes' and c.is_co_learning = 'yes' group by t.university;
-- 1.B
select t.university, count(distinct t.student)
from course_enrolment t join course c using (university, fiscal_year, class) semi join (
    select * from student where nationality = 'japanese'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where fiscal_year = 2026 and c.is_curricular = 'yes' and c.is_co_learning = 'yes' group by t.university;
-- 1.C
select t.university, count(distinct t.student)
from course_enrolment t join course c using (university, fiscal_year, class) semi join (
    select * from student where nationality = 'other'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student) anti join (
    select * from student where nationality = 'japanese'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where fiscal_year = 2026 and c.is_curricular = 'yes' and c.is_co_learning = 'yes' group by t.university;
-- 1.A_bachelor
select t.university, count(distinct t.student)
from course_enrolment t join course c using (university, fiscal_year, class) semi join (
    select * from enrolment where kind = 'degree' and level = 'bachelor' and started_on <= date '2027-03-31'
        and (ended_on is null or ended_on >= date '2026-04-01'
            or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01')
) using (university, student)
where fiscal_year = 2026 and c.is_curricular = 'yes' and c.is_co_learning = 'yes' group by t.university;
-- 1.A_master
select t.university, count(distinct t.student)
from course_enrolment t join course c using (university, fiscal_year, class) semi join (
    select * from enrolment where kind = 'degree' and level = 'master' and started_on <= date '2027-03-31'
        and (ended_on is null or ended_on >= date '2026-04-01'
            or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01')
) using (university, student)
where fiscal_year = 2026 and c.is_curricular = 'yes' and c.is_co_learning = 'yes' group by t.university;
-- 1.A_doctor
select t.university, count(distinct t.student)
from course_enrolment t join course c using (university, fiscal_year, class) semi join (
    select * from enrolment where kind = 'degree' and level = 'doctor' and started_on <= date '2027-03-31'
        and (ended_on is null or ended_on >= date '2026-04-01'
            or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01')
) using (university, student)
where fiscal_year = 2026 and c.is_curricular = 'yes' and c.is_co_learning = 'yes' group by t.university;
-- 1.D
select university, count(distinct student) from enrolment
where started_on <= date '2027-03-31' and (ended_on is null or ended_on >= date '2026-04-01'
    or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01') group by university;
-- 1.E
select university, count(distinct student) from enrolment semi join (
    select * from student where nationality = 'japanese'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where started_on <= date '2027-03-31' and (ended_on is null or ended_on >= date '2026-04-01'
    or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01') group by university;
-- 1.F
select university, count(distinct student) from enrolment semi join (
    select * from student where nationality = 'other'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student) anti join (
    select * from student where nationality = 'japanese'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where started_on <= date '2027-03-31' and (ended_on is null or ended_on >= date '2026-04-01'
    or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01') group by university;
-- 2.A
select university, count(distinct teacher) from teacher
where post = 'full_time' and appointed_on <= date '2026-05-01' and (left_on is null or left_on >= date '2026-05-01')
group by university;
-- 2.B
select t.university, count(distinct t.teacher)
from teacher t join teaching using (university, teacher) join course c using (university, fiscal_year, class)
where t.post = 'full_time' and t.appointed_on <= date '2026-05-01' and (t.left_on is null or t.left_on >= date '2026-05-01')
    and fiscal_year = 2026 and c.is_curricular = 'yes' and c.is_co_learning = 'yes' group by t.university;
-- 2.C
select university, count(*) from assistant
where started_on between date '2026-04-01' and date '2027-03-31' group by university;
-- 2.D
select university, count(*) from assistant
where started_on between date '2026-04-01' and date '2027-03-31' and is_co_learning = 'yes' group by university;
-- 3.local
select university, count(distinct partner) from partner
where kind = 'local_government' and is_co_learning = 'yes' and (started_on is null or started_on <= date '2027-03-31')
    and (ended_on is null or ended_on >= date '2026-04-01') group by university;
-- 3.companies
select university, count(distinct partner) from partner
where kind = 'company' and is_co_learning = 'yes' and (started_on is null or started_on <= date '2027-03-31')
    and (ended_on is null or ended_on >= date '2026-04-01') group by university;
-- 3.npo
select university, count(distinct partner) from partner
where kind = 'non_profit' and is_co_learning = 'yes' and (started_on is null or started_on <= date '2027-03-31')
    and (ended_on is null or ended_on >= date '2026-04-01') group by university;
-- 4.A
select university, count(distinct student) from enrolment semi join (
    select * from student where nationality = 'japanese'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where started_on <= date '2027-03-31' and (ended_on is null or ended_on >= date '2026-04-01'
    or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01') group by university;
-- 4.B
select university, count(distinct student) from study_abroad semi join (
    select * from student where nationality = 'japanese'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where started_on between date '2026-04-01' and date '2027-03-31' group by university;
-- 4.C
select university, count(distinct student) from study_abroad semi join (
    select * from student where nationality = 'japanese'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where started_on between date '2026-04-01' and date '2027-03-31' and is_co_learning = 'yes' group by university;
-- 4.short
select university, count(distinct student) from study_abroad semi join (
    select * from student where nationality = 'japanese'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student) anti join (
    select * from study_abroad where started_on between date '2026-04-01' and date '2027-03-31'
        and is_co_learning = 'yes' and ended_on - started_on + 1 > 92
) using (university, student)
where started_on between date '2026-04-01' and date '2027-03-31' and is_co_learning = 'yes'
    and ended_on - started_on + 1 <= 92 group by university;
-- 4.mid
select university, count(distinct student) from study_abroad semi join (
    select * from student where nationality = 'japanese'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student) anti join (
    select * from study_abroad where started_on between date '2026-04-01' and date '2027-03-31'
        and is_co_learning = 'yes' and ended_on - started_on + 1 > 184
) using (university, student)
where started_on between date '2026-04-01' and date '2027-03-31' and is_co_learning = 'yes'
    and ended_on - started_on + 1 between 93 and 184 group by university;
-- 4.long
select university, count(distinct student) from study_abroad semi join (
    select * from student where nationality = 'japanese'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where started_on between date '2026-04-01' and date '2027-03-31' and is_co_learning = 'yes'
    and ended_on - started_on + 1 > 184 group by university;
-- 5.A
select university, count(distinct student) from enrolment
where kind in ('degree', 'non_degree', 'short_exchange') and started_on <= date '2026-05-01'
    and (ended_on is null or ended_on >= date '2026-05-01'
        or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01') group by university;
-- 5.B
with in_year as (
    select university, student, kind from enrolment
    where started_on <= date '2027-03-31' and (ended_on is null or ended_on >= date '2026-04-01'
        or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01')
), visa as (
    select university, student from residence where status = 'student'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
), short as (
    select university, student from in_year anti join visa using (university, student) semi join (
        select * from student where nationality = 'other'
            and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
    ) using (university, student) anti join (
        select * from student where nationality = 'japanese'
            and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
    ) using (university, student) where kind in ('short_exchange', 'short_programme')
)
select university, count(distinct student) from (
    select university, student from in_year semi join visa using (university, student) union all from short
) group by university;
-- 5.B_long
select university, count(distinct student) from enrolment semi join (
    select * from residence where status = 'student'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where started_on <= date '2027-03-31' and (ended_on is null or ended_on >= date '2026-04-01'
    or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01') group by university;
-- 5.B_short
select university, count(distinct student) from enrolment anti join (
    select * from residence where status = 'student'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student) semi join (
    select * from student where nationality = 'other'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student) anti join (
    select * from student where nationality = 'japanese'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where kind in ('short_exchange', 'short_programme')
    and started_on <= date '2027-03-31' and (ended_on is null or ended_on >= date '2026-04-01'
        or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01') group by university;
-- 6.1
select university, count(distinct student) from outcome semi join (
    select * from residence where status = 'student'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where left_on between date '2026-04-01' and date '2027-03-31' and sought in ('domestic', 'abroad') group by university;
-- 6.a
select university, count(distinct student) from outcome semi join (
    select * from residence where status = 'student'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where left_on between date '2026-04-01' and date '2027-03-31' and sought = 'domestic' group by university;
-- 6.i
select university, count(distinct student) from outcome semi join (
    select * from residence where status = 'student'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where left_on between date '2026-04-01' and date '2027-03-31' and sought = 'abroad' group by university;
-- 6.2
select university, count(distinct student) from outcome semi join (
    select * from residence where status = 'student'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where left_on between date '2026-04-01' and date '2027-03-31' and hired in ('domestic', 'abroad') group by university;
-- 6.u
select university, count(distinct student) from outcome semi join (
    select * from residence where status = 'student'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
) using (university, student)
where left_on between date '2026-04-01' and date '2027-03-31' and hired = 'domestic' group by university;
-- 7.A
select university, count(distinct student) from enrolment
where kind in ('degree', 'non_degree', 'short_exchange') and started_on <= date '2026-05-01'
    and (ended_on is null or ended_on >= date '2026-05-01'
        or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01') group by university;
-- 7.B
select university, count(distinct teacher) from teacher
where post = 'full_time' and appointed_on <= date '2026-05-01' and (left_on is null or left_on >= date '2026-05-01')
group by university;
-- 7.C
select university, count(distinct class) from course
where fiscal_year = 2026 and is_curricular = 'yes' group by university;
-- 7.i
with in_year as (
    select university, student, kind from enrolment
    where started_on <= date '2027-03-31' and (ended_on is null or ended_on >= date '2026-04-01'
        or ended_by in ('withdrawal', 'removal') and end_decided_on >= date '2026-05-01')
), visa as (
    select university, student from residence where status = 'student'
        and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
), short as (
    select university, student from in_year anti join visa using (university, student) semi join (
        select * from student where nationality = 'other'
            and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
    ) using (university, student) anti join (
        select * from student where nationality = 'japanese'
            and (valid_from is null or valid_from <= date '2027-03-31') and (valid_to is null or valid_to >= date '2026-04-01')
    ) using (university, student) where kind in ('short_exchange', 'short_programme')
)
select university, count(distinct student) from (
    select university, student from in_year semi join visa using (university, student) union all from short
) group by university;
-- 7.iii
select university, count(distinct class) from course where fiscal_year = 2026 and is_curricular = 'yes'
    and is_in_foreign_language = 'yes' and is_language_class = 'no' group by university;
-- 7.ii
select university, count(distinct teacher) from teacher where nationality = 'other' and post = 'full_time'
    and appointed_on <= date '2026-05-01' and (left_on is null or left_on >= date '2026-05-01') group by university;
