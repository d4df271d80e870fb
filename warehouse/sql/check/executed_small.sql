-- 執行額 that is a small part of 交付決定額, in 千円. Grain: leaf line of the year in scope where both are written.
select
    executed.*, granted.value as expected,
    executed.value * $times::integer >= granted.value or granted.value < $least::integer as is_met
from examined.cost as executed
join examined.cost as granted using (fiscal_year, category, line)
where executed.is_in_scope and executed.level = 'leaf' and executed."column" = 'executed' and granted."column" = 'granted'
