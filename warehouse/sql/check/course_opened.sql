-- Courses are opened by $latest_fy. Grain: university × list × course whose year of opening holds a number (既存 has none).
with told as (
    select
        * exclude (cell), cells['opened'] as cell, texts['opened'] as value,
        try_cast(regexp_extract(translate(texts['opened'], '０１２３４５６７８９', '0123456789'), '([0-9]+)', 1) as integer) as year
    from examined.course
)
select *, case when year < 100 then year + 2018 else year end <= $latest_fy::integer as is_met
from told
where year is not null
