-- A run of the checks. Grain: one row per run. scope: plan or a fiscal year. History is never overwritten.
-- definition: whose rules were run (a closed year keeps those of its last run); rules: the hash of their versions.
create table if not exists raw.check_run (
    run varchar primary key, ran_at timestamp not null, scope varchar, definition varchar, as_of timestamp,
    rules varchar
);
