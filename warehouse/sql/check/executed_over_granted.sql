-- 執行額 within 交付決定額, in 千円. Grain: line, subtotal or total of the year in scope where both are written.
select
    executed.*, granted.value as expected, executed.value <= granted.value as is_met
from examined.cost as executed
join examined.cost as granted using (fiscal_year, category, line)
where executed.is_in_scope and executed."column" = 'executed' and granted."column" = 'granted'
