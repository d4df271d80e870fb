-- What last year and the plan foresee for each input value of a year's return. Grain: university × input row in scope.
-- previous: last year's actual, or the baseline; planned: the point between the plan's years; carried: last year's actual with
-- the growth that the plan foresees since then. planned_change: how much the
-- plan grows in all, as a logarithm: rows that hardly change are held more tightly.
with value as (
    select * from examined.fact where is_input and value >= 0
),
subject as (
    select * from value where is_in_scope
),
point as (
    select university, row, fiscal_year, value from value where kind <> 'actual'
),
last_actual as (
    select university, row, max(fiscal_year) as actual_fy, arg_max(value, fiscal_year) as value
    from value
    where kind = 'actual' and fiscal_year < $scope_fy::integer
    group by all
),
baseline as (
    select university, row, fiscal_year as baseline_fy, value from value where kind = 'baseline'
),
around as (
    select
        subject.university, subject.row, subject.fiscal_year, subject.kind,
        max(point.fiscal_year) filter (where point.fiscal_year <= subject.fiscal_year) as lower_fy,
        arg_max(point.value, point.fiscal_year) filter (where point.fiscal_year <= subject.fiscal_year)::double as lower,
        min(point.fiscal_year) filter (where point.fiscal_year >= subject.fiscal_year) as upper_fy,
        arg_min(point.value, point.fiscal_year) filter (where point.fiscal_year >= subject.fiscal_year)::double as upper,
        arg_max(point.value, point.fiscal_year) filter (where point.fiscal_year < subject.fiscal_year)::double as lower_before,
        max(point.fiscal_year) filter (where point.fiscal_year < subject.fiscal_year) as lower_before_fy,
        abs(ln(
            nullif(arg_max(point.value, point.fiscal_year)::double, 0) / nullif(arg_min(point.value, point.fiscal_year)::double, 0)
        )) as planned_change
    from subject
    join point using (university, row)
    where subject.kind = 'actual'
    group by all
)
select
    subject.university, subject.row, subject.fiscal_year, subject.kind,
    coalesce(last_actual.value, baseline.value)::double as previous, coalesce(last_actual.actual_fy, baseline.baseline_fy) as previous_fy,
    case
        when around.upper_fy > around.lower_fy then
            around.lower + (around.upper - around.lower) * (subject.fiscal_year - around.lower_fy) / (around.upper_fy - around.lower_fy)
        else coalesce(around.lower, around.upper)
    end as planned,
    case
        when last_actual.value > 0 and around.lower_before > 0 and around.upper_fy > around.lower_before_fy
            and last_actual.actual_fy >= around.lower_before_fy then
            last_actual.value * (
                around.lower_before * (around.upper_fy - subject.fiscal_year) + around.upper * (subject.fiscal_year - around.lower_before_fy)
            ) / (
                around.lower_before * (around.upper_fy - last_actual.actual_fy) + around.upper * (last_actual.actual_fy - around.lower_before_fy)
            )
    end as carried,
    coalesce(around.planned_change, 1) as planned_change
from subject
left join last_actual using (university, row)
left join baseline using (university, row)
left join around using (university, row, fiscal_year, kind)
where subject.kind = 'actual'
