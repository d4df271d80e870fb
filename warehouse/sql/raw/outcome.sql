-- What a rule said in a run. Grain: run × rule. outcome: met, not_met, nothing_to_check or could_not_run.
create table if not exists raw.outcome (
    run varchar, rule varchar, outcome varchar, examined bigint, not_met bigint, detail varchar
);
