-- Credits as courses have them: more than 0, at most $most, in halves. Grain: university × list × course with credits.
select
    * exclude (cell), cells['credits'] as cell, "values"['credits'] as value,
    "values"['credits'] > 0 and "values"['credits'] <= $most::integer and "values"['credits'] * 2 = trunc("values"['credits'] * 2) as is_met
from examined.course
where "values"['credits'] is not null
