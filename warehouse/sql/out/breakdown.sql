-- What the 部局 of a university make together. Grain: university × row × fiscal year with a 部局別内訳.
-- net: their sum less what several count twice (deducted). is_complete: every 部局 that is named has a number or 該当なし.
select
    university, row, fiscal_year, any_value(submission) as submission, any_value(file_name) as file_name,
    any_value(sheet) as sheet,
    coalesce(sum(value) filter (where part = 'faculty'), 0) as gross,
    coalesce(sum(value) filter (where part = 'deduction'), 0) as deducted,
    gross - deducted as net,
    bool_and(state in ('value', 'zero', 'not_applicable') or (part = 'deduction' and state = 'blank')) as is_complete
from core.breakdown
group by university, row, fiscal_year
