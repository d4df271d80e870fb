-- What the rules said in the newest run of a scope ($scope). Grain: rule. Only rules that had something to examine.
-- definition, version: those with which the run was made.
select run.run, run.ran_at, run.definition, outcome.rule, outcome.version, outcome.outcome, outcome.examined, outcome.not_met
from core.run as run
join raw.outcome as outcome using (run)
where run.scope = $scope and outcome.outcome in ('met', 'not_met')
order by outcome.rule
