-- Required cells that are blank. Grain: university × input row × fiscal year × kind. A zero, 該当なし and 集計中 are written.
-- For a year's returns only rows of a round that the university has answered at all: others are awaited, not blank.
with answered as (
    select distinct university, basis in ('may1') as is_first_round
    from examined.fact
    where is_in_scope and state in ('value', 'zero') and basis is not null
)
select fact.*, fact.state <> 'blank' as is_met
from examined.fact as fact
where fact.is_in_scope
    and fact.is_input
    and (
        $scope_fy::integer is null
        or exists (
            select 1 from answered
            where answered.university = fact.university and answered.is_first_round = (fact.basis in ('may1'))
        )
    )
