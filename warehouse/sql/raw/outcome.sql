-- What a rule said in a run. Grain: run × rule. outcome: met, not_met, nothing_to_check or could_not_run.
-- version: of the rule as it was run (expectations/version.py); blank for runs of an earlier release.
create table if not exists raw.outcome (
    run varchar, rule varchar, outcome varchar, examined bigint, not_met bigint, detail varchar, version varchar
);
