-- Universities without any answer of a round whose due date has passed. Grain: university × round that is due.
select
    university.university, university.name as who, university.role, $scope_fy::integer as fiscal_year,
    round.name_ja as round_ja, round.name_en as round_en, round.due,
    '令和' || (year(round.due) - 2018) || '年' || month(round.due) || '月' || day(round.due) || '日（'
        || '日月火水木金土'[dayofweek(round.due) + 1] || '）' as due_ja,
    exists (
        select 1 from examined.fact as fact
        where fact.is_in_scope
            and fact.university = university.university
            and list_contains(round.bases, fact.basis)
            and fact.state <> 'blank'
    ) as is_met
from examined.round as round
cross join core.university as university
where round.is_due
    and coalesce(university.joined, date '0001-01-01') <= make_date($scope_fy::integer + 1, 3, 31)
    and coalesce(university."left", date '9999-12-31') >= make_date($scope_fy::integer, 4, 1)
