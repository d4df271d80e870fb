-- A number as a sentence quotes it: 1,234 or 0.5; no trailing zeros.
create or replace macro examined.shown(number) as case
    when number is null then null
    when number = trunc(number) then format('{:,}', number::bigint)
    else rtrim(number::varchar, '0')
end
