-- Whether what the 部局 make together is what the university reports. Grain: university × row of the year in scope with a
-- complete 部局別内訳 and a reported value. said: the breakdown as a sum, each number with its cell.
with cell as (
    select
        university, row, fiscal_year, part, position,
        coalesce(nullif(faculty, ''), '（部局名なし）') || examined.shown(coalesce(value, 0)) || '（' || cell || '）' as said
    from core.breakdown
),
part as (
    select
        university, row, fiscal_year,
        string_agg(said, '＋' order by position) filter (where part = 'faculty')
        || coalesce('－' || any_value(said) filter (where part = 'deduction'), '') as said
    from cell
    group by university, row, fiscal_year
)
select
    fact.*, breakdown.net, breakdown.file_name as other_file, breakdown.sheet as other_sheet, part.said,
    breakdown.net = coalesce(fact.value, 0) as is_met,
    abs(breakdown.net - coalesce(fact.value, 0)) as excess
from examined.fact as fact
join out.breakdown as breakdown using (university, row, fiscal_year)
join part using (university, row, fiscal_year)
where fact.is_in_scope and breakdown.is_complete and fact.state in ('value', 'zero', 'not_applicable')
