-- Who is expected to report for the total. Grain: fiscal year × kind × university.
-- For the plan: whoever the plan has values for. For a year's actuals: whoever takes part in that fiscal year.
with years as (
    select distinct fiscal_year, kind from core.datum
)
select years.fiscal_year, years.kind, university.university
from years
cross join core.university as university
where case
    when years.kind = 'actual' then
        coalesce(university.joined, date '0001-01-01') <= make_date(years.fiscal_year + 1, 3, 31)
        and coalesce(university."left", date '9999-12-31') >= make_date(years.fiscal_year, 4, 1)
    else exists (
        select 1 from core.datum as datum
        where datum.university = university.university
            and datum.fiscal_year = years.fiscal_year
            and datum.kind = years.kind
    )
end
