-- An indicator whose every value equals another university's. Grain: university (not the first) × item × fiscal year × kind.
-- Few or small values coincide by chance, the more so among many universities: $least_digits grows with their number.
-- excess: how many cells are equal.
with answer as (
    select
        university, who, role, university_position, item, fiscal_year, kind,
        string_agg(row || '=' || value, ' ' order by row) as "values", count(*) filter (where value > 0) as count, count(*) as excess,
        sum(log10(greatest(value, 1)::double)) as digits, arg_min(row, position) as row, any_value(file) as file,
        arg_min(sheet, position) as sheet, arg_min(cell, position) as cell,
        string_agg(label_ja || ' ' || examined.shown(value) || unit, '、' order by position) as parts_ja,
        string_agg(label_en || ' ' || examined.shown(value), ', ' order by position) as parts_en
    from examined.fact
    where is_in_scope and is_input and state in ('value', 'zero') and reported_by = 'every'
    group by all
),
first_of as (
    select item, fiscal_year, kind, "values", min_by(who, university_position) as other, min(university_position) as first_position
    from answer
    group by all
)
select
    answer.*, first_of.other,
    answer.university_position = first_of.first_position
    or answer.count < $least_values::integer
    or answer.digits < $least_digits::double + log10((select count(*) from core.university)) as is_met
from answer
join first_of using (item, fiscal_year, kind, "values")
